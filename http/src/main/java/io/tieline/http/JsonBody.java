package io.tieline.http;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.Arrays;

/** A response body of type {@code application/json}, gathered up to a limit. */
final class JsonBody {

    private static final int USUAL_BYTES = 1024;

    /** So much is believed of an announcement before it has arrived. */
    private static final int BELIEVED_BYTES = 1024 * 1024;

    private final int maxBytes;
    private final int announced;
    private byte[] bytes;
    private int length;

    JsonBody(HttpHeaders headers, int maxBytes) {
        this.maxBytes = maxBytes;
        this.announced = headers.getInt(HttpHeaderNames.CONTENT_LENGTH, USUAL_BYTES);
        this.bytes = new byte[Math.clamp(announced, 0, Math.min(maxBytes, BELIEVED_BYTES))];
    }

    /** Takes a piece; false if the body has become too long. */
    boolean add(ByteBuf piece) {
        int more = piece.readableBytes();
        if (more > maxBytes - length) {
            return false;
        }
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, room(length + more));
        }
        piece.getBytes(piece.readerIndex(), bytes, length, more);
        length += more;
        return true;
    }

    /** How much memory it takes, in bytes. */
    int reserved() {
        return bytes.length;
    }

    boolean isEmpty() {
        return length == 0;
    }

    /**
     * Twice what there was, but no more than was announced or may come: at no time is the room, the
     * old one included, more than three times what has arrived.
     */
    private int room(int needed) {
        int most = needed <= announced ? Math.min(announced, maxBytes) : maxBytes;
        return Math.max(needed, (int) Math.min(most, 2L * bytes.length));
    }

    /** What has arrived; the body must not be added to any more. */
    byte[] bytes() {
        return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    }
}
