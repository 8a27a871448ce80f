package io.tieline.session.backend;

import io.tieline.session.ClientCapabilities;
import io.tieline.session.Observer;
import io.tieline.session.RequestMetadata;
import io.tieline.session.client.Subscription;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Failure;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.MethodTraits;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import io.tieline.wire.Result;
import io.tieline.wire.RpcError;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Revision 2026-07-28: no session at the backend, so what a client has set in its session is kept
 * here and said again in every request; questions are results, and changes are listened for.
 */
final class StatelessDialect implements Dialect {

    private final BackendContext context;
    private final BackendOpening opening;
    private final SessionLife life;
    private final BackendLink link;
    private final BackendCalls calls;
    private final SessionAudience audience;
    private final BackendSubscription listening;
    private final SessionSubstitute substitute;
    private final Discovery discovery;
    private final SecondAttempts secondAttempts;
    private final HeaderMirror mirror;
    private final @Nullable Json known;

    /**
     * A conversation that has not begun.
     *
     * @param known what the backend has said of itself a while ago, or null
     */
    StatelessDialect(
            BackendContext context,
            SessionLife life,
            BackendLink link,
            BackendCalls calls,
            SessionAudience audience,
            @Nullable Json known) {
        this.context = context;
        this.opening = context.opening();
        this.life = life;
        this.link = link;
        this.calls = calls;
        this.audience = audience;
        this.listening = new BackendSubscription(context, life, calls, audience);
        this.substitute = new SessionSubstitute(context, life, calls, listening);
        this.discovery = new Discovery(context, life, audience);
        this.secondAttempts = new SecondAttempts(opening, calls);
        this.known = known;
        this.mirror = opening.askingHistory().mirror();
    }

    @Override
    public void greet() {
        if (known != null) {
            discovery.open(known);
        } else {
            calls.greet(Discovery.request(), discovery);
        }
    }

    @Override
    public void opened() {
        if (opening.exclusive()) {
            listen(() -> {});
        }
    }

    @Override
    public void listen(Runnable established) {
        var capabilities = life.discovered().get("capabilities");
        listening.begin(capabilities == null ? Json.EMPTY_OBJECT : capabilities, established);
    }

    @Override
    public void watch(Set<String> uris, Runnable established) {
        if (!listening.watch(uris, established)) {
            established.run(); // As well as can be.
        }
    }

    @Override
    public boolean isExact() {
        return true;
    }

    @Override
    public Request lifeSign() {
        return Discovery.request();
    }

    @Override
    public boolean serves(Call call) {
        return call.options().metadata() == null && substitute.serves(call);
    }

    @Override
    public Request outgoing(Call call) {
        var enveloped = enveloped(call);
        var headers = mirror.headers(enveloped);
        call.options().mirrored().forEach(headers::putIfAbsent);
        call.mirror(headers);
        return enveloped;
    }

    private Request enveloped(Call call) {
        var request = call.attempt();
        if (call.options().metadata() != null) {
            return metadata(call).around(request);
        }
        // A task that the client wants is one of the other era; the call is made without it.
        return request.withParams(metadata(call).around(request.params()).without("task"));
    }

    private RequestMetadata metadata(Call call) {
        var client = call.options().metadata();
        return client != null
                ? client
                : new RequestMetadata(
                        new ClientCapabilities(carried(opening.capabilities())),
                        opening.clientInfo(),
                        substitute.level());
    }

    /** Tasks that a client hosts do not exist in this revision. */
    private static Json carried(Json capabilities) {
        return capabilities.without("tasks");
    }

    @Override
    public @Nullable Response answered(Call call, Response response) {
        if (response instanceof Failure failure) {
            return secondAttempts.begins(call, failure) ? null : failure;
        }
        var result = (Result) response;
        boolean asks = "input_required".equals(result.result().text("resultType"));
        if (asks) {
            learn(call, result.result());
        }
        if (asks && call.options().metadata() == null) {
            call.rounds().begin(result.result());
            return null;
        }
        var client = call.options().metadata();
        if (asks && client != null) {
            return asked(client.capabilities(), result);
        }
        if (!call.request().method().equals(Method.TOOLS_LIST)) {
            return result;
        }
        var valid = mirror.learn(result);
        // Only over HTTP is there a header that an invalid annotation could spoil.
        return link.attributes() ? valid : result;
    }

    /**
     * A tool that asks in a result would ask in a session as well, where it must wait for its turn.
     */
    private void learn(Call call, Json inputRequired) {
        call.questions().goesOn();
        if (!inputRequired.part("inputRequests").members().isEmpty()) {
            opening.askingHistory().asks(call.questions().key());
        }
    }

    /**
     * Passes a question to a client without a session, if the client said that it can be asked
     * this.
     */
    private Response asked(ClientCapabilities client, Result result) {
        if (InputRequests.hasOddState(result.result())) {
            var odd = InputRequests.oddState(context.name());
            return refused(result, odd.error(context.name(), "call"));
        }
        var requests = result.result().get("inputRequests");
        if (requests == null || !requests.isObject()) {
            return result;
        }
        var strange = InputRequests.strangeIn(requests);
        if (strange != null) {
            var broken = InputRequests.broken(context.name(), strange);
            return refused(result, broken.error(context.name(), "call"));
        }
        var lacked = InputRequests.lackedFor(requests, client);
        return lacked == null
                ? result
                : refused(result, ClientCapabilities.missing(lacked.split("\\.")));
    }

    private Response refused(Result result, RpcError error) {
        context.count(Observer.Count.QUESTION_REFUSED, "in a result: " + error.message());
        return Failure.of(result.id(), error);
    }

    @Override
    public void takeBack(Call call, @Nullable Json reason) {
        if (!link.attributes()) {
            var params = Json.object("requestId", call.id().json(), "reason", reason);
            link.send(Notification.of(Method.CANCELLED, metadata(call).around(params)));
        }
        // Elsewhere the end of its stream is what says so (revision 2026-07-28, "Cancellation").
        link.release(call);
    }

    @Override
    public void asked(Request question, @Nullable Call via) {
        var why = "Revision 2026-07-28 has no requests of a server; answer with input_required";
        context.count(
                Observer.Count.QUESTION_REFUSED,
                MethodTraits.shown(question.method())
                        + " from backend "
                        + context.name()
                        + ": "
                        + why);
        link.refuse(question, RpcError.of(ErrorCode.METHOD_NOT_FOUND, why));
    }

    @Override
    public void told(Notification notification, @Nullable Call via) {
        var subscription = Subscription.of(notification);
        var call = via == null && subscription != null ? calls.withToken(subscription) : via;
        if (subscription != null && call != null && notification.params() != null) {
            call.tell(notification.withParams(Subscription.untagged(notification.params())));
        } else if (subscription != null) {
            // It came on a stream that was given up for another, which says the same.
            context.count(Observer.Count.NOTIFICATION_DROPPED, notification.method());
        } else if (notification.method().equals(Method.PROGRESS)) {
            progressed(notification);
        } else if (call != null) {
            call.tell(notification);
        } else if (notification.method().equals(Method.LOG_MESSAGE)) {
            logged(notification);
        } else {
            audience.tell(notification);
        }
    }

    private void progressed(Notification progress) {
        var params = progress.params();
        var token = params == null ? null : params.get("progressToken");
        var call = token == null ? null : calls.withToken(token);
        if (call != null) {
            call.progress(progress);
        } else {
            context.count(Observer.Count.UNKNOWN_PROGRESS, "from backend " + context.name());
        }
    }

    /** On a shared channel a log message says nothing of its cause but that somebody wants it. */
    private void logged(Notification log) {
        var cause = calls.onlyCall();
        if (cause != null) {
            cause.tell(log);
        } else {
            audience.tell(log);
        }
    }

    @Override
    public void tell(Notification notification) {
        // A client tells things about its session; here it says them in its next request.
    }

    @Override
    public boolean awaitsClient() {
        return false;
    }

    @Override
    public void over() {
        listening.over();
        discovery.over();
    }
}
