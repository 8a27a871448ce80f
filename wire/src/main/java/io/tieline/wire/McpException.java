package io.tieline.wire;

/**
 * Carries a JSON-RPC error through code that throws: what the peer answered, or what it shall be
 * answered.
 */
public final class McpException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient RpcError error;

    public McpException(RpcError error) {
        super(error.message() + " (" + error.code() + ")");
        this.error = error;
    }

    public McpException(int code, String message) {
        this(RpcError.of(code, message));
    }

    public RpcError error() {
        return error;
    }
}
