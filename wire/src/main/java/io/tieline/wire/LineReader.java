package io.tieline.wire;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Splits a stream of bytes into lines: the newline-delimited JSON of the stdio transport (all
 * revisions, "Transports", "stdio"). A line ends with LF; a CR before it is cut, too. Empty lines
 * are skipped.
 *
 * <p>Lines are handed over during {@link #feed} and {@link #finish}, in their order, to a consumer
 * that must not throw. Confined to one thread.
 */
public final class LineReader {
    private final int maxLineBytes;
    private final Consumer<byte[]> consumer;
    private final Lines lines;
    private final Room room;

    /** Looks through the line that is being dropped; null if none is. */
    private @Nullable LooseReader loose;

    private long dropped;
    private boolean crowded;
    private @Nullable MalformedException refused;

    /**
     * @param maxLineBytes the longest line, without its LF
     * @param lines takes each line as an array of its own
     */
    public LineReader(int maxLineBytes, Consumer<byte[]> lines) {
        this(maxLineBytes, Room.UNLIMITED, lines);
    }

    /**
     * @param maxLineBytes the longest line, without its LF
     * @param room where a line that is not whole yet is held
     * @param lines takes each line as an array of its own
     */
    public LineReader(int maxLineBytes, Room room, Consumer<byte[]> lines) {
        this.room = room;
        this.maxLineBytes = maxLineBytes;
        this.consumer = lines;
        this.lines = new Lines(maxLineBytes, false, new Deliver());
    }

    /**
     * Takes the next bytes of the stream, however it was cut.
     *
     * @throws MalformedException if a line was too long, or there was no room for it: when it has
     *     ended, and after the other lines in these bytes were handed over. It was dropped, and
     *     takes no memory while it lasts; its id is known if it had one. The reader can go on.
     */
    public void feed(byte[] bytes, int offset, int length) throws MalformedException {
        lines.feed(bytes, offset, length);
        if (!room.hold(lines.reserved())) {
            crowded = true;
            lines.drop();
            room.hold(lines.reserved());
        }
        refuse();
    }

    /**
     * The stream has ended: a last line without LF is handed over.
     *
     * @throws MalformedException as {@link #feed}
     */
    public void finish() throws MalformedException {
        lines.finish();
        room.hold(lines.reserved());
        refuse();
    }

    /** How many bytes of the present line were dropped, since it is too long; 0 if it is not. */
    public long dropped() {
        return dropped;
    }

    /**
     * Whether the line that is being dropped begins as a message does, with a brace and a name, so
     * that it is rather a message beyond the limit than anything else.
     */
    public boolean dropsMessage() {
        return loose != null && loose.hasBegun() && !loose.isPrefixed();
    }

    private void refuse() throws MalformedException {
        var why = refused;
        if (why != null) {
            refused = null;
            throw why;
        }
    }

    private final class Deliver implements Lines.Sink {
        @Override
        public void line(byte[] bytes, int start, int end) {
            int cut = end > start && bytes[end - 1] == '\r' ? end - 1 : end;
            if (cut > start) {
                consumer.accept(Arrays.copyOfRange(bytes, start, cut));
            }
        }

        @Override
        public void tooLong() {
            loose = new LooseReader();
        }

        @Override
        public void dropped(byte[] bytes, int start, int end) {
            dropped += end - start;
            if (loose != null) {
                loose.feed(bytes, start, end);
            }
        }

        @Override
        public void dropEnded() {
            var found = loose == null ? Traces.NONE : loose.traces();
            var what = "a line of " + dropped + " bytes";
            var why =
                    crowded ? MalformedException.noRoom(what) : Limits.tooLong(what, maxLineBytes);
            refused = why.meaning(found);
            crowded = false;
            dropped = 0;
            loose = null;
        }
    }
}
