package io.tieline.gateway.route;

import io.tieline.session.client.Exchange;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import io.tieline.wire.Result;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Looks into what servers answer, for what clients will come back with: the URIs of resources, of
 * which the server is remembered, and the names of {@link FederatedTasks tasks}. Keeps no state of
 * a client; on the strand of whose request it is.
 */
final class FederatedResults {

    private final FederatedTasks tasks;

    FederatedResults(FederatedTasks tasks) {
        this.tasks = tasks;
    }

    /** Looks into the answer of this exchange, which a server is about to be given. */
    void watch(Party party, MountedServer server, Exchange exchange, Request request) {
        if (server.hasTasks()) {
            exchange.onSaid(said -> tasks.sealed(server, said));
        }
        switch (request.method()) {
            case Method.TOOLS_CALL ->
                    onResult(
                            exchange,
                            result -> {
                                learn(party, server, result.list("content"));
                                return tasks.sealed(server, result);
                            });
            case Method.PROMPTS_GET ->
                    onResult(
                            exchange,
                            result -> {
                                for (var message : result.list("messages")) {
                                    learn(party, server, List.of(message.part("content")));
                                }
                                return result;
                            });
            case Method.RESOURCES_READ ->
                    onResult(
                            exchange,
                            result -> {
                                var asked =
                                        request.params() == null
                                                ? null
                                                : request.params().text("uri");
                                for (var content : result.list("contents")) {
                                    learn(party, server, content.text("uri"), asked);
                                }
                                return result;
                            });
            default -> {}
        }
    }

    private static void onResult(Exchange exchange, UnaryOperator<Json> look) {
        exchange.onFinish(response -> changed(response, look));
    }

    private static Response changed(Response response, UnaryOperator<Json> look) {
        if (!(response instanceof Result result)) {
            return response;
        }
        var body = result.result();
        var seen = look.apply(body);
        return seen.equals(body) ? result : result.withResult(seen);
    }

    private static void learn(Party party, MountedServer server, List<Json> blocks) {
        for (var block : blocks) {
            var uri =
                    switch (String.valueOf(block.text("type"))) {
                        case "resource_link" -> block.text("uri");
                        case "resource" -> block.text("resource", "uri");
                        default -> null;
                    };
            learn(party, server, uri, null);
        }
    }

    private static void learn(
            Party party, MountedServer server, @Nullable String uri, @Nullable String known) {
        if (uri != null && !uri.equals(known) && server.isReachable(uri)) {
            party.learn(uri, server);
        }
    }

    /**
     * A request about a resource in the words of its server; where the client has another URI of
     * it, the answer names that.
     */
    Request inServersWords(Party party, Exchange exchange, Request request, ResourceOwner owner) {
        var params = request.params() == null ? Json.EMPTY_OBJECT : request.params();
        var shown = params.text("uri");
        if (owner.uri().equals(shown)) {
            return request;
        }
        onResult(
                exchange,
                result ->
                        result.withEach(
                                "contents", content -> renamed(party, owner, shown, content)));
        return request.withParams(params.with("uri", Json.string(owner.uri())));
    }

    private static Json renamed(
            Party party, ResourceOwner owner, @Nullable String asked, Json content) {
        var own = content.text("uri");
        if (own == null) {
            return content;
        }
        var shown =
                asked != null && own.equals(owner.uri())
                        ? asked
                        : ResourceOwner.shown(party, owner.server(), own);
        return shown.equals(own) ? content : content.with("uri", Json.string(shown));
    }
}
