package io.tieline.wire;

/**
 * Bounds what one message may cost, before and while it is read.
 *
 * @param maxBytes the longest message, in bytes
 * @param maxDepth how many objects and arrays may be open at once, 1 to 1000: {@code []} is one
 *     deep
 * @param maxBatch how many messages a batch of revision 2025-03-26 may hold
 */
public record Limits(int maxBytes, int maxDepth, int maxBatch) {

    /** 4 MiB, 64 deep, 100 to a batch. */
    public static final Limits DEFAULT = new Limits(4 * 1024 * 1024, 64, 100);

    /**
     * The reader descends once per level, so the depth is what protects the stack of its thread.
     */
    private static final int DEEPEST = 1000;

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

    private static void requirePositive(int value, String name) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " is " + value + ", below 1");
        }
    }
}
