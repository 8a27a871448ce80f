package io.tieline.http.client;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.tieline.http.io.Loops;
import io.tieline.http.settings.HttpBackendLimits;
import io.tieline.session.Timers;
import io.tieline.session.backend.LinkFailure;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Opens connections to one backend, encrypted where its URL says so. Of the host's addresses each
 * is tried in turn: {@code localhost} is two, and many a server listens on one of them only. Safe
 * for use by several event loops.
 */
final class BackendDialer {

    private final Loops loops;
    private final BackendAddress address;
    private final HostLookup lookup;
    private final @Nullable ClientTls tls;

    BackendDialer(Loops loops, BackendAddress address, HostLookup lookup, @Nullable ClientTls tls) {
        this.loops = loops;
        this.address = address;
        this.lookup = lookup;
        this.tls = tls;
    }

    /** Opens one connection; the pool hears how it went, on its own loop. */
    void dial(BackendPool pool) {
        var attempt = new Attempt(pool);
        var found = lookup.addresses();
        if (found.isDone()) {
            var _ = found.whenComplete(attempt::lookedUp);
        } else {
            var _ =
                    found.whenComplete((addresses, fault) ->
                            pool.loop().execute(() -> attempt.lookedUp(addresses, fault)));
        }
    }

    private ChannelFuture connect(BackendPool pool, InetAddress to, Duration limit) {
        var bootstrap =
                new Bootstrap()
                        .group(pool.loop())
                        .channel(loops.sockets().channel())
                        .option(ChannelOption.TCP_NODELAY, true)
                        .option(ChannelOption.SO_KEEPALIVE, true)
                        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) limit.toMillis())
                        .handler(new ChannelInboundHandlerAdapter());
        noticeDeadPeers(bootstrap, pool.limits());
        return bootstrap.connect(new InetSocketAddress(to, address.port()));
    }

    /**
     * A peer that is gone is found by its connection, in about this time, also while we only wait
     * for an answer: nothing else may end a call before its own limits.
     */
    private void noticeDeadPeers(Bootstrap bootstrap, HttpBackendLimits limits) {
        loops.sockets().probing(seconds(limits.silence())).forEach(bootstrap::option);
        var unacknowledged = loops.sockets().unacknowledgedMillis();
        if (unacknowledged != null) {
            bootstrap.option(unacknowledged, seconds(limits.silence()) * 1000);
        }
    }

    private static int seconds(Duration limit) {
        return Math.clamp(limit.toSeconds(), 6, Integer.MAX_VALUE / 1000);
    }

    /**
     * The operating system takes a peer that has room for nothing for one that is gone. A server
     * that is busy has none either, so it is given more time while it has not taken a request.
     */
    void bePatient(Channel open, HttpBackendLimits limits, boolean patient) {
        var unacknowledged = loops.sockets().unacknowledgedMillis();
        if (unacknowledged != null && open.isActive()) {
            int usual = seconds(limits.silence());
            int seconds = patient ? Math.max(usual, seconds(limits.writeStall())) : usual;
            open.config().setOption(unacknowledged, seconds * 1000);
        }
    }

    /** One connection in the making. */
    private final class Attempt {

        private final BackendPool pool;
        private final Duration limit;
        private final Timers.Alarm tooLate;
        private Iterator<InetAddress> left = Collections.emptyIterator();
        private Duration patience = Duration.ZERO;
        private @Nullable Channel channel;
        private boolean over;

        Attempt(BackendPool pool) {
            this.pool = pool;
            this.limit = pool.limits().connect();
            this.tooLate =
                    pool.alarms().after(limit, () -> abandon(pool.faults().unreachable(limit)));
        }

        void lookedUp(@Nullable List<InetAddress> addresses, @Nullable Throwable fault) {
            if (over) {
                return;
            }
            if (addresses == null) {
                failed(fault == null ? new UnknownHostException() : fault);
                return;
            }
            patience = Duration.ofNanos(limit.toNanos() / addresses.size());
            left = addresses.iterator();
            next();
        }

        private void next() {
            var connecting = connect(pool, left.next(), patience);
            channel = connecting.channel();
            connecting.addListener(connected -> connected(connecting));
        }

        private void connected(ChannelFuture connecting) {
            if (over) {
                var _ = connecting.channel().close();
            } else if (connecting.isSuccess()) {
                secure(connecting.channel());
            } else if (left.hasNext()) {
                next();
            } else {
                failed(connecting.cause());
            }
        }

        private void secure(Channel open) {
            var departures = new WriteTracker();
            open.pipeline().addLast(departures);
            if (tls == null) {
                ready(open, departures);
                return;
            }
            var handler = tls.handler(open.alloc(), limit);
            var silencer = new Silencer();
            open.pipeline().addLast(handler, silencer);
            handler.handshakeFuture()
                    .addListener(done -> {
                        if (done.isSuccess()) {
                            open.pipeline().remove(silencer);
                            ready(open, departures);
                        } else {
                            failed(new SSLException("No TLS", done.cause()));
                        }
                    });
        }

        private void ready(Channel open, WriteTracker departures) {
            if (over) {
                var _ = open.close();
                return;
            }
            over = true;
            tooLate.cancel();
            var connection = new BackendConnection(pool, open, departures);
            open.pipeline().addLast(connection.decoder(), connection);
            pool.opened(connection);
        }

        private void failed(Throwable cause) {
            abandon(pool.faults().unreachable(cause));
        }

        private void abandon(LinkFailure failure) {
            if (over) {
                return;
            }
            over = true;
            tooLate.cancel();
            // Without a descriptor left it was never registered, and has no loop to be closed on.
            if (channel != null && channel.isRegistered()) {
                var _ = channel.close();
            }
            pool.unreachable(failure);
        }
    }

    /** Keeps Netty from logging what the future of the handshake says as well. */
    private static final class Silencer extends ChannelInboundHandlerAdapter {

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {}
    }
}
