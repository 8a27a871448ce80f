package io.tieline.stdio;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Puts lines of a child into the log, so many in a while and so much of each; of the others it
 * tells the number, with the next line that it shows or at the end. Confined to one thread.
 */
final class LineLog {

    private static final int LINES = 100;
    private static final long WHILE = Duration.ofSeconds(10).toNanos();
    private static final int MAX_CHARACTERS = 1000;

    /** Longer than what is shown, so that a secret is whole where it is cut. */
    private static final int MAX_BYTES = 8 * 1024;

    private final String prefix;
    private final LogText text;
    private final LongSupplier nanoTime;
    private final Consumer<String> log;
    private long begun;
    private int shown;
    private long left;
    private long leftBytes;

    /**
     * A log of one of a child's streams.
     *
     * @param prefix what stands before each line: which child, which stream
     */
    LineLog(String prefix, LogText text, LongSupplier nanoTime, Consumer<String> log) {
        this.prefix = prefix;
        this.text = text;
        this.nanoTime = nanoTime;
        this.log = log;
    }

    void add(byte[] line) {
        long now = nanoTime.getAsLong();
        if (shown == 0 || now - begun >= WHILE) {
            begun = now;
            shown = 0;
        }
        if (shown == LINES) {
            left++;
            leftBytes += line.length;
            return;
        }
        var clean = clean(line);
        if (!clean.isBlank()) {
            leftOut();
            shown++;
            log.accept(prefix + clean);
        }
    }

    /** The stream has ended. */
    void end() {
        leftOut();
    }

    private void leftOut() {
        if (left > 0) {
            log.accept(prefix + "(" + left + " more lines, " + leftBytes + " bytes, not shown)");
            left = 0;
            leftBytes = 0;
        }
    }

    private String clean(byte[] line) {
        int length = Math.min(line.length, MAX_BYTES);
        var clean = text.clean(new String(line, 0, length, StandardCharsets.UTF_8));
        return clean.length() <= MAX_CHARACTERS && length == line.length
                ? clean
                : clean.substring(0, Math.min(clean.length(), MAX_CHARACTERS))
                        + "... ("
                        + line.length
                        + " bytes)";
    }
}
