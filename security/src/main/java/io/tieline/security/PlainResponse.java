package io.tieline.security;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Locale;

/**
 * A response of HTTP/1.1 (RFC 9112), as it is read to the end of its body, within bounds. Blocks;
 * for one thread.
 */
final class PlainResponse {

    private static final int LONGEST_ANSWER = 1024 * 1024;
    private static final int LONGEST_LINE = 8 * 1024;
    private static final int MOST_LINES = 200;

    private final InputStream in;
    private final long end;

    /**
     * @param end until when all of it must have come, by {@link System#nanoTime}
     */
    PlainResponse(InputStream in, long end) {
        this.in = new BufferedInputStream(in);
        this.end = end;
    }

    /** Its body, if its status is 200. */
    String body(URI url) throws IOException {
        var first = line().split(" ", 3);
        if (first.length < 2 || !first[0].startsWith("HTTP/1.")) {
            throw new IOException(url + " does not answer by HTTP/1.1");
        }
        long length = -1;
        boolean isChunked = false;
        int lines = 0;
        for (var field = line(); !field.isEmpty(); field = line()) {
            if (++lines > MOST_LINES) {
                throw new IOException(url + " answers with too many headers");
            }
            var lower = field.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = number(lower.substring(lower.indexOf(':') + 1).strip(), 10);
            } else if (lower.startsWith("transfer-encoding:")) {
                isChunked = lower.strip().endsWith("chunked");
            }
        }
        if (!first[1].equals("200")) {
            throw new IOException(url + " answers " + first[1]);
        }
        return isChunked ? chunks() : bytes(length < 0 ? LONGEST_ANSWER : length, length < 0);
    }

    private String chunks() throws IOException {
        var all = new ByteArrayOutputStream();
        while (true) {
            var size = line().split(";", 2)[0].strip();
            long length = number(size, 16);
            if (length == 0) {
                return all.toString(UTF_8);
            }
            if (all.size() + length > LONGEST_ANSWER) {
                throw tooLong();
            }
            all.write(read(length, false));
            line();
        }
    }

    private String bytes(long length, boolean toTheEnd) throws IOException {
        if (length > LONGEST_ANSWER) {
            throw tooLong();
        }
        return new String(read(length, toTheEnd), UTF_8);
    }

    private byte[] read(long length, boolean toTheEnd) throws IOException {
        var all = new ByteArrayOutputStream();
        while (all.size() < length) {
            int next = next();
            if (next < 0 && toTheEnd) {
                return all.toByteArray();
            }
            if (next < 0) {
                throw new IOException("The answer breaks off");
            }
            all.write(next);
        }
        if (toTheEnd) {
            throw tooLong();
        }
        return all.toByteArray();
    }

    private static IOException tooLong() {
        return new IOException("The answer is longer than " + LONGEST_ANSWER + " bytes");
    }

    private static long number(String text, int radix) throws IOException {
        try {
            long number = Long.parseLong(text, radix);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new IOException("The answer has a length that is none");
    }

    private String line() throws IOException {
        var line = new ByteArrayOutputStream();
        for (int next = next(); next != '\n'; next = next()) {
            if (next < 0 || line.size() > LONGEST_LINE) {
                throw new IOException("The answer breaks off, or has a line without an end");
            }
            line.write(next);
        }
        return line.toString(UTF_8).strip();
    }

    private int next() throws IOException {
        if (System.nanoTime() - end > 0) {
            throw new IOException("The answer does not come to its end in time");
        }
        return in.read();
    }
}
