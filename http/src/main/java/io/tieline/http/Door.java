package io.tieline.http;

import static java.util.Objects.requireNonNull;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.ssl.SslContext;
import io.netty.util.NetUtil;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The listening socket and the connections that came in through it. Bound at once; lets nobody in
 * before it is {@linkplain #open opened}, since who may come in depends on the port.
 */
final class Door extends ChannelInitializer<Channel> {

    private static final int BACKLOG = 1024;

    /** What we send must be acknowledged: this is how the end of a silent network is noticed. */
    private static final int UNACKNOWLEDGED_MILLIS = 30_000;

    /** A client is too slow from so many unsent bytes on, until so few are left. */
    private static final WriteBufferWaterMark PRESSED =
            new WriteBufferWaterMark(64 * 1024, 256 * 1024);

    private final ChannelGroup connections;
    private final @Nullable SslContext tls;
    private final Channel server;
    private volatile @Nullable Front front;

    Door(InetSocketAddress address, EventLoops loops, @Nullable SslContext tls)
            throws BindException {
        this.connections = new DefaultChannelGroup(loops.group().next());
        this.tls = tls;
        this.server = bind(address, loops);
    }

    private Channel bind(InetSocketAddress address, EventLoops loops) throws BindException {
        var bootstrap =
                new ServerBootstrap()
                        .group(loops.group())
                        .channel(loops.io().serverChannel())
                        .option(ChannelOption.SO_REUSEADDR, true)
                        .option(ChannelOption.SO_BACKLOG, BACKLOG)
                        .option(ChannelOption.AUTO_READ, false)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childOption(ChannelOption.SO_KEEPALIVE, true)
                        .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, PRESSED)
                        .childHandler(this);
        var unacknowledged = loops.io().unacknowledgedMillis();
        if (unacknowledged != null) {
            bootstrap.childOption(unacknowledged, UNACKNOWLEDGED_MILLIS);
        }
        var bound = bootstrap.bind(address).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw cannotListen(address, bound.cause());
        }
        return bound.channel();
    }

    private static BindException cannotListen(InetSocketAddress address, Throwable cause) {
        var reason = String.valueOf(cause.getMessage());
        if (address.isUnresolved()) {
            reason = "the host name is not known";
        } else if (reason.toLowerCase(Locale.ROOT).contains("in use")) {
            reason = "the address is in use; stop the other program or choose another port";
        }
        var text = NetUtil.toSocketAddressString(address);
        var problem = new BindException("Cannot listen on " + text + ": " + reason);
        problem.initCause(cause);
        return problem;
    }

    InetSocketAddress address() {
        return (InetSocketAddress) server.localAddress();
    }

    /** Lets clients in. */
    void open(Front behind) {
        front = behind;
        server.config().setAutoRead(true);
    }

    @Override
    protected void initChannel(Channel channel) {
        connections.add(channel);
        if (tls != null) {
            channel.pipeline().addLast(tls.newHandler(channel.alloc()));
        }
        FrontConnection.install(requireNonNull(front, "nobody comes in before"), channel);
    }

    /** Lets nobody in any longer. */
    void close() {
        server.close().awaitUninterruptibly();
    }

    /**
     * Closes the connections: at once where nothing is answered, else after the answer or so long.
     */
    void closeConnections(Duration most) {
        try {
            for (var connection : connections) {
                connection.pipeline().fireUserEventTriggered(FrontConnection.Event.CLOSING);
            }
            connections
                    .newCloseFuture()
                    .awaitUninterruptibly(most.toMillis(), TimeUnit.MILLISECONDS);
            connections.close().awaitUninterruptibly();
        } catch (RejectedExecutionException stopped) {
            // The loops were closed first, and took the connections with them.
        }
    }
}
