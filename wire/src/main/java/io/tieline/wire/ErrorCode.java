package io.tieline.wire;

/**
 * The codes of JSON-RPC errors: those of JSON-RPC 2.0, those that MCP adds, and Tieline's own,
 * which lie outside the ranges that either reserves.
 */
public final class ErrorCode {

    /** Either side: the message is not JSON, or exceeds a limit. */
    public static final int PARSE_ERROR = -32700;

    /** Either side: JSON, but no message of the protocol. */
    public static final int INVALID_REQUEST = -32600;

    /** Either side: the method is unknown, or belongs to a capability that was not negotiated. */
    public static final int METHOD_NOT_FOUND = -32601;

    /**
     * Either side: unknown tool, prompt, cursor or level, or parameters that do not fit the method.
     */
    public static final int INVALID_PARAMS = -32602;

    /** Either side: the receiver failed. */
    public static final int INTERNAL_ERROR = -32603;

    /**
     * A server, up to revision 2025-11-25: no such resource; later revisions send {@link
     * #INVALID_PARAMS}.
     */
    public static final int RESOURCE_NOT_FOUND = -32002;

    /**
     * A server, revision 2025-11-25 alone: the call needs elicitations in url mode first, listed in
     * data.
     */
    public static final int URL_ELICITATION_REQUIRED = -32042;

    /** A server, from revision 2026-07-28: a header says something else than the body. */
    public static final int HEADER_MISMATCH = -32020;

    /**
     * A server, from revision 2026-07-28: the request needs a capability that the client has not
     * declared in it, named in data.
     */
    public static final int MISSING_CLIENT_CAPABILITY = -32021;

    /** A server, from revision 2026-07-28: it does not speak that revision; data names others. */
    public static final int UNSUPPORTED_PROTOCOL_VERSION = -32022;

    /** Tieline: the backend's process or connection ended during the call. */
    public static final int BACKEND_GONE = -31001;

    /** Tieline: the backend did not answer within the deadline. */
    public static final int BACKEND_TIMED_OUT = -31002;

    /** Tieline: the backend sent what is no answer. */
    public static final int BACKEND_BROKE_PROTOCOL = -31003;

    /** Tieline: a quota or a limit of load is reached; a later attempt may succeed. */
    public static final int OVERLOADED = -31004;

    /** Tieline: it is shutting down. */
    public static final int DRAINING = -31005;

    /** Tieline: the client did not answer the backend's question within the deadline. */
    public static final int NO_ANSWER_FROM_CLIENT = -31006;

    /** Tieline: the backend has forgotten the session, and its state with it. */
    public static final int BACKEND_SESSION_LOST = -31007;

    /** Whether it is one of those that Tieline gives, and no peer does. */
    public static boolean isOurs(int code) {
        return code <= BACKEND_GONE && code >= BACKEND_SESSION_LOST;
    }

    private ErrorCode() {}
}
