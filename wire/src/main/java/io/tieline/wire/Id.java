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
    static final int LONGEST = 1024;

    static final String RULE =
            "the id must be a string or an integer of at most " + LONGEST + " bytes";

    /** The longest text of a Long, in characters. */
    private static final int LONGEST_LONG = 20;

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
            throw MalformedException.notMessage(RULE);
        }
        return new Id(json.detached(), json.isString() ? json.asString() : integer(json));
    }

    /**
     * An id or a token as a peer repeats what we have sent. Peers that read all numbers as doubles
     * write 7.0 for 7, which is equal to it here.
     *
     * @throws MalformedException as {@link #of(Json)}
     */
    public static Id ofAnswer(Json json) throws MalformedException {
        if (json.isNumber() && json.length() <= LONGEST && !isIdentifier(json)) {
            try {
                return new Id(json.detached(), json.asLong());
            } catch (ArithmeticException noInteger) {
                // Falls through: nothing that we have sent.
            }
        }
        return of(json);
    }

    /**
     * The integer of which this string is the shortest text, for peers that answer {@code "7"} to
     * {@code 7}; null if this is no such string. Who makes ids of numbers alone takes the one for
     * the other without a doubt.
     */
    public @Nullable Id unquoted() {
        if (!(value instanceof String text) || text.isEmpty() || text.length() > LONGEST_LONG) {
            return null;
        }
        try {
            long number = Long.parseLong(text);
            return Long.toString(number).equals(text) ? of(number) : null;
        } catch (NumberFormatException noNumber) {
            return null;
        }
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
