package io.tieline.stdio;

import io.tieline.wire.Limits;
import java.time.Duration;

/**
 * The limits of a stdio peer, be it a child of ours or the client that started us.
 *
 * @param limits what one message, so one line, may cost
 * @param maxQueuedBytes how much may wait for a peer that does not read; at least one longest line
 * @param writeStall how long a peer may refuse to read a single byte while more than a mebibyte
 *     waits for it; less may wait for as long as it likes
 * @param grace how long a child has to end by itself after its input was closed, and again after it
 *     was asked to terminate, before it is killed
 * @param lastAnswers how long requests in flight may go on after their client has closed its side,
 *     or after {@link StdioFront#drain}
 */
public record StdioSettings(
        Limits limits,
        int maxQueuedBytes,
        Duration writeStall,
        Duration grace,
        Duration lastAnswers) {

    private static final int MIB = 1024 * 1024;

    /**
     * Lines of 64 MiB, 128 MiB waiting, 10 minutes without a byte read, 2 s of grace, 25 s for the
     * last answers.
     *
     * <p>A screenshot or a file travels in one message, Base64-coded. And a peer that is at work
     * may read nothing for as long as that takes: whether it is dead, its process says.
     */
    public static final StdioSettings DEFAULT =
            new StdioSettings(
                    new Limits(64 * MIB, Limits.DEFAULT.maxDepth(), Limits.DEFAULT.maxBatch()),
                    128 * MIB,
                    Duration.ofMinutes(10),
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(25));

    public StdioSettings {
        requirePositive(writeStall, "writeStall");
        requirePositive(grace, "grace");
        requirePositive(lastAnswers, "lastAnswers");
        if (maxQueuedBytes < limits.maxBytes()) {
            throw new IllegalArgumentException(
                    "maxQueuedBytes must hold a message of " + limits.maxBytes() + " bytes");
        }
    }

    /** The same settings with other limits for one message. */
    public StdioSettings withLimits(Limits other) {
        return new StdioSettings(other, maxQueuedBytes, writeStall, grace, lastAnswers);
    }

    /** The same settings with another bound on what waits. */
    public StdioSettings withMaxQueuedBytes(int other) {
        return new StdioSettings(limits, other, writeStall, grace, lastAnswers);
    }

    /** The same settings with another patience for a peer that does not read. */
    public StdioSettings withWriteStall(Duration other) {
        return new StdioSettings(limits, maxQueuedBytes, other, grace, lastAnswers);
    }

    /** The same settings with another grace. */
    public StdioSettings withGrace(Duration other) {
        return new StdioSettings(limits, maxQueuedBytes, writeStall, other, lastAnswers);
    }

    /** The same settings with another time for the last answers. */
    public StdioSettings withLastAnswers(Duration other) {
        return new StdioSettings(limits, maxQueuedBytes, writeStall, grace, other);
    }

    private static void requirePositive(Duration duration, String name) {
        if (!duration.isPositive()) {
            throw new IllegalArgumentException(name + " must be positive");
        }
    }
}
