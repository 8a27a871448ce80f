package io.tieline.gateway;

import static java.util.Objects.requireNonNull;

import io.tieline.session.BackendSession;
import io.tieline.session.Caller;
import io.tieline.session.Exchange;
import io.tieline.session.LinkFailure;
import io.tieline.session.Question;
import io.tieline.session.Strand;
import io.tieline.wire.Json;
import io.tieline.wire.Notification;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A backend session that is opened when it is first used, and again after it has ended, with pauses
 * while the backend cannot be opened. The owner says how it is opened and hears what becomes of it.
 *
 * <p>Used on the owner's strand, but for {@link #canSpread}. The backend session's strand hands
 * over to it.
 */
final class Slot implements BackendSession.Listener {

    /** Whose backend session it is. Called on its strand, but for {@link #asked}. */
    interface Owner {

        /**
         * Opens a session; its end may be told before this returns, but not on the strand.
         *
         * @param headers of the client for whom it is opened, as far as they go to the backend
         */
        BackendSession open(Map<String, String> headers, BackendSession.Listener listener);

        /** The session is open. */
        void opened(BackendSession session, Json initializeResult);

        /** The session could not be opened. */
        void away(LinkFailure failure);

        /** The session was open and has ended by itself. */
        void lost(BackendSession session, LinkFailure failure);

        /** The session that is open now has told something that belongs to no call. */
        void told(Notification notification);

        /** A question that cannot be tied to a call. It must be settled. */
        void asked(Question question);
    }

    private final Target target;
    private final Strand strand;
    private final Owner owner;
    private final Backoff backoff;
    private @Nullable BackendSession session;
    private boolean isOpen;

    // Written on the strand, read anywhere.
    private volatile boolean canSpread;

    /** Nothing is opened yet. */
    Slot(Target target, Strand strand, Owner owner) {
        this.target = target;
        this.strand = strand;
        this.owner = owner;
        this.backoff = new Backoff(target.environment());
    }

    /** The session that is open or being opened; null if there is none. */
    @Nullable BackendSession session() {
        return session;
    }

    /** Whether the session is open and known to have no state. */
    boolean canSpread() {
        return canSpread;
    }

    /**
     * Opens a session, unless there is one.
     *
     * @param caller for whom it is opened
     * @return null, or why none may be opened now
     */
    @Nullable LinkFailure open(Caller caller) {
        var refused = session == null ? backoff.refuses() : null;
        if (session == null && refused == null) {
            session = owner.open(target.forwarded(caller), this);
        }
        return refused;
    }

    /** Carries the exchange by the session, which is opened if there is none. */
    void carry(Exchange exchange, Consumer<BackendSession> by) {
        var refused = open(exchange.caller());
        if (refused != null) {
            exchange.fail(refused.error(target.name(), "connect"));
        } else {
            by.accept(requireNonNull(session));
        }
    }

    /**
     * Runs the task after the end of the session is told, if the session has ended and that is
     * still to come: its calls have failed by then, and what comes now comes after them.
     *
     * @return whether the task will be run
     */
    boolean runsAfterEnd(Runnable task) {
        var ended = session;
        if (ended == null || !ended.isOver()) {
            return false;
        }
        ended.strand().run(() -> strand.run(task));
        return true;
    }

    /** Ends the session, if there is one. */
    void close(String why) {
        if (session != null) {
            session.close(why);
        }
        forget();
    }

    /** Leaves the session, if there is one: a program that is being started goes on to start. */
    void leave(String why) {
        if (session != null) {
            target.leave(session, why);
        }
        forget();
    }

    private void forget() {
        session = null;
        isOpen = false;
        canSpread = false;
    }

    @Override
    public void opened(BackendSession opened, Json initializeResult) {
        target.seen(opened, initializeResult);
        boolean spreads = opened.canSpread();
        strand.run(() -> {
            if (isCurrent(opened)) {
                isOpen = true;
                canSpread = spreads;
                backoff.opened();
                owner.opened(opened, initializeResult);
            }
        });
    }

    @Override
    public void closed(BackendSession ended, LinkFailure failure) {
        strand.run(() -> {
            if (!isCurrent(ended)) {
                return;
            }
            boolean wasOpen = isOpen;
            forget();
            if (wasOpen) {
                backoff.ended(ended, failure);
                owner.lost(ended, failure);
            } else {
                backoff.failed(failure);
                owner.away(failure);
            }
        });
    }

    @Override
    public void told(BackendSession teller, Notification notification) {
        target.heard(notification);
        strand.run(() -> {
            if (isCurrent(teller)) {
                owner.told(notification);
            }
        });
    }

    @Override
    public void asked(BackendSession asker, Question question) {
        owner.asked(question);
    }

    @SuppressWarnings("ReferenceEquality") // the very session, not one like it
    private boolean isCurrent(BackendSession one) {
        return one == session;
    }
}
