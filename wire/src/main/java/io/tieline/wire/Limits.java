package io.tieline.wire;

/**
 * Bounds what one message may cost, before and while it is read.
 *
 * @param maxBytes the longest message, in bytes
 * @param maxDepth how many objects and arrays may be open at once, 1 to 100,000: {@code []} is one
 *     deep
 * @param maxBatch how many messages a batch of revision 2025-03-26 may hold
 */
public record Limits(int maxBytes, int maxDepth, int maxBatch) {

    /**
     * 4 MiB, 1,000 deep, 100 to a batch. Most readers of JSON stop at a depth of 500 or 1,000, or
     * somewhere above with their stack.
     */
    public static final Limits DEFAULT = new Limits(4 * 1024 * 1024, 1000, 100);

    /**
     * The most that {@code maxDepth} can be. The reader needs a bit a level and no stack; who reads
     * after us may need more.
     */
    public static final int DEEPEST = 100_000;

    /** For values that were within somebody's limits before. */
    static final Limits WIDEST = new Limits(Integer.MAX_VALUE, DEEPEST, Integer.MAX_VALUE);

    public Limits {
        requirePositive(maxBytes, "maxBytes");
        requirePositive(maxDepth, "maxDepth");
        requirePositive(maxBatch, "maxBatch");
        if (maxDepth > DEEPEST) {
            throw new IllegalArgumentException("maxDepth is " + maxDepth + ", above " + DEEPEST);
        }
    }

    /** Says of bytes that they are too many, and how to raise the limit. */
    MalformedException tooLong(String what) {
        return tooLong(what, maxBytes);
    }

    static MalformedException tooLong(String what, int maxBytes) {
        return MalformedException.notJson(
                what
                        + " exceeds the limit of "
                        + maxBytes
                        + " bytes, which --max-message (maxMessage) raises");
    }

    private static void requirePositive(int value, String name) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " is " + value + ", below 1");
        }
    }
}
