package io.tieline.session.era;

import io.tieline.session.client.Exchange;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Failure;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import io.tieline.wire.Result;
import io.tieline.wire.Revision;
import io.tieline.wire.RpcError;
import java.util.function.UnaryOperator;

/**
 * Leaves out of an answer what a client of an older revision of the handshake era cannot hold:
 * structured content and resource links before 2025-06-18, audio before 2025-03-26, tasks and url
 * elicitation before 2025-11-25.
 *
 * <p>Clients of 2026-07-28 cannot hold tasks and url elicitation of the handshake era either.
 *
 * <p>It keeps no state, so any thread may use it.
 */
public final class RevisionDowngrade {

    private RevisionDowngrade() {}

    /**
     * Adds the translation to the exchange.
     *
     * @param request the request as it is served; its method says what the answer holds
     * @param client the revision that the client speaks
     */
    public static void translate(Exchange exchange, Request request, Revision client) {
        if (client == Revision.LATEST_HANDSHAKE) {
            return;
        }
        switch (request.method()) {
            case Method.TOOLS_LIST ->
                    exchange.onFinish(r -> onResult(r, result -> tools(result, client)));
            case Method.TOOLS_CALL ->
                    exchange.onFinish(
                            r -> onResult(plain(r), result -> toolResult(result, client)));
            case Method.PROMPTS_GET ->
                    exchange.onFinish(r -> onResult(plain(r), result -> messages(result, client)));
            case Method.RESOURCES_READ -> exchange.onFinish(RevisionDowngrade::plain);
            default -> {}
        }
    }

    /**
     * A tool that was listed to a client of one revision, as one of another revision can hold it.
     * What only the other knows is not added.
     */
    public static Json listedTool(Json tool, Revision from, Revision to) {
        var held = from.isStateless() && !to.isStateless() ? StatelessToHandshake.tool(tool) : tool;
        return to == Revision.LATEST_HANDSHAKE ? held : tool(held, to);
    }

    private static Response onResult(Response response, UnaryOperator<Json> change) {
        return response instanceof Result result
                ? result.withResult(change.apply(result.result()))
                : response;
    }

    /**
     * The error that asks for url elicitation means nothing to a client that has never heard of it.
     */
    private static Response plain(Response response) {
        if (!(response instanceof Failure failure)
                || failure.error().code() != ErrorCode.URL_ELICITATION_REQUIRED) {
            return response;
        }
        var error = failure.error();
        return Failure.of(
                failure.id(),
                new RpcError(ErrorCode.INTERNAL_ERROR, error.message(), error.data()));
    }

    private static Json tools(Json result, Revision client) {
        return result.withEach("tools", tool -> tool(tool, client));
    }

    /** A listed tool without what a client of this revision cannot hold. */
    static Json tool(Json tool, Revision client) {
        var older = client.hasStructuredContent() ? tool : tool.without("outputSchema");
        return client.hasTasks() ? older : older.without("execution");
    }

    private static Json toolResult(Json result, Revision client) {
        if (client.hasStructuredContent()) {
            return result;
        }
        return result.without("structuredContent")
                .withEach("content", block -> block(block, client));
    }

    private static Json messages(Json result, Revision client) {
        if (client.hasStructuredContent()) {
            return result;
        }
        return result.withEach(
                "messages",
                message -> {
                    var content = message.get("content");
                    return content == null
                            ? message
                            : message.with("content", block(content, client));
                });
    }

    private static Json block(Json block, Revision client) {
        var type = block.text("type");
        if ("resource_link".equals(type)) {
            return text(block.text("name") + ": " + block.text("uri"));
        }
        if ("audio".equals(type) && !client.hasAudio()) {
            return text("[audio, " + block.text("mimeType") + "]");
        }
        return block;
    }

    private static Json text(String text) {
        return Json.object("type", "text", "text", text);
    }
}
