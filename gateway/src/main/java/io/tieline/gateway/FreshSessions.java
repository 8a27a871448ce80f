package io.tieline.gateway;

import io.tieline.session.CallOptions;
import io.tieline.session.ClientSession;
import io.tieline.session.Exchange;
import io.tieline.session.era.RevisionDowngrade;
import io.tieline.session.era.StatelessToHandshake;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.RpcError;
import java.util.Set;

/** One client session, and a fresh backend session for each of its requests. */
final class FreshSessions extends Binding {

    /** What only makes sense for a session that outlives the request. */
    private static final Set<String> LASTING =
            Set.of(
                    Method.RESOURCES_SUBSCRIBE,
                    Method.RESOURCES_UNSUBSCRIBE,
                    Method.TASKS_GET,
                    Method.TASKS_RESULT,
                    Method.TASKS_LIST,
                    Method.TASKS_CANCEL);

    private final Memory memory;

    FreshSessions(Target target, ClientSession client) {
        super(target);
        this.memory = new Memory(target, client.account());
    }

    @Override
    void greet(Exchange exchange) {
        var look =
                new OneExchange(
                        target,
                        exchange,
                        result -> exchange.finish(Welcome.fresh(target, result, agreed())),
                        failure -> Welcome.away(exchange, target, failure, agreed()));
        target.openFor(exchange, agreed(), look);
    }

    @Override
    void serve(Exchange exchange, Request request) {
        var params = request.params();
        if (request.method().equals(Method.LOGGING_SET_LEVEL) && params != null) {
            memory.serving(exchange, request);
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
        var session = target.openFor(exchange, agreed(), OneExchange.carried(target, exchange));
        RevisionDowngrade.translate(exchange, request, agreed());
        StatelessToHandshake.translate(exchange, session);
        var level = memory.level();
        if (level == null) {
            target.carry(exchange, request, session);
        } else {
            var settle = new Aside(() -> target.carry(exchange, request, session));
            var options = CallOptions.of(target.settings().limits());
            session.call(Request.of(Id.of(0), Method.LOGGING_SET_LEVEL, level), settle, options);
        }
    }

    @Override
    void carry(Notification notification) {
        // There is no session that it could reach; the next one is opened with what is true then.
    }

    @Override
    public void closed() {
        // Each backend session ends with its exchange, and those have ended.
        memory.close();
    }
}
