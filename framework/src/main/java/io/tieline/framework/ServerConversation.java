package io.tieline.framework;

import io.tieline.session.client.Client;
import io.tieline.session.client.Conversation;
import io.tieline.session.client.Exchange;
import io.tieline.session.era.RevisionDowngrade;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Json;
import io.tieline.wire.McpException;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.Revision;

/**
 * One client's conversation with a server: lists and settings are answered here and now, what needs
 * a handler on a virtual thread of its own.
 */
final class ServerConversation implements Conversation {

    private final McpServer server;
    private final ServerSession session;
    private final Client client;

    ServerConversation(McpServer server, ServerSession session) {
        this.server = server;
        this.session = session;
        this.client = session.client();
    }

    @Override
    public void initialize(Exchange exchange) {
        var params = exchange.request().params();
        var agreed =
                Revision.ofHandshakeOrLatest(
                        params == null ? null : params.text("protocolVersion"));
        server.joined(session);
        exchange.finish(
                Json.object(
                        "protocolVersion", agreed.text(),
                        "capabilities", server.components().capabilities(agreed),
                        "serverInfo", server.info().json(),
                        "instructions", server.instructions()));
    }

    @Override
    public void serve(Exchange exchange) {
        RevisionDowngrade.translate(exchange, exchange.request(), client.revision());
        server.intercept(exchange, session, request -> answer(exchange, request));
    }

    private void answer(Exchange exchange, Request request) {
        var params = request.params() == null ? Json.EMPTY_OBJECT : request.params();
        try {
            if (!server.answers(exchange, request, session)) {
                set(request.method(), params);
                exchange.finish(Json.EMPTY_OBJECT);
            }
        } catch (McpException refused) {
            exchange.fail(refused.error());
        }
    }

    private void set(String method, Json params) {
        switch (method) {
            case Method.LOGGING_SET_LEVEL -> session.setLevel(params);
            case Method.RESOURCES_SUBSCRIBE -> session.watch(known(params));
            case Method.RESOURCES_UNSUBSCRIBE -> session.unwatch(uri(params));
            default -> throw NotFound.to(method, params);
        }
    }

    private String known(Json params) {
        var uri = uri(params);
        if (!server.components().reads(uri)) {
            throw NotFound.resource(uri);
        }
        return uri;
    }

    private static String uri(Json params) {
        var uri = params.text("uri");
        if (uri == null) {
            throw new McpException(ErrorCode.INVALID_PARAMS, "The uri is missing");
        }
        return uri;
    }

    @Override
    public void notified(Notification notification) {
        // Handlers ask for the roots when they need them, so that nothing here can be out of date.
    }

    @Override
    public void closed() {
        server.left(session);
        session.end();
    }
}
