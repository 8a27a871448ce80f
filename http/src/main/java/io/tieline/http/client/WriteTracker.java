package io.tieline.http.client;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelProgressiveFuture;
import io.netty.channel.ChannelProgressiveFutureListener;
import io.netty.channel.ChannelPromise;

/**
 * Knows whether any byte of the current request has left this machine. It stands next to the
 * socket, behind encryption, since a request may be sent again only if nothing of it went out.
 */
final class WriteTracker extends ChannelOutboundHandlerAdapter {

    private long count;

    /** Grows whenever bytes leave. */
    long count() {
        return count;
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        var tracked = ctx.newProgressivePromise();
        tracked.addListener(new Watch(promise));
        var _ = ctx.write(message, tracked);
    }

    private final class Watch implements ChannelProgressiveFutureListener {

        private final ChannelPromise promise;

        Watch(ChannelPromise promise) {
            this.promise = promise;
        }

        @Override
        public void operationProgressed(ChannelProgressiveFuture future, long done, long total) {
            count++;
        }

        @Override
        public void operationComplete(ChannelProgressiveFuture future) {
            if (future.isSuccess()) {
                count++; // Not every transport reports the progress of a write that is complete.
                promise.trySuccess();
            } else {
                promise.tryFailure(future.cause());
            }
        }
    }
}
