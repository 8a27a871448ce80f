package io.tieline.session.backend;

import io.tieline.session.Question;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Failure;
import io.tieline.wire.Id;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import io.tieline.wire.Revision;
import io.tieline.wire.RpcError;

/**
 * Sends a call once more that a backend of the stateless era has refused by mistake (revision
 * 2026-07-28, "Custom Headers from Tool Parameters"). On the backend session's strand.
 */
final class SecondAttempts {

    private final BackendOpening opening;
    private final BackendCalls calls;

    SecondAttempts(BackendOpening opening, BackendCalls calls) {
        this.opening = opening;
        this.calls = calls;
    }

    /** Begins another attempt if this error may be a mistake; false if it ends the call. */
    boolean begins(Call call, Failure failure) {
        if (call.hasBeenSentAgain()) {
            return false;
        }
        if (namesOurRevision(failure)) {
            // It names the revision that we have just spoken: it may not have listened at first.
            call.sendAgain(call.request());
            return true;
        }
        if (lacksHeaders(call, failure)) {
            var list = Request.of(Id.of(0), Method.TOOLS_LIST, null);
            calls.call(list, new Listing(call), CallOptions.of(opening.limits()));
            return true;
        }
        return false;
    }

    private static boolean namesOurRevision(Failure failure) {
        return failure.error().code() == ErrorCode.UNSUPPORTED_PROTOCOL_VERSION
                && String.valueOf(failure.error().data()).contains(Revision.STATELESS.text());
    }

    /** A tool that was never listed may want headers that we did not know of. */
    private boolean lacksHeaders(Call call, Failure failure) {
        var params = call.request().params();
        var tool = params == null ? null : params.text("name");
        return failure.error().code() == ErrorCode.HEADER_MISMATCH
                && call.request().method().equals(Method.TOOLS_CALL)
                && !opening.askingHistory().mirror().knows(tool);
    }

    /** Hears which headers the tools want, and sends a call again that went without them. */
    private record Listing(Call call) implements CallListener {

        @Override
        public void answered(Response response) {
            call.sendAgain(call.request());
        }

        @Override
        public void failed(RpcError error) {
            call.sendAgain(call.request());
        }

        @Override
        public void notified(Notification notification) {
            // Nothing is told of a listing.
        }

        @Override
        public void asked(Question question) {
            question.refuse(
                    RpcError.of(ErrorCode.METHOD_NOT_FOUND, "Nobody is asked during a listing"));
        }
    }
}
