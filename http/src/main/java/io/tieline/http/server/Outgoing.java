package io.tieline.http.server;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.tieline.wire.Payload;
import org.jspecify.annotations.Nullable;

/**
 * What one connection is to send at the end of this turn of its loop. Small pieces share a buffer,
 * since each buffer that reaches the channel costs as much as copying a few of them; large ones go
 * by themselves. Confined to the channel's event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // the pipeline is told of what fails
final class Outgoing implements Payload.Sink {

    private static final int USUAL = 1024;
    private static final int LARGE = 16 * 1024;
    private static final byte[] LINE_END = "\r\n".getBytes(US_ASCII);
    private static final byte[] HEX = "0123456789abcdef".getBytes(US_ASCII);

    private final Channel channel;
    private @Nullable ByteBuf shared;

    Outgoing(Channel channel) {
        this.channel = channel;
    }

    void add(byte[] bytes) {
        write(bytes, 0, bytes.length);
    }

    /** The bytes must not be changed any more: they may be sent from where they are. */
    @Override
    public void write(byte[] bytes, int offset, int length) {
        if (length > LARGE) {
            handOver();
            channel.write(Unpooled.wrappedBuffer(bytes, offset, length), channel.voidPromise());
        } else {
            room(length).writeBytes(bytes, offset, length);
        }
    }

    /** A chunk of a body whose length is not known (RFC 9112, section 7.1). */
    void addChunk(byte[] bytes) {
        if (bytes.length == 0) {
            return; // would end the body
        }
        var size = room(Integer.BYTES * 2 + LINE_END.length);
        for (int shift = Integer.SIZE - 4; shift >= 0; shift -= 4) {
            int left = bytes.length >>> shift;
            if (left > 0) {
                size.writeByte(HEX[left & 0xf]);
            }
        }
        size.writeBytes(LINE_END);
        add(bytes);
        add(LINE_END);
    }

    /** How many bytes have not been handed to the channel yet. */
    int bytes() {
        return shared == null ? 0 : shared.readableBytes();
    }

    /** Hands everything to the channel, which keeps it until it is flushed. */
    void handOver() {
        if (shared != null) {
            var full = shared;
            shared = null;
            channel.write(full, channel.voidPromise());
        }
    }

    /** Nothing can be sent any more. */
    void discard() {
        if (shared != null) {
            shared.release();
            shared = null;
        }
    }

    private ByteBuf room(int length) {
        if (shared != null && shared.readableBytes() + length > LARGE) {
            handOver();
        }
        var buffer = shared;
        if (buffer == null) {
            buffer = channel.alloc().directBuffer(Math.max(USUAL, length));
            shared = buffer;
        }
        return buffer;
    }
}
