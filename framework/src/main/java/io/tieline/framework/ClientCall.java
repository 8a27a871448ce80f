package io.tieline.framework;

import io.tieline.session.Question;
import io.tieline.session.backend.BackendSession;
import io.tieline.session.backend.Call;
import io.tieline.session.backend.CallListener;
import io.tieline.session.backend.CallOptions;
import io.tieline.session.backend.LinkFailure;
import io.tieline.session.backend.TimeLimits;
import io.tieline.wire.Failure;
import io.tieline.wire.Json;
import io.tieline.wire.McpException;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import io.tieline.wire.RpcError;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One request of a client: what the server says because of it reaches the client's handlers in
 * order, and then the one who waits for the answer.
 */
final class ClientCall implements CallListener {

    private final CompletableFuture<Response> outcome = new CompletableFuture<>();
    private final ClientSide side;
    private final SerialDelivery line;
    private final @Nullable Consumer<Progress> progress;
    private final Call call;
    private final String server;

    private ClientCall(
            ClientSide side,
            BackendSession session,
            Request request,
            RequestOptions options,
            CallOptions limits) {
        this.side = side;
        this.server = session.name();
        this.line = side.line();
        this.progress = options.progress() == null ? side.handlers().progress : options.progress();
        this.call = session.call(dressed(request, options.meta()), this, limits);
    }

    private Request dressed(Request request, Json meta) {
        var params = request.params() == null ? Json.EMPTY_OBJECT : request.params();
        for (var member : meta.members()) {
            params = params.with(List.of("_meta", member.name()), member.value());
        }
        var whole = meta.members().isEmpty() ? request : request.withParams(params);
        // Any token will do: it is replaced by one that is unique when the request leaves.
        return progress == null ? whole : whole.with(whole.id(), whole.id().json());
    }

    /** Sends the request. */
    static ClientCall begin(
            ClientSide side,
            BackendSession session,
            Request request,
            RequestOptions options,
            TimeLimits limits) {
        var own = options.timeLimit();
        // A limit of one request says nothing of the server's health, so that it is kept here.
        var kept =
                own == null
                        ? CallOptions.of(limits)
                        : CallOptions.of(
                                limits.withIdle(own.plus(limits.idle()))
                                        .withCap(own.plus(limits.cap())));
        var call = new ClientCall(side, session, request, options, kept);
        call.line.onPressure(call.call::press);
        if (own != null) {
            call.endWithin(own);
        }
        return call;
    }

    private void endWithin(Duration limit) {
        var alarm = side.timers().after(limit, () -> expire(limit));
        var _ = outcome.whenComplete((_, _) -> alarm.cancel());
    }

    private void expire(Duration limit) {
        var late =
                LinkFailure.of(
                                LinkFailure.Kind.TIMED_OUT,
                                "No answer to " + method() + " within " + limit.toMillis() + " ms")
                        .error(server, "call");
        if (outcome.complete(Failure.of(null, late))) {
            call.cancel(Json.string("The time limit has passed"));
        }
    }

    CompletableFuture<Response> outcome() {
        return outcome;
    }

    /** The server has answered with what no server may answer. */
    McpException broke(String what) {
        return new McpException(
                new LinkFailure(LinkFailure.Kind.BROKE_PROTOCOL, what, LinkFailure.Executed.YES)
                        .error(server, "call"));
    }

    String method() {
        return call.request().method();
    }

    void cancel(String reason) {
        if (!outcome.isDone()) {
            // First the server, so that what its caller sends next comes behind it.
            call.cancel(Json.string(reason));
            outcome.cancel(false);
        }
    }

    @Override
    public void answered(Response response) {
        line.last(() -> outcome.complete(response));
    }

    @Override
    public void failed(RpcError error) {
        line.last(() -> outcome.complete(Failure.of(null, error)));
    }

    @Override
    public void notified(Notification notification) {
        if (!notification.method().equals(Method.PROGRESS)) {
            side.deliver(notification, line);
            return;
        }
        var params = notification.params() == null ? Json.EMPTY_OBJECT : notification.params();
        var listener = progress;
        if (listener != null) {
            side.hand(() -> listener.accept(new Progress(params)), Method.PROGRESS, line);
        }
    }

    @Override
    public void asked(Question question) {
        side.answer(question);
    }
}
