package io.tieline.http;

import static java.util.Objects.requireNonNull;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Lets one request pass at a time: what a client pipelines waits here until the request before it
 * is answered. While something waits nothing more is read, so that it stays little; while nothing
 * waits reading goes on, since that is how a client that goes away is noticed. On the channel's
 * event loop.
 */
final class Turnstile extends ChannelInboundHandlerAdapter {

    private final Deque<Object> waiting = new ArrayDeque<>(0);
    private boolean shut;
    private @Nullable ChannelHandlerContext here;

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        here = context;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object part) {
        if (shut || !waiting.isEmpty()) {
            waiting.add(part);
            context.channel().config().setAutoRead(false);
        } else {
            pass(context, part);
        }
    }

    /** The request that has passed is answered. */
    void next() {
        var context = requireNonNull(here);
        shut = false;
        while (!shut && !waiting.isEmpty()) {
            pass(context, waiting.remove());
        }
        if (waiting.isEmpty()) {
            context.channel().config().setAutoRead(true);
        }
    }

    private void pass(ChannelHandlerContext context, Object part) {
        shut = part instanceof LastHttpContent;
        context.fireChannelRead(part);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        waiting.forEach(ReferenceCountUtil::release);
        waiting.clear();
        context.fireChannelInactive();
    }
}
