package io.tieline.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a stream of server-sent events (WHATWG HTML, "Interpreting an event stream"), with one
 * liberty: an event without data that carries an id or a retry is handed over, since that is how
 * MCP primes a stream (revision 2025-11-25, "Transports", "Sending messages to the server").
 *
 * <p>Events are handed over during {@link #feed}, in their order, to a consumer that must not
 * throw; one that is incomplete when the stream ends never is. Confined to one thread.
 */
public final class SseReader {
    private static final byte[] DATA = "data".getBytes(UTF_8);

    /** So much is looked through of an event that is too long: nearly all begin with their id. */
    private static final int LOOKED_THROUGH = 64 * 1024;

    private final int maxEventBytes;
    private final Consumer<SseEvent> events;
    private final Lines lines;
    private final Room room;
    private boolean begun;
    private boolean tooLong;
    private boolean crowded;

    /** The event in the making. */
    private final Pieces data = new Pieces();

    private boolean hasData;
    private boolean dropped;

    /** Looks through the beginning of the event that is being dropped. */
    private LooseReader loose = new LooseReader();

    private int looked;
    private @Nullable String id;
    private @Nullable String event;
    private @Nullable Long retryMillis;

    /**
     * @param maxEventBytes the longest line, and the most data of an event
     */
    public SseReader(int maxEventBytes, Consumer<SseEvent> events) {
        this(maxEventBytes, Room.UNLIMITED, events);
    }

    /**
     * @param maxEventBytes the longest line, and the most data of an event
     * @param room where an event that is not whole yet is held
     */
    public SseReader(int maxEventBytes, Room room, Consumer<SseEvent> events) {
        this.room = room;
        this.maxEventBytes = maxEventBytes;
        this.events = events;
        this.lines = new Lines(maxEventBytes, true, new Interpret());
    }

    /**
     * Takes the next bytes of the stream, however it was cut.
     *
     * @throws MalformedException if an event is too long, or there is no room for it: as soon as it
     *     is known, though not before the other events in these bytes were handed over. That event
     *     is dropped, and the reader can go on. Its kind and its id are known if they stood at its
     *     beginning.
     */
    public void feed(byte[] bytes, int offset, int length) throws MalformedException {
        lines.feed(bytes, offset, length);
        if (!room.hold(reserved())) {
            crowded = true;
            lines.drop();
            drop();
            room.hold(reserved());
        }
        if (tooLong) {
            tooLong = false;
            boolean noRoom = crowded;
            crowded = false;
            var why =
                    noRoom
                            ? MalformedException.noRoom("an event")
                            : Limits.tooLong("an event", maxEventBytes);
            throw why.meaning(loose.traces());
        }
    }

    private long reserved() {
        return lines.reserved() + data.reserved();
    }

    /** The stream is over: what was not whole is let go. */
    public void close() {
        room.hold(0);
    }

    private final class Interpret implements Lines.Sink {
        @Override
        public void line(byte[] bytes, int start, int end) {
            int from = begun ? start : behindByteOrderMark(bytes, start, end);
            begun = true;
            if (from == end) {
                dispatch();
                return;
            }
            int colon = from;
            while (colon < end && bytes[colon] != ':') {
                colon++;
            }
            int value = Math.min(colon + 1, end);
            if (value < end && bytes[value] == ' ') {
                value++;
            }
            if (Utf8.equal(bytes, from, colon, DATA)) {
                data(bytes, value, end); // nearly every line
            } else {
                field(new String(bytes, from, colon - from, UTF_8), bytes, value, end);
            }
        }

        @Override
        public void tooLong() {
            begun = true;
            drop();
        }

        @Override
        public void dropped(byte[] bytes, int start, int end) {
            look(bytes, start, end);
        }
    }

    private static int behindByteOrderMark(byte[] b, int start, int end) {
        return Utf8.isMarked(b, start, end) ? start + Utf8.MARK : start;
    }

    private void field(String name, byte[] bytes, int start, int end) {
        switch (name) {
            case "id" -> id(new String(bytes, start, end - start, UTF_8));
            case "event" ->
                    event = start == end ? null : new String(bytes, start, end - start, UTF_8);
            case "retry" -> retry(new String(bytes, start, end - start, UTF_8));
            default -> {
                // A comment, whose name is empty, or a field of the future.
            }
        }
    }

    private void data(byte[] bytes, int start, int end) {
        if (dropped) {
            return;
        }
        if (end - start >= maxEventBytes - data.length()) {
            drop();
            look(bytes, start, end);
            return;
        }
        if (hasData) {
            data.add('\n');
        }
        data.add(bytes, start, end - start);
        hasData = true;
    }

    private void id(String value) {
        if (value.indexOf('\0') < 0) {
            id = value;
        }
    }

    private void retry(String value) {
        // Eighteen digits always fit into a long, and wait longer than the sun will shine.
        if (value.matches("[0-9]{1,18}")) {
            retryMillis = Long.valueOf(value);
        }
    }

    private void drop() {
        if (!dropped) {
            tooLong = true;
            dropped = true;
            loose = new LooseReader();
            looked = 0;
            data.forEach(this::look);
            data.clear();
        }
    }

    private void look(byte[] bytes, int start, int end) {
        int to = Math.min(end, start + LOOKED_THROUGH - looked);
        loose.feed(bytes, start, to);
        looked += to - start;
    }

    private void dispatch() {
        SseEvent complete = null;
        if (!dropped && (hasData || id != null || retryMillis != null)) {
            complete = new SseEvent(id, event, data.take(), retryMillis);
        }
        data.clear();
        hasData = false;
        dropped = false;
        id = null;
        event = null;
        retryMillis = null;
        if (complete != null) {
            events.accept(complete);
        }
    }
}
