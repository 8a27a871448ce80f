package io.tieline.wire;

/**
 * Grants memory to bytes that wait for others to be whole, such as the beginning of a line. Used by
 * one reader, on its thread.
 */
@FunctionalInterface
public interface Room {

    /** As much as anybody wants. */
    Room UNLIMITED = bytes -> true;

    /**
     * Says how many bytes are held in all from now on, in place of what was said before.
     *
     * @return whether they may be held; 0 bytes always may. What may not be held is let go, and
     *     that is said, too
     */
    boolean hold(long bytes);
}
