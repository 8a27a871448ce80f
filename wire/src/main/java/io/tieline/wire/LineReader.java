package io.tieline.wire;

import java.util.Arrays;
import java.util.function.Consumer;

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
    private boolean tooLong;

    /**
     * @param maxLineBytes the longest line, without its LF
     * @param lines takes each line as an array of its own
     */
    public LineReader(int maxLineBytes, Consumer<byte[]> lines) {
        this.maxLineBytes = maxLineBytes;
        this.consumer = lines;
        this.lines = new Lines(maxLineBytes, false, new Deliver());
    }

    /**
     * Takes the next bytes of the stream, however it was cut.
     *
     * @throws MalformedException if a line is too long: as soon as it is known, though not before
     *     the other lines in these bytes were handed over. That line is dropped, and the reader can
     *     go on.
     */
    public void feed(byte[] bytes, int offset, int length) throws MalformedException {
        lines.feed(bytes, offset, length);
        if (tooLong) {
            tooLong = false;
            throw MalformedException.notJson(
                    "line exceeds the limit of " + maxLineBytes + " bytes");
        }
    }

    /** The stream has ended: a last line without LF is handed over. */
    public void finish() {
        lines.finish();
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
            tooLong = true;
        }
    }
}
