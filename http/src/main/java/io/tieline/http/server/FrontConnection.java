package io.tieline.http.server;

import static java.util.Objects.requireNonNull;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.ssl.SslHandler;
import io.tieline.http.io.Causes;
import io.tieline.session.Account;
import io.tieline.session.Budget;
import io.tieline.session.Caller;
import io.tieline.session.Holding;
import io.tieline.session.Principal;
import io.tieline.session.client.Presence;
import io.tieline.wire.Payload;
import java.io.IOException;
import java.time.Duration;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a client: brings each request to the endpoint, and its answer back. What is
 * written in one turn of the loop is flushed together. On the channel's event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // the pipeline is told of what fails
final class FrontConnection extends ChannelInboundHandlerAdapter {

    /** What connections are told all at once. */
    enum Event {
        CLOSING,
        /** We close it ourselves, since nothing is said on it. */
        IDLE
    }

    /** How long a client that is still sending may take to notice that it was refused. */
    private static final Duration LINGER = Duration.ofSeconds(2);

    private final ListenerContext front;
    private final Channel channel;
    private final LoopExecutor lane;
    private final Outgoing outgoing;
    private final PipelineGate turnstile;
    private final RequestDecoder decoder;
    private final RequestReader reader;
    private final Account account;
    private final Holding unread;
    private final int shard;
    private final String peer;
    private final Presence presence = new Presence();

    // Read by whoever looks for connections that can make room.
    private volatile boolean serving;
    private volatile boolean served;
    private volatile long since;

    private @Nullable HttpReply reply;
    private @Nullable HttpReply answered;
    private boolean refused;
    private boolean unflushed;
    private boolean pressed;
    private boolean idle;

    private FrontConnection(ListenerContext front, Channel channel) {
        this.front = front;
        this.channel = channel;
        this.lane = newLane();
        this.outgoing = new Outgoing(channel);
        this.account = front.environment().budget().connection();
        this.unread = new Holding(account, Budget.Use.UNREAD);
        this.turnstile = new PipelineGate(account);
        this.decoder = new RequestDecoder(front.settings().limits());
        this.reader = new RequestReader(front, lane, decoder, account, this::write);
        account.onCostliest(() -> lane.run(channel::close));
        this.shard = shard(channel);
        this.peer = String.valueOf(channel.remoteAddress());
        this.since = front.timers().nanoTime();
    }

    /** Makes this channel a connection of that listener; false if there is no room for it. */
    static boolean install(ListenerContext front, Channel channel) {
        var connection = new FrontConnection(front, channel);
        if (!front.crowd().admits(connection)) {
            connection.account.close();
            front.log()
                    .happened(
                            "crowd",
                            "a client was turned away: all connections of this listener are busy");
            return false;
        }
        var limits = front.settings().limits();
        channel.pipeline()
                .addLast(new StallWatch(front.timers(), connection.lane, limits.writeStall()))
                .addLast(connection.decoder)
                .addLast(connection.turnstile)
                .addLast(connection.reader)
                .addLast(connection);
        return true;
    }

    /** The number of this connection's loop among the loops. */
    private static int shard(Channel channel) {
        int number = 0;
        for (var loop : channel.eventLoop().parent()) {
            if (loop.equals(channel.eventLoop())) {
                return number;
            }
            number++;
        }
        return 0;
    }

    /** A further lane on this connection's loop. */
    LoopExecutor newLane() {
        return new LoopExecutor(channel.eventLoop(), front.environment().observer()::fault);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        var request = (WholeRequest) message;
        if (answered != null) {
            answered.received();
            answered = null;
        }
        var next = new HttpReply(this, lane, front, request.head(), request.good());
        reply = next;
        serving = true;
        if (request.refusal() != null) {
            refused = true;
            next.refuse(request.refusal());
        } else {
            serve(request, next);
        }
    }

    private void serve(WholeRequest request, HttpReply next) {
        if (!isDone(
                () ->
                        front.endpoint()
                                .serve(
                                        incoming(request.head(), request.sender(), request.body()),
                                        next))) {
            Refusal.of(500, "The request could not be handled").send(next);
        }
    }

    private void missed(TooLongBody body) {
        var _ =
                isDone(() ->
                        front.endpoint()
                                .missed(
                                        incoming(body.head(), body.sender(), body.beginning()),
                                        body.error()));
    }

    @SuppressWarnings("CatchThrowable") // the barrier that confines a fault to one request
    private boolean isDone(Runnable step) {
        try {
            step.run();
            return true;
        } catch (VirtualMachineError e) {
            throw e;
        } catch (Throwable t) {
            front.environment().observer().fault(t);
            return false;
        }
    }

    private HttpRequestMessage incoming(HttpRequest head, Principal sender, byte[] body) {
        var target =
                requireNonNull(RequestTarget.of(head.uri()), "sources let only such targets pass");
        var caller = new Caller(sender, new SentHeaders(head.headers()), null, shard, peer);
        return new HttpRequestMessage(head.method(), target, head.headers(), body, caller);
    }

    /** Writes a part of the answer; it leaves at the end of this turn of the loop. */
    void write(byte[] part) {
        outgoing.add(part);
        flushLater();
    }

    /** Writes a body, in the same way. */
    void write(Payload body) {
        body.writeTo(outgoing);
        flushLater();
    }

    /** Writes a part of a body whose length is not known, in the same way. */
    void writeChunk(byte[] part) {
        outgoing.addChunk(part);
        flushLater();
    }

    private void flushLater() {
        if (channel.eventLoop().isShuttingDown()) {
            flush(); // there may be no later
        } else if (!unflushed) {
            unflushed = true;
            channel.eventLoop().execute(this::flush);
        }
    }

    private void flush() {
        unflushed = false;
        outgoing.handOver();
        channel.flush();
        charge();
    }

    /**
     * What the client has not taken from us is charged; one that lets too much gather is closed.
     */
    private void charge() {
        if (!unread.charge(unsent())) {
            channel.close();
        }
    }

    /** How many bytes are waiting for the client to read. */
    long unsent() {
        var buffer = channel.unsafe().outboundBuffer();
        return buffer == null ? 0 : buffer.totalPendingWriteBytes() + outgoing.bytes();
    }

    /** The answer is complete: the next request, or the end. */
    void answered(boolean keepAlive) {
        answered = reply;
        reply = null;
        since = front.timers().nanoTime();
        served = true;
        serving = false;
        if (keepAlive) {
            reader.answered();
            turnstile.next();
            reader.watchArrival();
        } else if (refused) {
            linger();
        } else {
            outgoing.handOver();
            channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }
    }

    /**
     * Ends our side and goes on reading for a while: closing while the client still sends would
     * reset the connection, and the client might never see why it was refused.
     */
    private void linger() {
        outgoing.handOver();
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(sent -> endOutput());
        front.timers().after(LINGER, channel::close);
    }

    private void endOutput() {
        if (channel instanceof DuplexChannel duplex
                && channel.pipeline().get(SslHandler.class) == null) {
            duplex.shutdownOutput();
        }
    }

    void close() {
        channel.close();
    }

    /** How this connection has been quiet until now; null if something is answered on it. */
    ConnectionTable.@Nullable Quiet quiet(long now) {
        return serving ? null : new ConnectionTable.Quiet(this, served, now - since);
    }

    /** Ends it, unless a request has arrived meanwhile: others need the room. */
    void makeRoom() {
        lane.run(() -> {
            if (reply == null) {
                channel.pipeline().fireUserEventTriggered(Event.IDLE);
                channel.close();
            }
        });
    }

    /** Whether its client is still there, for the sessions that it uses. */
    Presence presence() {
        return presence;
    }

    /** The listener closes: a connection on which nothing is answered is not needed any longer. */
    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event == Event.CLOSING && reply == null) {
            context.close();
        } else if (event == Event.IDLE) {
            idle = true;
        } else if (event instanceof TooLongBody body) {
            missed(body);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (!channel.isWritable()) {
            flush(); // it is the client that is slow only if the socket does not take it
        }
        charge();
        boolean now = !channel.isWritable();
        if (now != pressed) {
            pressed = now;
            if (reply != null) {
                reply.pressed(now);
            }
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        front.crowd().left(this);
        outgoing.discard();
        unread.charge(0);
        account.close();
        long now = front.timers().nanoTime();
        if (idle) {
            presence.closed(now);
        } else {
            presence.left(now);
        }
        var last = reply;
        reply = null;
        if (last != null) {
            last.gone();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        // A reset, or no agreement on TLS: the client's affair.
        if (cause instanceof DecoderException && cause.getCause() instanceof SSLException fault) {
            var reason = CountedLog.shown(Causes.innermost(fault));
            var advice =
                    reason.contains("unknown_ca") || reason.contains("certificate")
                            ? "; the client does not trust our certificate and has to be told its authority"
                            : "";
            var line = "TLS with a client came to nothing: " + reason + advice;
            front.log().happened("TLS: " + reason, line);
        } else if (!(cause instanceof IOException) && !(cause instanceof DecoderException)) {
            front.environment().observer().fault(cause);
        }
        context.close();
    }
}
