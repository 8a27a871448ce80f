package io.tieline.session.era;

import io.tieline.session.backend.BackendSession;
import io.tieline.session.backend.LinkFailure;
import io.tieline.session.backend.LinkFailure.Executed;
import io.tieline.session.backend.LinkFailure.Kind;
import io.tieline.session.client.Exchange;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Failure;
import io.tieline.wire.Json;
import io.tieline.wire.MetaKey;
import io.tieline.wire.Method;
import io.tieline.wire.Response;
import io.tieline.wire.Result;
import io.tieline.wire.RpcError;
import org.jspecify.annotations.Nullable;

/**
 * Turns the answers of a backend of the stateless era (revision 2026-07-28) into answers that a
 * client of the handshake era understands: it leaves out what only the stateless era knows, and
 * writes errors with the codes of revision 2025-11-25.
 *
 * <p>It keeps no state, so any thread may use it.
 */
public final class StatelessToHandshake {

    private StatelessToHandshake() {}

    /**
     * Adds the translation to the exchange. The session must be the one that carries the exchange;
     * where it has served nobody yet it is asked for its era when the answer is there, since it may
     * find that out on the way.
     */
    public static void translate(Exchange exchange, BackendSession session) {
        if (session.hasServed() && !session.isStateless()) {
            return;
        }
        exchange.onFinish(response ->
                session.isStateless()
                        ? translated(exchange.request().method(), response, session.name())
                        : response);
    }

    private static Response translated(String method, Response response, String backend) {
        return switch (response) {
            case Result result -> result.withResult(body(method, plain(result.result())));
            case Failure failure ->
                    Failure.of(failure.id(), error(method, failure.error(), backend));
        };
    }

    private static Json plain(Json result) {
        var body = result.without("resultType").without("ttlMs").without("cacheScope");
        var meta = body.get("_meta");
        if (meta == null || !meta.isObject()) {
            return body;
        }
        var rest = meta.without(MetaKey.SERVER_INFO);
        return rest.members().isEmpty() ? body.without("_meta") : body.with("_meta", rest);
    }

    private static Json body(String method, Json result) {
        return switch (method) {
            case Method.TOOLS_LIST -> result.withEach("tools", StatelessToHandshake::tool);
            case Method.TOOLS_CALL -> {
                var structured = result.get("structuredContent");
                yield structured == null || structured.isObject()
                        ? result
                        : result.without("structuredContent");
            }
            default -> result;
        };
    }

    /** A schema of anything but an object, which the older revisions cannot hold, is left out. */
    static Json tool(Json tool) {
        var schema = tool.get("outputSchema");
        return schema == null || "object".equals(schema.text("type"))
                ? tool
                : tool.without("outputSchema");
    }

    private static RpcError error(String method, RpcError error, String backend) {
        return switch (error.code()) {
            case ErrorCode.INVALID_PARAMS ->
                    method.equals(Method.RESOURCES_READ) && names(error)
                            ? with(ErrorCode.RESOURCE_NOT_FOUND, error)
                            : error;
            // An error that our own hop has caused is no fault of the client.
            case ErrorCode.HEADER_MISMATCH, ErrorCode.UNSUPPORTED_PROTOCOL_VERSION ->
                    new LinkFailure(Kind.BROKE_PROTOCOL, error.message(), Executed.NO)
                            .error(backend, "call");
            case ErrorCode.MISSING_CLIENT_CAPABILITY -> with(ErrorCode.INVALID_REQUEST, error);
            default -> error;
        };
    }

    private static boolean names(RpcError error) {
        @Nullable Json data = error.data();
        return data != null && data.isObject() && data.get("uri") != null;
    }

    private static RpcError with(int code, RpcError error) {
        return new RpcError(code, error.message(), error.data());
    }
}
