package io.tieline.wire;

import io.tieline.wire.MalformedException.Meant;
import org.jspecify.annotations.Nullable;

/**
 * Finds a message that its writer has written over many lines, as one does for readers that are
 * people, among the lines that are none by themselves. It is not taken, since each line of it may
 * as well be a print; but whoever waits for it can be told. In linear time and constant memory;
 * confined to one thread.
 */
public final class ScatteredMessage {

    private @Nullable LooseReader reader;
    private int lines;

    /** Nothing has begun. */
    public ScatteredMessage() {}

    /**
     * A line that is no message.
     *
     * @return what the lines up to this one were meant to be together, and why that is no message;
     *     null if they are nothing, or go on
     */
    public @Nullable MalformedException add(byte[] line) {
        var begun = reader;
        if (line[0] == '{' && (begun == null || !isLikely(begun.traces()))) {
            begun = new LooseReader();
            lines = 0;
        }
        if (begun == null) {
            return null;
        }
        lines++;
        begun.feed(line, 0, line.length);
        boolean goesOn = begun.isOpen() && !begun.isInString();
        reader = goesOn ? begun : null;
        boolean isWhole = begun.isComplete() && lines > 1;
        return isWhole && begun.traces().meant() != Meant.NOTHING
                ? MalformedException.scattered(lines, begun.traces())
                : null;
    }

    /** Whether it is rather the message than a print in front of it. */
    private static boolean isLikely(Traces found) {
        return found.versioned() || found.identified() || found.answering();
    }

    /** Something else came: what had begun was nothing. */
    public void end() {
        reader = null;
    }
}
