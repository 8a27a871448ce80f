package io.tieline.gateway;

import io.tieline.session.LinkFailure;
import io.tieline.session.LinkFailure.Executed;
import io.tieline.session.LinkFailure.Kind;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Failure;
import io.tieline.wire.Response;
import io.tieline.wire.RpcError;
import org.jspecify.annotations.Nullable;

/**
 * Whether a client knows that its backend session ended and its state with it. A client hears of it
 * once: by the failure of a call that was in flight, or else by the failure of its next request. On
 * the client session's strand.
 */
final class Loss {

    private boolean told;
    private @Nullable LinkFailure untold;

    /** Sees each answer on its way to the client. */
    Response seen(Response response) {
        if (response instanceof Failure failure && tellsOfLoss(failure.error().code())) {
            told = true;
        }
        return response;
    }

    private static boolean tellsOfLoss(int code) {
        return code == ErrorCode.BACKEND_GONE
                || code == ErrorCode.BACKEND_TIMED_OUT
                || code == ErrorCode.BACKEND_BROKE_PROTOCOL
                || code == ErrorCode.BACKEND_SESSION_LOST;
    }

    /** A backend session that had been open has ended by itself. */
    void happened(LinkFailure failure) {
        untold = told ? null : failure;
        told = false;
    }

    /** A backend session is open: what was said before was not about this one. */
    void opened() {
        told = false;
    }

    /**
     * The error that the client's next request must be answered with, once; null if there is
     * nothing to tell.
     */
    @Nullable RpcError due(String backend) {
        var failure = untold;
        untold = null;
        return failure == null ? null : lost(backend, failure.message());
    }

    /** The error of a client that comes back when its session was given up. */
    static RpcError expired(String backend) {
        return lost(backend, "it was not used for a long time, or the gateway was restarted");
    }

    private static RpcError lost(String backend, String why) {
        var message =
                "The session with backend "
                        + backend
                        + " ended and its state is lost ("
                        + why
                        + "). This request was not run; the next one begins with a fresh session";
        return new LinkFailure(Kind.SESSION_LOST, message, Executed.NO).error(backend, "call");
    }
}
