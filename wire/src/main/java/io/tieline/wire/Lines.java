package io.tieline.wire;

/**
 * Cuts a stream of bytes into lines, however the stream was cut into chunks. A line within one
 * chunk is handed over where it lies, without a copy. Confined to one thread.
 */
final class Lines {

    /** Where the lines go. */
    interface Sink {

        /** A line without its ending; the bytes are only lent. */
        void line(byte[] bytes, int start, int end);

        /** A line has exceeded the limit, and is dropped to its end. */
        void tooLong();

        /** A part of that line, from its beginning on; the bytes are only lent. */
        default void dropped(byte[] bytes, int start, int end) {}

        /** That line has ended. */
        default void dropEnded() {}
    }

    private final int maxBytes;
    private final boolean carriageReturnEnds;
    private final Sink sink;
    private final Pieces pending = new Pieces();
    private boolean dropping;

    /** Whether a line feed that comes next belongs to the ending of the line before. */
    private boolean lineFeedPasses;

    /**
     * @param carriageReturnEnds whether a line ends with CR, LF or both; otherwise with LF alone
     */
    Lines(int maxBytes, boolean carriageReturnEnds, Sink sink) {
        this.maxBytes = maxBytes;
        this.carriageReturnEnds = carriageReturnEnds;
        this.sink = sink;
    }

    void feed(byte[] bytes, int offset, int length) {
        int end = offset + length;
        int from = offset;
        int i = next(bytes, from, end);
        while (i < end) {
            if (lineFeedPasses && i == from && bytes[i] == '\n') {
                lineFeedPasses = false;
            } else {
                ended(bytes, from, i);
                lineFeedPasses = bytes[i] == '\r';
            }
            from = i + 1;
            i = next(bytes, from, end);
        }
        if (from < end) {
            lineFeedPasses = false;
            keep(bytes, from, end);
        }
    }

    private int next(byte[] bytes, int from, int end) {
        return EightBytes.either(bytes, from, end, '\n', carriageReturnEnds ? '\r' : '\n');
    }

    /** How much memory the line in the making takes, in bytes. */
    long reserved() {
        return pending.reserved();
    }

    /** Drops the line in the making to its end, as one that is too long. */
    void drop() {
        if (!dropping && pending.length() > 0) {
            beginDropping();
        }
    }

    private void beginDropping() {
        dropping = true;
        sink.tooLong();
        pending.forEach(sink::dropped);
        pending.clear();
    }

    /** Hands over what stands behind the last ending. */
    void finish() {
        if (dropping) {
            dropping = false;
            sink.dropEnded();
        } else if (pending.length() > 0) {
            byte[] line = pending.take();
            sink.line(line, 0, line.length);
        }
    }

    private void ended(byte[] bytes, int from, int end) {
        if (!dropping && pending.length() == 0 && end - from <= maxBytes) {
            sink.line(bytes, from, end);
            return;
        }
        keep(bytes, from, end);
        if (dropping) {
            dropping = false;
            sink.dropEnded();
        } else {
            byte[] line = pending.take();
            sink.line(line, 0, line.length);
        }
    }

    private void keep(byte[] bytes, int from, int end) {
        if (!dropping && end - from > maxBytes - pending.length()) {
            beginDropping();
        }
        if (dropping) {
            sink.dropped(bytes, from, end);
        } else {
            pending.add(bytes, from, end - from);
        }
    }
}
