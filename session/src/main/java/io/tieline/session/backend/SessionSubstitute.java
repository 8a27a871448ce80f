package io.tieline.session.backend;

import io.tieline.session.LogLevels;
import io.tieline.session.backend.LinkFailure.Executed;
import io.tieline.session.backend.LinkFailure.Kind;
import io.tieline.session.client.Subscription;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Failure;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.MethodTraits;
import io.tieline.wire.MethodTraits.Trait;
import io.tieline.wire.Result;
import io.tieline.wire.RpcError;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for the session that a backend of the stateless era does not have: it keeps what a
 * client sets in its own session, and answers the requests by which the client sets it. On the
 * backend session's strand.
 */
final class SessionSubstitute {

    private static final String NO_URI = "The resource is not named: uri must be a string";

    /** In the handshake era a client that has not said otherwise hears log messages. */
    private static final String DEFAULT_LEVEL = "info";

    private final BackendContext context;
    private final SessionLife life;
    private final BackendCalls calls;
    private final BackendSubscription listening;
    private String level = DEFAULT_LEVEL;

    SessionSubstitute(
            BackendContext context,
            SessionLife life,
            BackendCalls calls,
            BackendSubscription listening) {
        this.context = context;
        this.life = life;
        this.calls = calls;
        this.listening = listening;
    }

    /** The log level that each request repeats. */
    String level() {
        return level;
    }

    /** Answers a call of a client with a session; false if the backend must. */
    boolean serves(Call call) {
        var request = call.request();
        var params = request.params() == null ? Json.EMPTY_OBJECT : request.params();
        switch (request.method()) {
            case Method.PING -> acknowledge(call);
            case Method.LOGGING_SET_LEVEL -> set(call, params.text("level"));
            case Method.RESOURCES_SUBSCRIBE -> subscribe(call, params.text("uri"));
            case Method.RESOURCES_UNSUBSCRIBE -> unsubscribe(call, params.text("uri"));
            default -> {
                if (!MethodTraits.has(request.method(), Trait.HANDSHAKE_ONLY)) {
                    return false;
                }
                var why = " is not known to backend " + context.name();
                refuse(call, ErrorCode.METHOD_NOT_FOUND, request.method() + why);
            }
        }
        return true;
    }

    private void set(Call call, @Nullable String wanted) {
        if (wanted == null || !LogLevels.isLevel(wanted)) {
            refuse(call, ErrorCode.INVALID_PARAMS, "There is no log level " + wanted);
        } else {
            level = wanted;
            acknowledge(call);
        }
    }

    private void subscribe(Call call, @Nullable String uri) {
        if (uri == null) {
            refuse(call, ErrorCode.INVALID_PARAMS, NO_URI);
        } else if (!listening.watch(Set.of(uri), () -> acknowledge(call))) {
            var why =
                    "At backend "
                            + context.name()
                            + " "
                            + Subscription.MAX_IN_ALL
                            + " resources are watched in this session already, or there is no room"
                            + " for their names; unsubscribe some";
            call.fail(new LinkFailure(Kind.OVERLOADED, why, Executed.NO), "call");
        }
    }

    private void unsubscribe(Call call, @Nullable String uri) {
        if (uri == null) {
            refuse(call, ErrorCode.INVALID_PARAMS, NO_URI);
        } else {
            listening.unwatch(uri);
            acknowledge(call);
        }
    }

    private void acknowledge(Call call) {
        if (life.isOver()) {
            calls.failAsOver(call);
        } else if (!call.isDone()) {
            call.answer(Result.of(call.request().id(), Json.EMPTY_OBJECT));
        }
    }

    private static void refuse(Call call, int code, String why) {
        call.answer(Failure.of(call.request().id(), RpcError.of(code, why)));
    }
}
