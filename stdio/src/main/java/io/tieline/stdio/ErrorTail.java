package io.tieline.stdio;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The last lines that a child wrote on its stderr, which is read to its end so that the child never
 * waits for us.
 *
 * <p>For logs only, never for a client: a server may write anything there. Control characters are
 * taken out, and so are the values of the variables that the child was given, since those are
 * usually keys. {@link #run} on one thread, {@link #text} on any.
 */
final class ErrorTail implements Runnable {

    private static final int MAX_LINES = 64;
    private static final int MAX_LINE_BYTES = 1024;
    private static final int MAX_BYTES = 8 * 1024;
    private static final int BUFFER = 4 * 1024;

    /** Shorter values are words like {@code true}, which hide nothing. */
    private static final int SHORTEST_SECRET = 6;

    private static final Pattern UNPRINTABLE =
            Pattern.compile("\\x1b\\[[0-?]*[ -/]*[@-~]|[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}&&[^\\t]]");

    private final InputStream in;
    private final List<String> secrets;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream(128);

    // Guarded by its own monitor.
    private final Deque<String> lines = new ArrayDeque<>();
    private int size;

    ErrorTail(InputStream in, Collection<String> secrets) {
        this.in = in;
        this.secrets = secrets.stream().filter(value -> value.length() >= SHORTEST_SECRET).toList();
    }

    @Override
    public void run() {
        try {
            var buffer = new byte[BUFFER];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                take(buffer, read);
            }
            endLine();
        } catch (IOException e) {
            // Closed under our hands: the end.
        }
    }

    /** The lines that are kept, oldest first. */
    String text() {
        synchronized (lines) {
            return String.join("\n", lines);
        }
    }

    private void take(byte[] buffer, int length) {
        int start = 0;
        for (int at = 0; at < length; at++) {
            if (buffer[at] == '\n') {
                keep(buffer, start, at);
                endLine();
                start = at + 1;
            }
        }
        keep(buffer, start, length);
    }

    private void keep(byte[] buffer, int start, int end) {
        line.write(buffer, start, Math.min(end - start, MAX_LINE_BYTES - line.size()));
    }

    private void endLine() {
        if (line.size() == 0) {
            return;
        }
        var text = clean(line.toString(StandardCharsets.UTF_8));
        line.reset();
        synchronized (lines) {
            lines.addLast(text);
            size += text.length();
            while (lines.size() > MAX_LINES || size > MAX_BYTES) {
                size -= lines.removeFirst().length();
            }
        }
    }

    private String clean(String text) {
        var clean = text;
        for (var secret : secrets) {
            clean = clean.replace(secret, "***");
        }
        return UNPRINTABLE.matcher(clean).replaceAll("");
    }
}
