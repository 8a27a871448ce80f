package io.tieline.http.server;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpRequest;
import io.tieline.session.Principal;
import io.tieline.wire.RpcError;
import java.util.Arrays;

/**
 * The beginning of a body that is too long to be read. Its client has been told; but if it was to
 * answer a question, somebody else waits for it. Confined to an event loop.
 */
final class TooLongBody {

    /** An answer says within so many bytes whose it is. */
    private static final int ENOUGH = 4 * 1024;

    private final HttpRequest head;
    private final Principal sender;
    private final RpcError error;
    private final byte[] bytes = new byte[ENOUGH];
    private int length;

    /**
     * @param error why it is not read
     */
    TooLongBody(HttpRequest head, Principal sender, RpcError error) {
        this.head = head;
        this.sender = sender;
        this.error = error;
    }

    /** Takes a piece, and says whether this is enough. */
    boolean add(ByteBuf piece) {
        int more = Math.min(piece.readableBytes(), ENOUGH - length);
        piece.getBytes(piece.readerIndex(), bytes, length, more);
        length += more;
        return length == ENOUGH;
    }

    HttpRequest head() {
        return head;
    }

    Principal sender() {
        return sender;
    }

    RpcError error() {
        return error;
    }

    /** What has been taken. */
    byte[] beginning() {
        return Arrays.copyOf(bytes, length);
    }
}
