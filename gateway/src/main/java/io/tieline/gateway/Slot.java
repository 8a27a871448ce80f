package io.tieline.gateway;

import io.tieline.session.Caller;
import io.tieline.session.Question;
import io.tieline.session.Strand;
import io.tieline.session.backend.BackendSession;
import io.tieline.session.backend.LinkFailure;
import io.tieline.session.client.Exchange;
import io.tieline.wire.Json;
import io.tieline.wire.Notification;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A backend session that is opened when it is first used, and again after it has ended, with pauses
 * while the backend cannot be opened. The owner says how it is opened and hears what becomes of it.
 *
 * <p>Used on the owner's strand, but for {@link #spreading}. The backend session's strand hands
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

        /** The session is open; those who wait for it hear it next. */
        void opened(BackendSession session, Json initializeResult);

        /** The session was open and has ended by itself. */
        void lost(BackendSession session, LinkFailure failure);

        /** The session that is open now has told something that belongs to no call. */
        void told(Notification notification);

        /** A question that cannot be tied to a call. It must be settled. */
        void asked(Question question);
    }

    /** Waits for the session to be open; hears one of these once, unless the session is left. */
    interface Waiter {

        /** The session is open. */
        void opened(BackendSession session, Json initializeResult);

        /** The session cannot be opened. */
        void away(LinkFailure failure);
    }

    private final Upstream upstream;
    private final Strand strand;
    private final Owner owner;
    private final Backoff backoff;
    private final List<Waiter> waiting = new ArrayList<>(0);
    private @Nullable BackendSession session;
    private boolean isOpen;

    // Written on the strand, read anywhere.
    private volatile @Nullable BackendSession spreading;

    /** Nothing is opened yet. */
    Slot(Upstream upstream, Strand strand, Owner owner) {
        this.upstream = upstream;
        this.strand = strand;
        this.owner = owner;
        this.backoff = new Backoff(upstream.environment());
    }

    /** The session that is open or being opened; null if there is none. */
    @Nullable BackendSession session() {
        return session;
    }

    /**
     * The session if it is open and known to have no state, so that anybody may use it; or null.
     */
    @Nullable BackendSession spreading() {
        return spreading;
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
            session = owner.open(upstream.forwarding().headers(caller), this);
        }
        return refused;
    }

    /** Opens a session, unless one is being opened, and lets the waiter wait for it. */
    void await(Waiter waiter, Caller caller) {
        var refused = open(caller);
        if (refused == null) {
            waiting.add(waiter);
        } else {
            waiter.away(refused);
        }
    }

    /**
     * The session that carries this exchange, which is opened if there is none; null, and the
     * exchange has failed, if none may be opened now.
     */
    @Nullable BackendSession sessionFor(Exchange exchange) {
        var refused = open(exchange.caller());
        if (refused != null) {
            exchange.fail(refused.error(upstream.name(), "connect"));
            return null;
        }
        return session;
    }

    /** Whether the session has ended, and that is still to be told. */
    boolean isEnding() {
        return session != null && session.isOver();
    }

    /**
     * Runs the task after the end of the session is told: its calls have failed by then, and what
     * comes now comes after them.
     */
    void afterEnd(Runnable task) {
        var ended = session;
        if (ended != null) {
            ended.strand().run(() -> strand.run(task));
        }
    }

    /** Ends the session, if there is one. */
    void close(String why) {
        if (session != null) {
            session.close(why);
        }
        waiting.clear();
        forget();
    }

    /** Leaves the session, if there is one: a program that is being started goes on to start. */
    void leave(String why) {
        if (session != null) {
            upstream.leave(session, why);
        }
        waiting.clear();
        forget();
    }

    private void forget() {
        session = null;
        isOpen = false;
        spreading = null;
    }

    @Override
    public void opened(BackendSession opened, Json initializeResult) {
        upstream.lastSeen().seen(opened, initializeResult);
        boolean spreads = opened.canSpread();
        strand.run(() -> {
            if (isCurrent(opened)) {
                isOpen = true;
                spreading = spreads ? opened : null;
                backoff.opened();
                owner.opened(opened, initializeResult);
                wake(waiter -> waiter.opened(opened, initializeResult));
            }
        });
    }

    private void wake(Consumer<Waiter> tell) {
        var all = List.copyOf(waiting);
        waiting.clear();
        all.forEach(tell);
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
                wake(waiter -> waiter.away(failure));
            }
        });
    }

    @Override
    public void told(BackendSession teller, Notification notification) {
        upstream.heard(notification);
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
