package io.tieline.gateway;

import io.tieline.session.backend.CallOptions;
import io.tieline.session.client.ClientSession;
import io.tieline.session.client.Exchange;
import io.tieline.session.era.RevisionDowngrade;
import io.tieline.session.era.StatelessToHandshake;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.Revision;
import io.tieline.wire.RpcError;
import java.util.Set;

/** Binds a client session to a fresh backend session for each of its requests. */
final class ExchangeBinding implements Binding {

    /** What only makes sense for a session that outlives the request. */
    private static final Set<String> LASTING =
            Set.of(
                    Method.RESOURCES_SUBSCRIBE,
                    Method.RESOURCES_UNSUBSCRIBE,
                    Method.TASKS_GET,
                    Method.TASKS_RESULT,
                    Method.TASKS_LIST,
                    Method.TASKS_CANCEL);

    private final Upstream upstream;
    private final ClientSession client;
    private final RestoredSettings settings;

    ExchangeBinding(Upstream upstream, ClientSession client) {
        this.upstream = upstream;
        this.client = client;
        this.settings = new RestoredSettings(upstream, client.account());
    }

    @Override
    public void greet(Exchange exchange, Revision agreed) {
        var greeting = Greeting.initialize(upstream, exchange, ScopeKey.OF_EXCHANGE, agreed);
        upstream.openFor(exchange, agreed, new OneExchange(upstream, exchange, greeting));
    }

    @Override
    public void join(Revision agreed) {
        // There is nothing to begin before a request comes.
    }

    @Override
    public void serve(Exchange exchange, Request request) {
        if (request.method().equals(Method.LOGGING_SET_LEVEL) && request.params() != null) {
            settings.serving(exchange, request);
            exchange.finish(Json.EMPTY_OBJECT);
        } else if (LASTING.contains(request.method())) {
            exchange.fail(
                    RpcError.of(
                            ErrorCode.METHOD_NOT_FOUND,
                            request.method()
                                    + " needs a backend session that lasts; this gateway opens one for each request"));
        } else {
            carry(exchange, request);
        }
    }

    private void carry(Exchange exchange, Request request) {
        var revision = client.revision();
        var session =
                upstream.openFor(exchange, revision, new OneExchange(upstream, exchange, null));
        RevisionDowngrade.translate(exchange, request, revision);
        StatelessToHandshake.translate(exchange, session);
        var level = settings.level();
        if (level == null) {
            upstream.carry(exchange, request, session);
        } else {
            var settle = new GatewayCall(() -> upstream.carry(exchange, request, session));
            var options = CallOptions.of(upstream.settings().limits());
            session.call(Request.of(Id.of(0), Method.LOGGING_SET_LEVEL, level), settle, options);
        }
    }

    @Override
    public void tell(Notification notification) {
        // There is no session that it could reach; the next one is opened with what is true then.
    }

    @Override
    public void close() {
        // Each backend session ends with its exchange, and those have ended.
        settings.close();
    }
}
