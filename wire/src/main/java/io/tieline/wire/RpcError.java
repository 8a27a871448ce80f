package io.tieline.wire;

import org.jspecify.annotations.Nullable;

/**
 * The {@code error} member of a JSON-RPC response.
 *
 * @param code what went wrong, see {@link ErrorCode}
 * @param message one sentence for a person
 * @param data whatever else the sender tells, or null if it tells nothing
 */
public record RpcError(int code, String message, @Nullable Json data) {

    /** An error without data. */
    public static RpcError of(int code, String message) {
        return new RpcError(code, message, null);
    }

    Json json() {
        return Json.object("code", code, "message", message, "data", data);
    }
}
