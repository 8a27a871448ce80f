package io.tieline.session;

import io.tieline.wire.Json;
import io.tieline.wire.Request;
import io.tieline.wire.Revision;
import io.tieline.wire.RpcError;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Hears what happens in the core: for logs, metrics and tests. It is told, it never decides.
 *
 * <p>Called on the strand where the thing happened, so from any thread and at the same time for
 * different sessions. Must not block and must not throw; what it throws is dropped.
 */
public interface Observer {

    /** An observer that ignores everything. */
    Observer NONE = new Observer() {};

    /**
     * A request of a client was accepted: it will have one outcome. Said before anything else of it
     * is.
     *
     * @param client the client as a partner of the protocol
     * @param caller who sent the request
     * @param request the request as the client wrote it
     * @return hears what happens to this request and to no other
     */
    default ExchangeObserver began(Sender client, Caller caller, Request request) {
        return ExchangeObserver.NONE;
    }

    /**
     * A request of a client was refused before it was accepted: there was no room for it, nothing
     * new is taken, or it has no place here. Nothing else is said of it.
     *
     * @param error what the client is told
     */
    default void refused(Sender client, Caller caller, Request request, RpcError error) {}

    /** The sender of a request, as a partner of the protocol. */
    interface Sender {

        /** The name of its session; empty if it has none. */
        String session();

        /** The revision that it speaks; what was agreed, once that is the case. */
        Revision revision();

        /** Its {@code clientInfo} as it wrote it; an empty object if it gave none. */
        Json clientInfo();
    }

    /**
     * A session has begun: of a client, which is about to make its handshake, or with a backend.
     */
    default void sessionBegan(Session session) {}

    /** A session that {@linkplain #sessionBegan had begun} is over. */
    default void sessionEnded(Session session, Duration lasted) {}

    /**
     * What is counted of a session.
     *
     * @param backend the name of the backend that it is with; null if it is a client's
     * @param isStateless whether its other side has no sessions (2026-07-28), so that it is one in
     *     our eyes alone
     */
    record Session(@Nullable String backend, boolean isStateless) {

        /** Of a client, all of which have made a handshake. */
        public static final Session OF_CLIENT = new Session(null, false);
    }

    /** Something happened to a backend that no client's answer tells of. */
    default void happened(Incident incident) {}

    /**
     * Something was dropped, refused or settled in a way that its sender cannot see.
     *
     * @param detail what and whose, for a log: a method, a backend, a reason; never a body
     */
    default void counted(Count what, String detail) {}

    /**
     * A fault in code that the core called, or in the core itself; it was confined to one message.
     */
    default void fault(Throwable fault) {}

    /**
     * A {@linkplain #fault(Throwable) fault} that ended a request, whose client was told of it by a
     * number. Unless it is implemented, the two are told of apart.
     *
     * @param what what has failed, in which request: one line
     * @param number what the client was told
     */
    default void fault(Throwable fault, String what, String number) {
        fault(fault);
        counted(Count.FAULT, number);
    }

    /** How an exchange ended. */
    enum Outcome {
        /** With a result. */
        RESULT,
        /** With an error. */
        ERROR,
        /** The client took the request back. */
        CANCELLED,
        /** The client, or its session, is gone. */
        ABANDONED
    }

    /**
     * The events that are counted because nobody else would ever hear of them. Some of it is
     * {@linkplain #isOrdinary ordinary}: it happens to peers that do nothing wrong.
     */
    enum Count {
        /** An answer to a request that is no longer pending. */
        LATE_ANSWER(true),
        /** An answer to a request that was never made, or on the stream of another one. */
        UNKNOWN_ANSWER(false),
        /** A progress report with a token that is not ours, or no longer. */
        UNKNOWN_PROGRESS(true),
        /** A question that could not be tied to a call; its client is certain. */
        QUESTION_OUT_OF_BAND(true),
        /** A question that nobody may be asked; the detail begins with its method. */
        QUESTION_REFUSED(false),
        /**
         * A message that only the other side of the protocol may send, and that went no further;
         * the detail begins with its method.
         */
        WRONG_DIRECTION(false),
        /** A log message whose client is not certain. */
        LOG_DROPPED(true),
        /** A notification for which the client has no stream. */
        NOTIFICATION_DROPPED(true),
        /** A call, or an answer, that did not wait for its turn any longer. */
        TURN_OVERRUN(false),
        /** A request that waited for its client's answers gave way to a later one. */
        PARKED_EVICTED(false),
        /** A malformed message of a peer. */
        MALFORMED(false),
        /**
         * A fault was confined to one request; the detail is the number that its client was told.
         */
        FAULT(false);

        private final boolean ordinary;

        Count(boolean ordinary) {
            this.ordinary = ordinary;
        }

        /** Says whether it is part of ordinary life; of anything else an operator should hear. */
        public boolean isOrdinary() {
            return ordinary;
        }
    }
}
