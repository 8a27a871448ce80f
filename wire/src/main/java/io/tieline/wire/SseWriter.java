package io.tieline.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

/** Writes server-sent events (WHATWG HTML, "Server-sent events"), each as one array. */
public final class SseWriter {
    private static final byte[] ID = "id: ".getBytes(UTF_8);
    private static final byte[] EVENT = "event: ".getBytes(UTF_8);
    private static final byte[] RETRY = "retry: ".getBytes(UTF_8);
    private static final byte[] DATA = "data: ".getBytes(UTF_8);

    private SseWriter() {}

    /**
     * An event with all its fields; data with line breaks takes a line each, and arrives with LF
     * between them.
     *
     * @throws IllegalArgumentException if id or type hold a line break, or the id a NUL
     */
    public static byte[] event(SseEvent event) {
        Bytes out = new Bytes();
        if (event.event() != null) {
            field(out, EVENT, singleLine(event.event()));
        }
        if (event.id() != null) {
            field(out, ID, id(event.id()));
        }
        if (event.retryMillis() != null) {
            field(out, RETRY, event.retryMillis().toString());
        }
        data(out, event.data(), 0, event.data().length);
        out.add('\n');
        return out.take();
    }

    /** A message of the protocol, as nearly every event is: no type, no retry. */
    public static byte[] event(@Nullable String id, Payload message) {
        byte[] idLine = id == null ? new byte[0] : id(id).getBytes(UTF_8);
        // Exactly as long as an event of one line is, so that it is taken without being copied.
        int head = id == null ? 0 : "id: \n".length() + idLine.length;
        Bytes out = new Bytes(head + "data: \n\n".length() + message.length());
        if (id != null) {
            out.add(ID);
            out.add(idLine);
            out.add('\n');
        }
        int line = out.length();
        out.add(DATA);
        message.writeTo(out::add);
        out.add('\n');
        if (out.firstLineBreak(line) < out.length() - 1) {
            out.shorten(line);
            Json data = message.whole();
            data(out, data.array(), data.offset(), data.offset() + data.length());
        }
        out.add('\n');
        return out.take();
    }

    /**
     * A line that readers ignore, which keeps a quiet connection open.
     *
     * @throws IllegalArgumentException if the text holds a line break
     */
    public static byte[] comment(String text) {
        return (": " + singleLine(text) + "\n\n").getBytes(UTF_8);
    }

    private static void field(Bytes out, byte[] name, String value) {
        out.add(name);
        out.add(value.getBytes(UTF_8));
        out.add('\n');
    }

    private static void data(Bytes out, byte[] b, int start, int end) {
        int from = start;
        while (true) {
            int i = EightBytes.either(b, from, end, '\n', '\r');
            dataLine(out, b, from, i);
            if (i == end) {
                return;
            }
            boolean both = b[i] == '\r' && i + 1 < end && b[i + 1] == '\n';
            from = both ? i + 2 : i + 1;
        }
    }

    private static void dataLine(Bytes out, byte[] b, int start, int end) {
        out.add(DATA);
        out.add(b, start, end - start);
        out.add('\n');
    }

    private static String id(String id) {
        if (id.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a NUL within an id, which readers ignore");
        }
        return singleLine(id);
    }

    private static String singleLine(String text) {
        if (text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0) {
            throw new IllegalArgumentException("a line break within a line");
        }
        return text;
    }
}
