package io.tieline.session;

import io.tieline.session.LinkFailure.Executed;
import io.tieline.session.LinkFailure.Kind;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Failure;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.MetaKey;
import io.tieline.wire.Method;
import io.tieline.wire.MethodTraits;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import io.tieline.wire.Result;
import io.tieline.wire.Revision;
import io.tieline.wire.RpcError;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Revision 2026-07-28: no session at the backend, so what a client has set in its session is kept
 * here and said again in every request; questions are results, and changes are listened for.
 *
 * <p>Long because everything in which the stateless era differs for a backend session is here.
 */
final class StatelessDialect implements Dialect {

    /** What only the handshake era has. */
    private static final Set<String> REMOVED =
            Set.of(Method.TASKS_RESULT, Method.TASKS_LIST, Method.INITIALIZE);

    private static final String NO_URI = "The resource is not named: uri must be a string";

    /** In the handshake era a client that has not said otherwise hears log messages. */
    private static final String DEFAULT_LEVEL = "info";

    /** For a backend that was declared to speak this revision and cannot be discovered. */
    private static final Json UNDISCOVERED =
            Json.of(
                    """
                    {"resultType":"complete","supportedVersions":["2026-07-28"],"capabilities":{"tools":{},"resources":{},"prompts":{}},"ttlMs":0,"cacheScope":"private"}\
                    """);

    private final BackendSession session;
    private final BackendOpening opening;
    private final Environment environment;
    private final Listening listening;
    private final Mirror mirror;
    private final @Nullable Json known;
    private final Holding said;
    private String level = DEFAULT_LEVEL;

    /**
     * A conversation that has not begun.
     *
     * @param known what the backend has said of itself a while ago, or null
     */
    StatelessDialect(
            BackendSession session,
            BackendOpening opening,
            Environment environment,
            @Nullable Json known) {
        this.session = session;
        this.opening = opening;
        this.environment = environment;
        this.listening = new Listening(session, opening, environment);
        this.known = known;
        this.said = new Holding(session.account(), Budget.Use.KEPT);
        this.mirror = opening.habits().mirror();
    }

    @Override
    public void greet() {
        if (known != null) {
            session.discovered(known, asHandshake(known));
        } else {
            session.greet(Request.of(Id.of(0), Method.SERVER_DISCOVER, null), new Discovery());
        }
    }

    /** What the backend says of itself, in the words of the handshake era. */
    private static Json asHandshake(Json discovered) {
        var capabilities = discovered.get("capabilities");
        var info = discovered.at("_meta", MetaKey.SERVER_INFO);
        var instructions = discovered.get("instructions");
        var result =
                Json.object(
                        "protocolVersion",
                        Revision.LATEST_HANDSHAKE.text(),
                        "capabilities",
                        capabilities == null || !capabilities.isObject()
                                ? Json.EMPTY_OBJECT
                                : capabilities.without("extensions"),
                        "serverInfo",
                        info == null ? Json.object("name", "unnamed", "version", "0") : info);
        return instructions == null ? result : result.with("instructions", instructions);
    }

    @Override
    public void opened() {
        if (opening.exclusive()) {
            listen(() -> {});
        }
    }

    @Override
    public void listen(Runnable established) {
        var capabilities = session.discovered().get("capabilities");
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
        return Request.of(Id.of(0), Method.SERVER_DISCOVER, null);
    }

    @Override
    public boolean serves(Call call) {
        if (call.options().envelope() != null) {
            return false;
        }
        var request = call.request();
        var params = request.params() == null ? Json.EMPTY_OBJECT : request.params();
        switch (request.method()) {
            case Method.PING -> {}
            case Method.LOGGING_SET_LEVEL -> {
                var wanted = params.text("level");
                if (wanted == null || !LogLevels.isLevel(wanted)) {
                    refuse(call, ErrorCode.INVALID_PARAMS, "There is no log level " + wanted);
                    return true;
                }
                level = wanted;
            }
            case Method.RESOURCES_SUBSCRIBE -> {
                subscribe(call, params.text("uri"));
                return true;
            }
            case Method.RESOURCES_UNSUBSCRIBE -> {
                var uri = params.text("uri");
                if (uri == null) {
                    refuse(call, ErrorCode.INVALID_PARAMS, NO_URI);
                    return true;
                }
                listening.unwatch(uri);
            }
            default -> {
                if (!REMOVED.contains(request.method())) {
                    return false;
                }
                var why = " is not known to backend " + session.name();
                refuse(call, ErrorCode.METHOD_NOT_FOUND, request.method() + why);
                return true;
            }
        }
        acknowledge(call);
        return true;
    }

    private void subscribe(Call call, @Nullable String uri) {
        if (uri == null) {
            refuse(call, ErrorCode.INVALID_PARAMS, NO_URI);
        } else if (!listening.watch(Set.of(uri), () -> acknowledge(call))) {
            var why =
                    "At backend "
                            + session.name()
                            + " "
                            + Subscription.MAX_IN_ALL
                            + " resources are watched in this session already, or there is no room"
                            + " for their names; unsubscribe some";
            call.fail(
                    new LinkFailure(Kind.OVERLOADED, why, Executed.NO)
                            .error(session.name(), "call"));
        }
    }

    private void acknowledge(Call call) {
        if (session.isOver()) {
            session.failAsOver(call);
        } else if (!call.isDone()) {
            call.answer(Result.of(call.request().id(), Json.EMPTY_OBJECT));
        }
    }

    private static void refuse(Call call, int code, String why) {
        call.answer(Failure.of(call.request().id(), RpcError.of(code, why)));
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
        if (call.options().envelope() != null) {
            return envelope(call).around(request);
        }
        // A task that the client wants is one of the other era; the call is made without it.
        return request.withParams(envelope(call).around(request.params()).without("task"));
    }

    private Envelope envelope(Call call) {
        var client = call.options().envelope();
        return client != null
                ? client
                : new Envelope(
                        new ClientCapabilities(carried(opening.capabilities())),
                        opening.clientInfo(),
                        level);
    }

    /** Tasks that a client hosts do not exist in this revision. */
    private static Json carried(Json capabilities) {
        return capabilities.without("tasks");
    }

    @Override
    public @Nullable Response answered(Call call, Response response) {
        if (response instanceof Failure failure) {
            return misunderstood(call, failure) ? null : failure;
        }
        var result = (Result) response;
        boolean asks = "input_required".equals(result.result().text("resultType"));
        if (asks) {
            learn(call, result.result());
        }
        if (asks && call.options().envelope() == null) {
            call.rounds(() -> new CallRounds(session, call, environment)).begin(result.result());
            return null;
        }
        var client = call.options().envelope();
        if (asks && client != null) {
            return asked(client.capabilities(), result);
        }
        if (!call.request().method().equals(Method.TOOLS_LIST)) {
            return result;
        }
        var valid = mirror.learn(result);
        // Only over HTTP is there a header that an invalid annotation could spoil.
        return session.link().attributes() ? valid : result;
    }

    /** What asks in a result would ask in a session as well, where it must wait for its turn. */
    private void learn(Call call, Json inputRequired) {
        call.asking().goesOn();
        if (!inputRequired.part("inputRequests").members().isEmpty()) {
            opening.habits().asks(call.asking().key());
        }
    }

    /**
     * What a client without a session is asked, if it is something that it said it can be asked.
     */
    private Response asked(ClientCapabilities client, Result result) {
        if (Inputs.hasOddState(result.result())) {
            var odd = Inputs.oddState(session.name());
            return refused(result, odd.error(session.name(), "call"));
        }
        var requests = result.result().get("inputRequests");
        if (requests == null || !requests.isObject()) {
            return result;
        }
        var strange = Inputs.strangeIn(requests);
        if (strange != null) {
            var broken = Inputs.broken(session.name(), strange);
            return refused(result, broken.error(session.name(), "call"));
        }
        var lacked = Inputs.lackedFor(requests, client);
        return lacked == null
                ? result
                : refused(result, ClientCapabilities.missing(lacked.split("\\.")));
    }

    private Response refused(Result result, RpcError error) {
        environment
                .observer()
                .counted(Observer.Count.QUESTION_REFUSED, "in a result: " + error.message());
        return Failure.of(result.id(), error);
    }

    /** A tool that was never listed may want headers that we did not know of. */
    private boolean misunderstood(Call call, Failure failure) {
        var params = call.request().params();
        var tool = params == null ? null : params.text("name");
        if (failure.error().code() == ErrorCode.UNSUPPORTED_PROTOCOL_VERSION
                && !call.hasBeenSentAgain()
                && String.valueOf(failure.error().data()).contains(Revision.STATELESS.text())) {
            // It names the revision that we have just spoken: it may not have listened at first.
            session.again(call, call.request());
            return true;
        }
        if (failure.error().code() != ErrorCode.HEADER_MISMATCH
                || !call.request().method().equals(Method.TOOLS_CALL)
                || mirror.knows(tool)
                || call.hasBeenSentAgain()) {
            return false;
        }
        var list = Request.of(Id.of(0), Method.TOOLS_LIST, null);
        session.call(list, new Listing(call), CallOptions.of(opening.limits()));
        return true;
    }

    @Override
    public void takeBack(Call call, @Nullable Json reason) {
        if (!session.link().attributes()) {
            var params = Json.object("requestId", call.id().json(), "reason", reason);
            session.write(Notification.of(Method.CANCELLED, envelope(call).around(params)));
        }
        // Elsewhere the end of its stream is what says so (revision 2026-07-28, "Cancellation").
        session.link().release(call);
    }

    @Override
    public void asked(Request question, @Nullable Call via) {
        var why = "Revision 2026-07-28 has no requests of a server; answer with input_required";
        environment
                .observer()
                .counted(
                        Observer.Count.QUESTION_REFUSED,
                        MethodTraits.shown(question.method())
                                + " from backend "
                                + session.name()
                                + ": "
                                + why);
        session.reply(question, RpcError.of(ErrorCode.METHOD_NOT_FOUND, why));
    }

    @Override
    public void told(Notification notification, @Nullable Call via) {
        var subscription = Subscription.of(notification);
        var call = via == null && subscription != null ? session.withToken(subscription) : via;
        if (subscription != null && call != null && notification.params() != null) {
            call.tell(notification.withParams(Subscription.untagged(notification.params())));
        } else if (subscription != null) {
            // Of a stream that was given up for another, which says the same.
            environment
                    .observer()
                    .counted(Observer.Count.NOTIFICATION_DROPPED, notification.method());
        } else if (notification.method().equals(Method.PROGRESS)) {
            progressed(notification);
        } else if (call != null) {
            call.tell(notification);
        } else if (notification.method().equals(Method.LOG_MESSAGE)) {
            logged(notification);
        } else {
            session.outside().told(session, notification);
        }
    }

    private void progressed(Notification progress) {
        var params = progress.params();
        var token = params == null ? null : params.get("progressToken");
        var call = token == null ? null : session.withToken(token);
        if (call != null) {
            call.progress(progress);
        } else {
            environment
                    .observer()
                    .counted(Observer.Count.UNKNOWN_PROGRESS, "from backend " + session.name());
        }
    }

    /** On a shared channel a log message says nothing of its cause but that somebody wants it. */
    private void logged(Notification log) {
        var cause = session.onlyCall();
        if (cause != null) {
            cause.tell(log);
        } else {
            session.outside().told(session, log);
        }
    }

    @Override
    public void tell(Notification notification) {
        // What a client could tell was about its session; here it says so in its next request.
    }

    @Override
    public boolean awaitsClient() {
        return false;
    }

    @Override
    public void over() {
        listening.over();
        said.hold(0);
    }

    /** Hears what the backend says of itself. */
    private final class Discovery implements CallListener {

        @Override
        public void answered(Response response) {
            switch (response) {
                case Result result -> {
                    // One for each session, which found room while it arrived.
                    said.charge(result.result().length());
                    session.discovered(result.result(), asHandshake(result.result()));
                }
                case Failure failure -> refused(failure.error().message());
            }
        }

        private void refused(String why) {
            if (opening.era().isPinned()) {
                session.discovered(UNDISCOVERED, asHandshake(UNDISCOVERED));
            } else {
                opening.era().forget();
                session.broken("Backend " + session.name() + " refused server/discover: " + why);
            }
        }

        @Override
        public void failed(RpcError error) {
            if (error.code() == ErrorCode.BACKEND_BROKE_PROTOCOL && opening.era().isPinned()) {
                refused(error.message());
                return;
            }
            opening.era().forget();
            session.end(new LinkFailure(Kind.of(error.code()), error.message(), Executed.NO));
        }

        @Override
        public void notified(Notification notification) {
            session.outside().told(session, notification);
        }

        @Override
        public void asked(Question question) {
            question.refuse(
                    RpcError.of(ErrorCode.INVALID_REQUEST, "Nobody is asked during discovery"));
        }
    }

    /** Hears which headers the tools want, and sends a call again that went without them. */
    private final class Listing implements CallListener {

        private final Call call;

        Listing(Call call) {
            this.call = call;
        }

        @Override
        public void answered(Response response) {
            session.again(call, call.request());
        }

        @Override
        public void failed(RpcError error) {
            session.again(call, call.request());
        }

        @Override
        public void notified(Notification notification) {
            // Of a listing nothing is told.
        }

        @Override
        public void asked(Question question) {
            question.refuse(
                    RpcError.of(ErrorCode.METHOD_NOT_FOUND, "Nobody is asked during a listing"));
        }
    }
}
