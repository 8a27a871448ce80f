package io.tieline.wire;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * The id of a JSON-RPC request, exactly as received: it goes back in the bytes in which it came.
 *
 * <p>1 and "1" differ, and integers beyond 2^53 are exact. Two ids are equal if they are of the
 * same kind and have the same value, however written. MCP, all revisions ("Base protocol",
 * "Requests"): a string or an integer, never null. Immutable; keeps no message alive.
 */
public final class Id {

    /** Ids are kept, compared and repeated, so that their length is bounded, in bytes. */
    private static final int LONGEST = 1024;

    private final Json json;

    /**
     * A String, a Long, or a BigInteger if it does not fit into a Long: these never equal each
     * other.
     */
    private final Object value;

    private Id(Json json, Object value) {
        this.json = json;
        this.value = value;
    }

    public static Id of(long number) {
        return new Id(Json.number(number), number);
    }

    public static Id of(String text) {
        return new Id(Json.string(text), text);
    }

    /**
     * An id from a message.
     *
     * @throws MalformedException {@link ErrorCode#INVALID_REQUEST} if it is neither a string nor a
     *     number without fraction and exponent, or takes more than 1024 bytes
     */
    public static Id of(Json json) throws MalformedException {
        if (!isIdentifier(json)) {
            throw MalformedException.notMessage(
                    "the id must be a string or an integer of at most " + LONGEST + " bytes");
        }
        return new Id(json.detached(), json.isString() ? json.exactString() : integer(json));
    }

    /** Whether an id or a progress token may look like this. */
    static boolean isIdentifier(Json json) {
        return json.length() <= LONGEST
                && switch (json.kind()) {
                    case STRING -> true;
                    case NUMBER -> Numbers.isInteger(json.array(), json.offset(), json.length());
                    case OBJECT, ARRAY, TRUE, FALSE, NULL -> false;
                };
    }

    private static Object integer(Json json) {
        if (json.length() < Numbers.SAFE) {
            return json.asLong();
        }
        BigInteger exact = new BigInteger(json.toString());
        return exact.bitLength() < Long.SIZE ? (Object) exact.longValue() : exact;
    }

    /** The bytes in which it came. */
    public Json json() {
        return json;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Id id && value.equals(id.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    /** As on the wire: a string in quotes. */
    @Override
    public String toString() {
        return json.toString();
    }
}
