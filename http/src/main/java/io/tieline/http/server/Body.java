package io.tieline.http.server;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/**
 * The body of one request as it arrives. Grows with what has arrived and little with what was
 * announced, so that an announcement by itself costs next to nothing.
 */
final class Body {

    private static final byte[] EMPTY = {};
    private static final byte[] MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

    /** That takes nothing. */
    static final Body NONE = new Body(0, 0);

    /** So much is believed of an announcement once something has arrived. */
    private static final int BELIEVED = 128 * 1024;

    private final int limit;
    private final long announced;
    private byte[] bytes = EMPTY;
    private int length;

    /** A body of at most so many bytes, of which so many were announced; -1 if none were. */
    Body(int limit, long announced) {
        this.limit = limit;
        this.announced = announced;
    }

    /** Takes a piece; false if the body is longer than allowed, and the piece was not taken. */
    boolean add(ByteBuf piece) {
        int more = piece.readableBytes();
        if (more > limit - length) {
            return false;
        }
        makeRoom(length + more);
        piece.readBytes(bytes, length, more);
        length += more;
        return true;
    }

    /** How much memory it takes, in bytes. */
    int reserved() {
        return bytes.length;
    }

    private void makeRoom(int needed) {
        if (needed > bytes.length) {
            int most = announced < 0 ? limit : (int) Math.min(announced, limit);
            long doubled = Math.max(2L * bytes.length, announced < 0 ? 0 : BELIEVED);
            bytes = Arrays.copyOf(bytes, Math.max(needed, (int) Math.min(most, doubled)));
        }
    }

    /** All of it, but for the mark of UTF-8 that some libraries write first. */
    byte[] whole() {
        if (isMarked()) {
            return Arrays.copyOfRange(bytes, MARK.length, length);
        }
        return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    }

    private boolean isMarked() {
        return length >= MARK.length
                && bytes[0] == MARK[0]
                && bytes[1] == MARK[1]
                && bytes[2] == MARK[2];
    }
}
