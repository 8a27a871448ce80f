package io.tieline.http.server;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.tieline.session.Timers;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Closes a connection whose client reads nothing at all for a while of what waits for it. Costs a
 * running connection one alarm for as long as something is written on it. On the channel's event
 * loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // the pipeline is told of what fails
final class StallWatch extends ChannelOutboundHandlerAdapter {

    private static final int LOOKS = 4;

    private final Timers timers;
    private final LoopExecutor lane;
    private final Duration between;
    private boolean watching;
    private @Nullable Object first;
    private long progress;
    private int unchanged;

    StallWatch(Timers timers, LoopExecutor lane, Duration limit) {
        this.timers = timers;
        this.lane = lane;
        // Not dividedBy: that goes by way of BigDecimal, and this is done for each connection.
        this.between = Duration.ofNanos(limit.toNanos() / LOOKS);
    }

    @Override
    public void flush(ChannelHandlerContext context) {
        context.flush();
        if (!watching) {
            unchanged = 0;
            watch(context);
        }
    }

    private void watch(ChannelHandlerContext context) {
        watching = true;
        timers.after(between, () -> lane.run(() -> look(context)));
    }

    private void look(ChannelHandlerContext context) {
        watching = false;
        var buffer = context.channel().unsafe().outboundBuffer();
        if (buffer == null || buffer.isEmpty()) {
            first = null;
            return;
        }
        unchanged = hasMoved(buffer) ? 0 : unchanged + 1;
        if (unchanged >= LOOKS) {
            context.close();
        } else {
            watch(context);
        }
    }

    @SuppressWarnings("ReferenceEquality") // the same buffer is still the first
    private boolean hasMoved(ChannelOutboundBuffer buffer) {
        boolean moved = buffer.current() != first || buffer.currentProgress() != progress;
        first = buffer.current();
        progress = buffer.currentProgress();
        return moved;
    }
}
