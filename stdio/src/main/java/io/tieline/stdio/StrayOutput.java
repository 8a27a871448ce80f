package io.tieline.stdio;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Counts what a child writes on its stdout that is no message, between two messages. Banners,
 * prints and progress bars harm nobody, however many lines they have; a flood does: more than 16
 * MiB within ten seconds and no message among them. Confined to one thread.
 */
final class StrayOutput {

    static final long FLOOD = 16 * 1024 * 1024;
    static final Duration WHILE = Duration.ofSeconds(10);

    private final LongSupplier nanoTime;
    private long begun;
    private long bytes;

    StrayOutput(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** A message has come. */
    void message() {
        bytes = 0;
    }

    /** So many bytes were none; whether that is a flood by now. */
    boolean add(long more) {
        long now = nanoTime.getAsLong();
        if (bytes == 0 || now - begun > WHILE.toNanos()) {
            begun = now;
            bytes = 0;
        }
        bytes += more;
        return bytes > FLOOD;
    }
}
