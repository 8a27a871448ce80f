package io.tieline.session.backend;

import io.tieline.wire.ErrorCode;
import io.tieline.wire.Json;
import io.tieline.wire.RpcError;
import java.time.Duration;

/**
 * Why a backend cannot answer, in terms of what the caller may conclude.
 *
 * @param kind what happened
 * @param message what happened and what the reader can do, with the words of the peer where they
 *     say more, escaped and shortened; never a secret of ours
 * @param executed whether the backend can have run the request
 */
public record LinkFailure(Kind kind, String message, Executed executed) {

    /**
     * The thing that happened, in the words of an error code outside the ranges that the
     * specification reserves.
     */
    public enum Kind {
        /** It cannot be reached, or its connection or process ended. */
        GONE(ErrorCode.BACKEND_GONE),
        /** It did not answer in time. */
        TIMED_OUT(ErrorCode.BACKEND_TIMED_OUT),
        /** It sent what no server may send. */
        BROKE_PROTOCOL(ErrorCode.BACKEND_BROKE_PROTOCOL),
        /** It no longer knows the session: its state is lost. */
        SESSION_LOST(ErrorCode.BACKEND_SESSION_LOST),
        /** Nothing was under way in its session, and another one needed the place. */
        GAVE_WAY(ErrorCode.BACKEND_SESSION_LOST),
        /** Too much is waiting. */
        OVERLOADED(ErrorCode.OVERLOADED),
        /** The gateway is being shut down. */
        DRAINING(ErrorCode.DRAINING);

        private final int code;

        Kind(int code) {
            this.code = code;
        }

        /** The JSON-RPC error code. */
        public int code() {
            return code;
        }

        /** The kind of this code; {@link #GONE} if it is of no other. */
        static Kind of(int code) {
            for (var kind : values()) {
                if (kind.code == code) {
                    return kind;
                }
            }
            return GONE;
        }
    }

    /** Says whether a request was run by the backend: {@code NO} only if no byte of it left. */
    public enum Executed {
        NO,
        MAYBE,
        YES;

        private String text() {
            return switch (this) {
                case NO -> "no";
                case MAYBE -> "maybe";
                case YES -> "yes";
            };
        }
    }

    /** A failure of which it is not known whether the request ran. */
    public static LinkFailure of(Kind kind, String message) {
        return new LinkFailure(kind, message, Executed.MAYBE);
    }

    /** Why a session with a backend ends that held the most while there was hardly any room. */
    public static LinkFailure costliest(String backend) {
        return of(
                Kind.OVERLOADED,
                "There was hardly any room left, and what held the most was ended: this session"
                        + " with backend "
                        + backend
                        + "; another one is opened when it is needed");
    }

    /** Why a call ends whose time has passed: the backend's fault, unless the call never left. */
    static LinkFailure tooSlow(String backend, Call call) {
        var what = call.request().method();
        var idle = seconds(call.options().idle());
        if (!call.hasLeft()) {
            var waited = what + " waited " + idle + " for its turn at backend " + backend;
            return new LinkFailure(Kind.TIMED_OUT, waited + " and was not sent", Executed.NO);
        }
        var why =
                call.isAtItsCap()
                        ? " did not end "
                                + what
                                + " within "
                                + seconds(call.options().cap())
                                + "; if it needs longer, raise the limit of a whole call"
                                + " (--call-limit, key callLimit)"
                        : " gave no sign of life to "
                                + what
                                + " for "
                                + idle
                                + "; if it works in silence, raise the limit of silence"
                                + " (--call-timeout, key callTimeout)";
        return LinkFailure.of(Kind.TIMED_OUT, "Backend " + backend + why);
    }

    /**
     * Why a session could not be opened whose backend has not said what it is in time.
     *
     * @param said what it has said beside the protocol meanwhile, or nothing
     */
    static LinkFailure slowStart(String backend, Call greeting, String said) {
        var slow =
                "Backend "
                        + backend
                        + " has started and not answered "
                        + greeting.request().method()
                        + " within "
                        + seconds(greeting.options().cap())
                        + "; if it needs longer, as a first start does that downloads it, try again"
                        + " or raise the limit (--start-timeout, key startTimeout)";
        var words = said.isEmpty() ? "" : ". It last said: " + said;
        return new LinkFailure(Kind.TIMED_OUT, slow + words, Executed.NO);
    }

    /** As people say it; limits below a second are for tests, and for the impatient. */
    private static String seconds(Duration limit) {
        return limit.toSeconds() > 0 ? limit.toSeconds() + " s" : limit.toMillis() + " ms";
    }

    /** The same failure, for a request of which it is known whether it ran. */
    public LinkFailure executed(Executed known) {
        return new LinkFailure(kind, message, known);
    }

    /**
     * The error that the client sees.
     *
     * @param backend the backend's name
     * @param phase what was under way: {@code connect}, {@code initialize}, {@code call}
     */
    public RpcError error(String backend, String phase) {
        var data = Json.object("backend", backend, "phase", phase, "executed", executed.text());
        return new RpcError(kind.code(), message, data);
    }
}
