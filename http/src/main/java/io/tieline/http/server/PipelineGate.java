package io.tieline.http.server;

import static java.util.Objects.requireNonNull;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.tieline.http.io.Fields;
import io.tieline.session.Account;
import io.tieline.session.Budget;
import io.tieline.session.Holding;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Lets one request pass at a time: what a client pipelines waits here until the request before it
 * is answered. Reading goes on meanwhile, since that is how a client that goes away is noticed,
 * until very much waits, or more than a little while there is no room. On the channel's event loop.
 */
final class PipelineGate extends ChannelInboundHandlerAdapter {

    /** So many bytes may wait while reading goes on, whether there is room or not. */
    static final int LITTLE = 16 * 1024;

    /** Where more wait nothing is read, and a client that goes away is noticed late. */
    static final int MOST = 1024 * 1024;

    /** What a part costs beside its bytes. */
    private static final int PART = 256;

    private final Deque<Object> waiting = new ArrayDeque<>(0);
    private final Account account;
    private final Holding room;
    private int bytes;
    private boolean shut;
    private @Nullable ChannelHandlerContext here;

    /** What waits is charged to this account. */
    PipelineGate(Account account) {
        this.account = account;
        this.room = new Holding(account, Budget.Use.ARRIVING);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        here = context;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object part) {
        if (shut || !waiting.isEmpty()) {
            waiting.add(part);
            bytes += size(part);
            boolean fits = room.charge(bytes) && !account.isFull();
            if (bytes > MOST || (bytes > LITTLE && !fits)) {
                context.channel().config().setAutoRead(false);
            }
        } else {
            pass(context, part);
        }
    }

    /** The request that has passed is answered. */
    void next() {
        shut = false;
        if (waiting.isEmpty()) {
            return; // as nearly always
        }
        var context = requireNonNull(here);
        while (!shut && !waiting.isEmpty()) {
            var part = waiting.remove();
            bytes -= size(part);
            pass(context, part);
        }
        room.charge(bytes);
        if (bytes <= LITTLE) {
            context.channel().config().setAutoRead(true);
        }
    }

    /** The same before and after: nothing reads the parts that wait. */
    private static int size(Object part) {
        int head = part instanceof HttpMessage message ? Fields.cost(message.headers()) : 0;
        int body = part instanceof HttpContent content ? content.content().readableBytes() : 0;
        return PART + head + body;
    }

    private void pass(ChannelHandlerContext context, Object part) {
        shut = part instanceof LastHttpContent;
        context.fireChannelRead(part);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        waiting.forEach(ReferenceCountUtil::release);
        waiting.clear();
        room.charge(0);
        context.fireChannelInactive();
    }
}
