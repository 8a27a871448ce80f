package io.tieline.framework;

import io.tieline.wire.ErrorCode;
import io.tieline.wire.Json;
import io.tieline.wire.McpException;
import io.tieline.wire.Method;
import io.tieline.wire.RpcError;
import org.jspecify.annotations.Nullable;

/** What a request is answered that names something which is not there. */
final class NotFound {

    private NotFound() {}

    static McpException to(String method, Json params) {
        return switch (method) {
            case Method.TOOLS_CALL -> named("tool", params);
            case Method.PROMPTS_GET -> named("prompt", params);
            case Method.RESOURCES_READ -> resource(params.text("uri"));
            case Method.COMPLETION_COMPLETE ->
                    new McpException(
                            ErrorCode.INVALID_PARAMS,
                            "There is no prompt or resource template "
                                    + params.get("ref")
                                    + " to complete an argument of");
            default ->
                    new McpException(
                            ErrorCode.METHOD_NOT_FOUND, "There is no method " + method + " here");
        };
    }

    private static McpException named(String kind, Json params) {
        return new McpException(
                ErrorCode.INVALID_PARAMS, "Unknown " + kind + ": " + params.text("name"));
    }

    /** All handshake revisions, "Resources: Error Handling". */
    static McpException resource(@Nullable String uri) {
        return new McpException(
                new RpcError(
                        ErrorCode.RESOURCE_NOT_FOUND,
                        "Unknown resource: " + uri,
                        Json.object("uri", uri)));
    }
}
