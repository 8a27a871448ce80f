package io.tieline.wire;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Says that bytes from a peer are no message, and what to answer.
 *
 * <p>The code is {@link ErrorCode#PARSE_ERROR} when the bytes are no JSON or exceed a limit, and
 * {@link ErrorCode#INVALID_REQUEST} when they are JSON but no JSON-RPC message that MCP knows.
 * Carries no stack trace: it describes the peer's bytes, and a flood of them should cost little.
 */
public final class MalformedException extends Exception {
    private static final long serialVersionUID = 1;

    private final int code;
    private final transient @Nullable Id id;
    private final transient @Nullable Id answers;

    private MalformedException(int code, String message, @Nullable Id id, @Nullable Id answers) {
        super(message, null, false, false);
        this.code = code;
        this.id = id;
        this.answers = answers;
    }

    static MalformedException notJson(String message) {
        return new MalformedException(ErrorCode.PARSE_ERROR, message, null, null);
    }

    static MalformedException notMessage(String message) {
        return new MalformedException(ErrorCode.INVALID_REQUEST, message, null, null);
    }

    static MalformedException badRequest(String message, @Nullable Id id) {
        return new MalformedException(ErrorCode.INVALID_REQUEST, message, id, null);
    }

    static MalformedException badResponse(String message, @Nullable Id answers) {
        return new MalformedException(ErrorCode.INVALID_REQUEST, message, null, answers);
    }

    /** {@link ErrorCode#PARSE_ERROR} or {@link ErrorCode#INVALID_REQUEST}. */
    public int code() {
        return code;
    }

    /** The id of the malformed request, when it could be read: the id to answer under. */
    public @Nullable Id id() {
        return id;
    }

    /**
     * The id under which a malformed response answers one of our own requests, when it could be
     * read. That request will get no better answer. Never reply under this id: the peer would take
     * the reply for the answer to a request of its own.
     */
    public @Nullable Id answers() {
        return answers;
    }

    /** What to answer the sender of a malformed request. */
    public RpcError error() {
        return RpcError.of(code, Objects.requireNonNull(getMessage()));
    }
}
