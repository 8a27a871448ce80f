package io.tieline.stdio;

import io.tieline.wire.LineReader;
import io.tieline.wire.MalformedException;
import io.tieline.wire.Room;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads lines from a stream until it ends, on a thread of its own. It hands over and never waits
 * for anything but the stream.
 */
final class LinePump implements Runnable {

    /** Takes what was read; called on the pump's thread, one call at a time. */
    interface Listener {

        /** A line, without its end and never empty. */
        void line(byte[] line);

        /**
         * So many bytes of a line that exceeds the limit were dropped by now, and more may come.
         *
         * @param isMessage whether it begins as a message does
         */
        default void dropping(long bytes, boolean isMessage) {}

        /** A line that exceeded the limit has ended; it was dropped, and the next ones come. */
        void tooLong(MalformedException why);

        /** The stream has ended. Nothing follows. */
        void ended();
    }

    /** Half of what a pipe holds on Linux: more would wait in memory without saving many reads. */
    static final int BUFFER = 32 * 1024;

    private final InputStream in;
    private final LineReader lines;
    private final Listener listener;

    /** Hands the lines of this stream to the listener; a line in the making is held in the room. */
    LinePump(InputStream in, int maxLineBytes, Room room, Listener listener) {
        this.in = in;
        this.lines = new LineReader(maxLineBytes, room, listener::line);
        this.listener = listener;
    }

    @Override
    public void run() {
        try {
            var buffer = new byte[BUFFER];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                feed(buffer, read);
            }
            finish();
        } catch (IOException e) {
            // Closed under our hands: the end, as far as anyone can tell.
        } finally {
            listener.ended();
        }
    }

    private void feed(byte[] buffer, int length) {
        try {
            lines.feed(buffer, 0, length);
        } catch (MalformedException e) {
            listener.tooLong(e);
        }
        if (lines.dropped() > 0) {
            listener.dropping(lines.dropped(), lines.dropsMessage());
        }
    }

    private void finish() {
        try {
            lines.finish();
        } catch (MalformedException e) {
            listener.tooLong(e);
        }
    }
}
