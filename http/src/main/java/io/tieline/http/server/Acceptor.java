package io.tieline.http.server;

import static java.util.Objects.requireNonNull;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.ssl.SslContext;
import io.tieline.http.io.Loops;
import java.net.BindException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The listening socket and the connections that came in through it. Bound at once; lets nobody in
 * before it is {@linkplain #open opened}, since who may come in depends on the port.
 */
final class Acceptor extends ChannelInitializer<Channel> {

    private static final int BACKLOG = 1024;

    /** What we send must be acknowledged: this is how the end of a silent network is noticed. */
    private static final int UNACKNOWLEDGED_MILLIS = 30_000;

    /** A client is too slow from so many unsent bytes on, until so few are left. */
    private static final WriteBufferWaterMark PRESSED =
            new WriteBufferWaterMark(64 * 1024, 256 * 1024);

    private final ChannelGroup connections;
    private final @Nullable SslContext tls;
    private final InetSocketAddress named;
    private final Channel server;
    private volatile @Nullable ListenerContext front;

    Acceptor(InetSocketAddress address, Loops loops, @Nullable SslContext tls)
            throws BindException {
        this.connections = new DefaultChannelGroup(loops.group().next());
        this.tls = tls;
        this.named = address;
        this.server = bind(address, loops);
    }

    private Channel bind(InetSocketAddress address, Loops loops) throws BindException {
        var bootstrap =
                new ServerBootstrap()
                        .group(loops.group())
                        .channelFactory(loops.sockets().serverChannels(address.getAddress()))
                        .option(ChannelOption.SO_REUSEADDR, true)
                        .option(ChannelOption.SO_BACKLOG, BACKLOG)
                        .option(ChannelOption.AUTO_READ, false)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childOption(ChannelOption.SO_KEEPALIVE, true)
                        .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, PRESSED)
                        .childHandler(this);
        var unacknowledged = loops.sockets().unacknowledgedMillis();
        if (unacknowledged != null) {
            bootstrap.childOption(unacknowledged, UNACKNOWLEDGED_MILLIS);
        }
        var bound = bootstrap.bind(address).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw CannotListen.because(address, bound.cause());
        }
        return bound.channel();
    }

    /** Where it listens: as it was named, on the port that it has. */
    InetSocketAddress address() {
        int port = ((InetSocketAddress) server.localAddress()).getPort();
        return new InetSocketAddress(named.getAddress(), port);
    }

    /** Lets clients in. */
    void open(ListenerContext behind) {
        front = behind;
        server.config().setAutoRead(true);
    }

    @Override
    protected void initChannel(Channel channel) {
        connections.add(channel);
        if (isOfAnotherFamily(channel)) {
            var _ = channel.close();
            return;
        }
        var behind = requireNonNull(front, "nobody comes in before");
        channel.pipeline().addLast(WrongProtocol.detection(behind, tls));
        if (!FrontConnection.install(behind, channel)) {
            var _ = channel.close();
        }
    }

    /** A socket that is named for all of IPv4, and could not be made for IPv4 alone. */
    private boolean isOfAnotherFamily(Channel channel) {
        return named.getAddress() instanceof Inet4Address
                && channel.localAddress() instanceof InetSocketAddress local
                && local.getAddress() instanceof Inet6Address;
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
