package io.tieline.wire;

import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Says that bytes from a peer are no message, what is wrong with them and where, and what they were
 * meant to be as far as that can be told.
 *
 * <p>The code is {@link ErrorCode#PARSE_ERROR} when the bytes are no JSON or exceed a limit, and
 * {@link ErrorCode#INVALID_REQUEST} when they are JSON but no JSON-RPC message that MCP knows.
 *
 * <p>An id is looked for even where the bytes are no JSON: among numbers that are none, raw control
 * characters, bytes that are no UTF-8, behind other text, and before an end that is missing. It
 * only tells who waits for the message; nothing of such bytes is ever passed on.
 *
 * <p>Carries no stack trace: it describes the peer's bytes, and a flood of them should cost little.
 */
public final class MalformedException extends Exception {
    private static final long serialVersionUID = 1;

    /** The kind of message that the bytes were meant to be. */
    public enum Meant {
        /**
         * It has a method and an id, and is to be answered under {@link #id()} if that is known.
         */
        REQUEST,
        /** It has a method and no id. */
        NOTIFICATION,
        /** It answers a request of ours: {@link #answers()}, if that is known. */
        RESPONSE,
        /** No message: it does not say {@code jsonrpc} and resembles none, or says nothing else. */
        NOTHING
    }

    private final int code;
    private final transient Traces traces;
    private final boolean printed;

    private MalformedException(int code, String message, Traces traces, boolean printed) {
        super(message, null, false, false);
        this.code = code;
        this.traces = traces;
        this.printed = printed;
    }

    static MalformedException notJson(String message) {
        return new MalformedException(ErrorCode.PARSE_ERROR, message, Traces.NONE, false);
    }

    /** There is no room in memory for this; its sender may try again later. */
    public static MalformedException noRoom(String what) {
        return new MalformedException(
                ErrorCode.OVERLOADED,
                "there is no room for "
                        + what
                        + ": too much is waiting already; try again later, or give the program more"
                        + " memory",
                Traces.NONE,
                false);
    }

    static MalformedException notMessage(String message) {
        return notMessage(message, Traces.NONE);
    }

    static MalformedException notMessage(String message, Traces traces) {
        return new MalformedException(ErrorCode.INVALID_REQUEST, message, traces, false);
    }

    /** For an object that lacks something and says nevertheless what only a message says. */
    static MalformedException printed(String message, Traces traces) {
        return new MalformedException(ErrorCode.INVALID_REQUEST, message, traces, true);
    }

    /** For a message that was written over so many lines. */
    static MalformedException scattered(int lines, Traces found) {
        var message = "a message must stand on one line, and this one was written over " + lines;
        return new MalformedException(ErrorCode.PARSE_ERROR, message, found, true);
    }

    /** The same for bytes in which this was found. */
    MalformedException meaning(Traces found) {
        return new MalformedException(code, text(), found, false);
    }

    /** The same for a message in front of which other text stands, which is wrong with it. */
    MalformedException behind(String text, Traces found) {
        var message = "other text stands before the message: " + text;
        return new MalformedException(code, message, found, true);
    }

    /** The same of one in a batch, as the reason why none of them is taken. */
    MalformedException inBatch() {
        return new MalformedException(code, "in a batch: " + text(), Traces.NONE, false);
    }

    /** The same in other words, for one whose bytes may hold what is not to be shown. */
    public MalformedException saying(UnaryOperator<String> change) {
        return new MalformedException(code, change.apply(text()), traces, printed);
    }

    private String text() {
        return Objects.requireNonNull(getMessage());
    }

    /**
     * {@link ErrorCode#PARSE_ERROR}, {@link ErrorCode#INVALID_REQUEST}, or {@link
     * ErrorCode#OVERLOADED} if nothing is wrong but that there is no room.
     */
    public int code() {
        return code;
    }

    /**
     * What the bytes were meant to be. Only what says {@code jsonrpc} is meant to be a message, and
     * an answer that has the members of one and nothing else, with what only MCP has in a result,
     * or with an error of JSON-RPC.
     */
    public Meant meant() {
        return traces.meant();
    }

    /**
     * Whether it was written as programs print and not as they send, behind other text, over many
     * lines or without {@code jsonrpc}: it may repeat a message that is sent as well.
     */
    public boolean isPrinted() {
        return printed;
    }

    /** The id of the malformed request, when it could be read: the id to answer under. */
    public @Nullable Id id() {
        return traces.requestId();
    }

    /**
     * The id under which a malformed response answers one of our own requests, when it could be
     * read. That request will get no better answer. Never reply under this id: the peer would take
     * the reply for the answer to a request of its own.
     *
     * <p>Where anything but messages may come, as on a program's output, ask {@link #meant} first:
     * a record that has an {@code id} and a {@code result} is no response yet.
     */
    public @Nullable Id answers() {
        return traces.answeredId();
    }

    /** What to answer the sender of a malformed request. */
    public RpcError error() {
        return RpcError.of(code, text());
    }
}
