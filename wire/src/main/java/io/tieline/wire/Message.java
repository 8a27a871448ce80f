package io.tieline.wire;

import java.util.List;

/**
 * A message of JSON-RPC 2.0 as MCP uses it (all revisions, "Base protocol"), with the bytes in
 * which it came: what is not deliberately replaced goes on as it was received.
 *
 * <p>Reading is strict, so that nobody behind us can understand a message differently from us. JSON
 * is checked to the last byte. Where we look (the message itself, {@code params}, {@code result},
 * their {@code _meta}, {@code error}) no member name may repeat, and no name of letters, digits and
 * underscores may be written with an escape. Names that differ in case, and everything unknown,
 * pass untouched.
 *
 * <p>Immutable, and safe for use by several threads.
 */
public sealed interface Message permits Request, Notification, Response {

    /** The message as it goes on the wire. */
    Payload payload();

    /** The whole message, as it goes on the wire, in one run. */
    default Json json() {
        return payload().whole();
    }

    /**
     * Reads one message.
     *
     * @param utf8 kept, not copied: the caller must not change it any more
     * @throws MalformedException {@link ErrorCode#PARSE_ERROR} if it is no JSON or exceeds a limit,
     *     {@link ErrorCode#INVALID_REQUEST} if it is no message or a batch
     */
    static Message parse(byte[] utf8, Limits limits) throws MalformedException {
        return MessageReader.one(utf8, 0, utf8.length, limits);
    }

    /**
     * Reads one message from a value that is valid already, and bounded by whoever read it.
     *
     * @throws MalformedException {@link ErrorCode#INVALID_REQUEST} if it is no message or a batch
     */
    static Message parse(Json json) throws MalformedException {
        int start = json.offset();
        int end = start + json.length();
        return MessageReader.one(json.array(), start, end, Limits.WIDEST);
    }

    /**
     * Reads a batch, which revision 2025-03-26 alone has: an array of messages. One that is
     * malformed condemns them all; {@link Batch#parse} reads each by itself.
     *
     * @param utf8 kept, not copied: the caller must not change it any more
     * @return at least one message, at most {@link Limits#maxBatch()}
     * @throws MalformedException as {@link #parse(byte[], Limits)}; without an id
     */
    static List<Message> parseBatch(byte[] utf8, Limits limits) throws MalformedException {
        Batch batch = MessageReader.batch(utf8, Utf8.begin(utf8), limits);
        if (!batch.malformed().isEmpty()) {
            throw batch.malformed().getFirst().inBatch();
        }
        return batch.messages();
    }

    /** Whether these bytes can only be a batch: the first that is not blank is a bracket. */
    static boolean isBatch(byte[] utf8) {
        for (int i = Utf8.begin(utf8); i < utf8.length; i++) {
            byte b = utf8[i];
            if (b != ' ' && b != '\t' && b != '\n' && b != '\r') {
                return b == '[';
            }
        }
        return false;
    }
}
