package io.tieline.http.client;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.tieline.wire.Room;
import java.util.Arrays;

/** A response body of type {@code application/json}, gathered up to a limit. */
final class JsonBody {

    private static final int USUAL_BYTES = 1024;

    /** So much is believed of an announcement before it has arrived. */
    private static final int BELIEVED_BYTES = 1024 * 1024;

    /** Where there is no room for twice as much, it grows by one part in so many. */
    private static final int SLOWLY = 8;

    private final int maxBytes;
    private final Room room;
    private final int announced;
    private byte[] bytes;
    private int length;
    private boolean crowded;

    JsonBody(HttpHeaders headers, int maxBytes) {
        this(headers, maxBytes, Room.UNLIMITED);
    }

    /**
     * @param room where it has the memory from that it takes
     */
    JsonBody(HttpHeaders headers, int maxBytes, Room room) {
        this.maxBytes = maxBytes;
        this.room = room;
        this.announced = headers.getInt(HttpHeaderNames.CONTENT_LENGTH, USUAL_BYTES);
        this.bytes = new byte[Math.clamp(announced, 0, Math.min(maxBytes, BELIEVED_BYTES))];
    }

    /** Takes a piece; false if the body has become too long, or there is no room for it. */
    boolean add(ByteBuf piece) {
        int more = piece.readableBytes();
        if (more > maxBytes - length) {
            return false;
        }
        crowded = !holds(length + more);
        if (crowded) {
            return false;
        }
        piece.getBytes(piece.readerIndex(), bytes, length, more);
        length += more;
        return true;
    }

    /** Whether the last piece was refused because there is no room for it. */
    boolean isCrowded() {
        return crowded;
    }

    private boolean holds(int needed) {
        if (needed <= bytes.length) {
            return room.hold(bytes.length);
        }
        int size = size(needed);
        if (!room.hold(size)) {
            size = Math.max(needed, Math.min(size, bytes.length + bytes.length / SLOWLY));
            if (!room.hold(size)) {
                return false;
            }
        }
        bytes = Arrays.copyOf(bytes, size);
        return true;
    }

    boolean isEmpty() {
        return length == 0;
    }

    /**
     * Twice what there was, but no more than was announced or may come: at no time is the room, the
     * old one included, more than three times what has arrived.
     */
    private int size(int needed) {
        int most = needed <= announced ? Math.min(announced, maxBytes) : maxBytes;
        return Math.max(needed, (int) Math.min(most, 2L * bytes.length));
    }

    /** What has arrived; the body must not be added to any more. */
    byte[] bytes() {
        return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    }
}
