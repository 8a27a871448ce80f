package io.tieline.stdio;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The last lines that a child wrote on its stderr, which is read to its end so that the child never
 * waits for us. A flood costs a copy and nothing more.
 *
 * <p>For logs, and its last line for a client that waits for a start: a server may write anything
 * there, so no more of it leaves this program. Control characters are taken out, and so are the
 * values of the variables that the child was given, since those are usually keys. {@link #run} on
 * one thread, {@link #text} on any.
 */
final class ErrorTail implements Runnable {

    private static final int MAX_BYTES = 8 * 1024;
    private static final int MAX_LINES = 64;
    private static final int LONGEST_LINE = 200;

    /** Shorter values are words like {@code true}, which hide nothing. */
    private static final int SHORTEST_SECRET = 6;

    private static final Pattern UNPRINTABLE =
            Pattern.compile("\\x1b\\[[0-?]*[ -/]*[@-~]|[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}&&[^\\t]]");

    private final InputStream in;
    private final List<String> secrets;

    // Guarded by the bytes' monitor.
    private final byte[] bytes = new byte[MAX_BYTES];
    private int length;
    private boolean cut;

    ErrorTail(InputStream in, Collection<String> secrets) {
        this.in = in;
        this.secrets = secrets.stream().filter(value -> value.length() >= SHORTEST_SECRET).toList();
    }

    @Override
    public void run() {
        try {
            var buffer = new byte[MAX_BYTES];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                keep(buffer, read);
            }
        } catch (IOException e) {
            // Closed under our hands: the end.
        }
    }

    /** The lines that are kept, oldest first. */
    String text() {
        var lines = raw().lines().filter(line -> !line.isBlank()).toList();
        return lines.subList(Math.max(0, lines.size() - MAX_LINES), lines.size()).stream()
                .map(this::clean)
                .collect(Collectors.joining("\n"));
    }

    /** The last line that is kept, shortened; empty if there is none. */
    String lastLine() {
        var text = text();
        var line = text.substring(text.lastIndexOf('\n') + 1).strip();
        return line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE) + "...";
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

    private String clean(String line) {
        var clean = line;
        for (var secret : secrets) {
            clean = clean.replace(secret, "***");
        }
        return UNPRINTABLE.matcher(clean).replaceAll("");
    }
}
