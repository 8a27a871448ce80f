package io.tieline.stdio;

import io.tieline.wire.LineReader;
import io.tieline.wire.MalformedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * What a child writes on its stderr, which is read to its end so that the child never waits for us:
 * each line goes into the log while it may, and the last ones are kept for the report of its end.
 *
 * <p>For logs, and its last line for a client that waits for a start: a server may write anything
 * there, so no more of it leaves this program. {@link #run} on one thread, the rest on any.
 */
final class ErrorTail implements Runnable {

    private static final int MAX_BYTES = 8 * 1024;

    /** Of all that it needs: what it reads, a line in the making, and the last ones. */
    static final int BUFFERS = 3 * MAX_BYTES;

    private static final int MAX_LINES = 64;
    private static final int LONGEST_LINE = 200;

    private final InputStream in;
    private final LogText clean;
    private final LineLog log;
    private final LineReader lines;
    private final CountDownLatch ended = new CountDownLatch(1);

    // Guarded by the bytes' monitor.
    private final byte[] bytes = new byte[MAX_BYTES];
    private int length;
    private boolean cut;

    ErrorTail(InputStream in, LogText clean, LineLog log) {
        this.in = in;
        this.clean = clean;
        this.log = log;
        this.lines = new LineReader(MAX_BYTES, log::add);
    }

    @Override
    public void run() {
        try {
            var buffer = new byte[MAX_BYTES];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                keep(buffer, read);
                show(buffer, read);
            }
        } catch (IOException e) {
            // Closed under our hands: the end.
        } finally {
            end();
            ended.countDown();
        }
    }

    /**
     * Waits until everything was read, for as long at the most; a grandchild may write for ever.
     */
    void await(Duration limit) throws InterruptedException {
        var _ = ended.await(limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** The lines that are kept, oldest first. */
    String text() {
        var kept = raw().lines().filter(line -> !line.isBlank()).toList();
        return kept.subList(Math.max(0, kept.size() - MAX_LINES), kept.size()).stream()
                .map(clean::clean)
                .collect(Collectors.joining("\n"));
    }

    /** The last line that is kept, shortened; empty if there is none. */
    String lastLine() {
        var text = text();
        var line = text.substring(text.lastIndexOf('\n') + 1).strip();
        return line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE) + "...";
    }

    private void show(byte[] buffer, int read) {
        try {
            lines.feed(buffer, 0, read);
        } catch (MalformedException tooLong) {
            log.add("(a line that is too long to be shown)".getBytes(StandardCharsets.UTF_8));
        }
    }

    private void end() {
        try {
            lines.finish();
        } catch (MalformedException tooLong) {
            // Nothing of it is left.
        }
        log.end();
    }

    private void keep(byte[] buffer, int read) {
        synchronized (bytes) {
            int stay = Math.min(length, MAX_BYTES - read);
            cut |= stay < length;
            System.arraycopy(bytes, length - stay, bytes, 0, stay);
            System.arraycopy(buffer, 0, bytes, stay, read);
            length = stay + read;
        }
    }

    /** Whole lines only: of half a secret nobody could tell that it is one. */
    private String raw() {
        byte[] kept;
        boolean isCut;
        synchronized (bytes) {
            kept = Arrays.copyOf(bytes, length);
            isCut = cut;
        }
        var text = new String(kept, StandardCharsets.UTF_8);
        if (!isCut) {
            return text;
        }
        int end = text.indexOf('\n');
        return end < 0 ? "" : text.substring(end + 1);
    }
}
