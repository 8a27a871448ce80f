package io.tieline.framework;

import io.tieline.session.backend.AskingHistory;
import io.tieline.session.client.Exchange;
import io.tieline.session.client.Subscription;
import io.tieline.session.era.RevisionDowngrade;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Failure;
import io.tieline.wire.Json;
import io.tieline.wire.McpException;
import io.tieline.wire.MetaKey;
import io.tieline.wire.Method;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import io.tieline.wire.Result;
import io.tieline.wire.Revision;
import io.tieline.wire.RpcError;
import java.util.List;
import java.util.concurrent.ThreadFactory;

/**
 * One request of a client without a session (revision 2026-07-28): the same components answer it,
 * and what a handler keeps in its state lasts as long as this request, its rounds of questions
 * included.
 */
final class StatelessRequest {

    private final McpServer server;
    private final Exchange exchange;
    private final ServerSession session;

    StatelessRequest(McpServer server, Exchange exchange, ThreadFactory threads) {
        this.server = server;
        this.exchange = exchange;
        this.session = new ServerSession(exchange.client(), threads);
    }

    void serve() {
        exchange.onOver(session::end);
        exchange.onFinish(this::signed);
        RevisionDowngrade.translate(exchange, exchange.request(), Revision.STATELESS);
        server.intercept(exchange, session, this::answer);
    }

    private void answer(Request request) {
        try {
            serve(request);
        } catch (McpException refused) {
            exchange.fail(refused.error());
        }
    }

    private void serve(Request request) {
        var params = request.params();
        if (params != null && params.get("requestState") != null) {
            // What we gave out has found back before it came here.
            throw new McpException(
                    ErrorCode.INVALID_PARAMS,
                    "This requestState is not one that was given for this request, or is out of date");
        }
        requireHeadersThatAgree();
        switch (request.method()) {
            case Method.SERVER_DISCOVER -> exchange.finish(discovered());
            case Method.SUBSCRIPTIONS_LISTEN -> listen();
            default -> {
                if (!server.answers(exchange, request, session)) {
                    throw NotFound.to(
                            request.method(), params == null ? Json.EMPTY_OBJECT : params);
                }
            }
        }
    }

    /** The headers are those of the request as the client wrote it. */
    private void requireHeadersThatAgree() {
        var params = exchange.request().params();
        var name = params == null ? null : params.text("name");
        boolean calls = exchange.request().method().equals(Method.TOOLS_CALL);
        var item = name == null || !calls ? null : server.components().tools().find(name);
        if (params != null && item != null) {
            var headers = exchange.caller().headers();
            var contradiction =
                    AskingHistory.contradiction(params, item.component().json(), headers);
            if (contradiction != null) {
                throw new McpException(contradiction);
            }
        }
    }

    private Json discovered() {
        return Json.object(
                "supportedVersions",
                Json.array(List.of(Json.string(Revision.STATELESS.text()))),
                "capabilities",
                server.components().capabilities(Revision.STATELESS),
                "instructions",
                server.instructions());
    }

    private void listen() {
        var subscription = new Subscription(exchange);
        server.listens(exchange, subscription);
        subscription.acknowledge(server.components().capabilities(Revision.STATELESS));
    }

    /** Every result says who gave it; an unknown resource is a wrong parameter in this era. */
    private Response signed(Response response) {
        return switch (response) {
            case Result result ->
                    result.withResult(
                            result.result()
                                    .with(
                                            List.of("_meta", MetaKey.SERVER_INFO),
                                            server.info().json()));
            case Failure failure when failure.error().code() == ErrorCode.RESOURCE_NOT_FOUND ->
                    Failure.of(failure.id(), unknownResource(failure.error()));
            case Failure failure -> failure;
        };
    }

    private RpcError unknownResource(RpcError error) {
        var params = exchange.request().params();
        var uri = params == null ? null : params.get("uri");
        return new RpcError(
                ErrorCode.INVALID_PARAMS,
                error.message(),
                uri == null ? error.data() : Json.object("uri", uri));
    }
}
