package io.tieline.http;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.Arrays;

/** A response body of type {@code application/json}, gathered up to a limit. */
final class JsonBody {

    private static final int USUAL_BYTES = 1024;

    private final int maxBytes;
    private byte[] bytes;
    private int length;

    JsonBody(HttpHeaders headers, int maxBytes) {
        this.maxBytes = maxBytes;
        int announced = headers.getInt(HttpHeaderNames.CONTENT_LENGTH, USUAL_BYTES);
        this.bytes = new byte[Math.clamp(announced, 0, Math.min(maxBytes, 1 << 20))];
    }

    /** Takes a piece; false if the body has become too long. */
    boolean add(ByteBuf piece) {
        int more = piece.readableBytes();
        if (more > maxBytes - length) {
            return false;
        }
        if (length + more > bytes.length) {
            int grown = (int) Math.min(maxBytes, 2L * bytes.length);
            bytes = Arrays.copyOf(bytes, Math.max(length + more, grown));
        }
        piece.getBytes(piece.readerIndex(), bytes, length, more);
        length += more;
        return true;
    }

    boolean isEmpty() {
        return length == 0;
    }

    /** What has arrived; the body must not be added to any more. */
    byte[] bytes() {
        return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    }
}
