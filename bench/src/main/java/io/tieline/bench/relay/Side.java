package io.tieline.bench.relay;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * One of two connections, each of which writes to the other what it reads, in the very buffers that
 * it read into.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what fails, closes its two connections
final class Side extends ChannelInboundHandlerAdapter {

    private final Channel other;

    /**
     * @param other on the same loop
     */
    Side(Channel other) {
        this.other = other;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object bytes) {
        other.write(bytes, other.voidPromise());
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        other.flush();
    }

    /** Who does not take what it is sent, is sent no more, and so is the sender of that. */
    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        other.config().setAutoRead(context.channel().isWritable());
    }

    /** What was read before the end still goes out. */
    @Override
    public void channelInactive(ChannelHandlerContext context) {
        other.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close(); // a peer that hung up is no fault
    }
}
