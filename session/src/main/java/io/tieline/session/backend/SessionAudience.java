package io.tieline.session.backend;

import io.tieline.session.Question;
import io.tieline.session.Refusals;
import io.tieline.wire.Json;
import io.tieline.wire.Notification;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The one listener of a backend session. It may leave the session while that is being opened;
 * another one can then adopt the session until it is open. {@link #adopt} may be called from any
 * thread, the rest on the session's strand.
 */
final class SessionAudience {

    /** The listener of a session that has lost its listener for good. */
    private static class Nobody implements BackendSession.Listener {

        @Override
        public void opened(BackendSession session, Json initializeResult) {
            // Nobody has waited for it.
        }

        @Override
        public void closed(BackendSession session, LinkFailure failure) {
            // Nobody needs to know.
        }

        @Override
        public void told(BackendSession session, Notification notification) {
            // Nobody listens.
        }

        @Override
        public void asked(BackendSession session, Question question) {
            question.refuse(Refusals.nobodyIsThere(question.request()));
        }
    }

    /** The listener of a session that can still be adopted. */
    private static final class Left extends Nobody {

        private final String why;

        Left(String why) {
            this.why = why;
        }
    }

    private final BackendSession session;
    private final AtomicReference<BackendSession.Listener> listener;

    SessionAudience(BackendSession session, BackendSession.Listener listener) {
        this.session = session;
        this.listener = new AtomicReference<>(listener);
    }

    void tellOpened(Json initializeResult) {
        listener.get().opened(session, initializeResult);
    }

    /** Tells the end of the session; from now on nobody can adopt it. */
    void tellClosed(LinkFailure failure) {
        endAdoption();
        listener.get().closed(session, failure);
    }

    void tell(Notification notification) {
        listener.get().told(session, notification);
    }

    void ask(Question question) {
        listener.get().asked(session, question);
    }

    /** The listener leaves and hears nothing more. */
    void leave(String why) {
        listener.set(new Left(why));
    }

    /**
     * From now on nobody can adopt the session.
     *
     * @return why its listener has left it; null if it has one
     */
    @Nullable String endAdoption() {
        return listener.get() instanceof Left left && listener.compareAndSet(left, new Nobody())
                ? left.why
                : null;
    }

    /**
     * Makes this the listener of a session that was left, and that nobody uses.
     *
     * @param uses the uses of the session, of which the adoption is the first
     * @return false if the session has a listener, is used or is over
     */
    boolean adopt(BackendSession.Listener next, SessionUses uses) {
        if (!(listener.get() instanceof Left left) || !uses.beginFirst()) {
            return false;
        }
        boolean adopted = listener.compareAndSet(left, next);
        if (!adopted) {
            uses.end();
        }
        return adopted;
    }
}
