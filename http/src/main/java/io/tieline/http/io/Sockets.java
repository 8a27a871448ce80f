package io.tieline.http.io;

import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringChannelOption;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.channel.uring.IoUringSocketChannel;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.channels.spi.SelectorProvider;
import java.util.Map;
import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;

/** The interfaces of the operating system by which event loops work, and the sockets of each. */
public enum Sockets {
    EPOLL,
    IO_URING,
    NIO;

    /** Why this does not work on this machine; null if it does. */
    public @Nullable String obstacle() {
        var cause =
                switch (this) {
                    case EPOLL -> Epoll.unavailabilityCause();
                    case IO_URING -> IoUring.unavailabilityCause();
                    case NIO -> null;
                };
        return cause == null ? null : Causes.innermost(cause);
    }

    public IoHandlerFactory handlers() {
        return switch (this) {
            case EPOLL -> EpollIoHandler.newFactory();
            case IO_URING -> IoUringIoHandler.newFactory();
            case NIO -> NioIoHandler.newFactory();
        };
    }

    /**
     * Makes sockets that listen at such an address. For one of IPv4 they are of IPv4 alone, or
     * 0.0.0.0 would mean all addresses of IPv6 too; io_uring cannot make such.
     */
    public ChannelFactory<ServerChannel> serverChannels(@Nullable InetAddress address) {
        boolean ipv4 = address instanceof Inet4Address;
        var family = SocketProtocolFamily.INET;
        var sockets = SelectorProvider.provider();
        return switch (this) {
            case EPOLL ->
                    ipv4
                            ? () -> new EpollServerSocketChannel(family)
                            : EpollServerSocketChannel::new;
            case IO_URING -> IoUringServerSocketChannel::new;
            case NIO ->
                    ipv4
                            ? () -> new NioServerSocketChannel(sockets, family)
                            : NioServerSocketChannel::new;
        };
    }

    public Class<? extends SocketChannel> channel() {
        return switch (this) {
            case EPOLL -> EpollSocketChannel.class;
            case IO_URING -> IoUringSocketChannel.class;
            case NIO -> NioSocketChannel.class;
        };
    }

    /**
     * The option by which a connection ends when its peer acknowledges nothing for so many
     * milliseconds; null where it cannot be set, and the operating system's own, longer time
     * applies.
     */
    public @Nullable ChannelOption<Integer> unacknowledgedMillis() {
        return switch (this) {
            case EPOLL -> EpollChannelOption.TCP_USER_TIMEOUT;
            case IO_URING -> IoUringChannelOption.TCP_USER_TIMEOUT;
            case NIO -> null;
        };
    }

    /** The options by which a silent peer is asked whether it lives, over so many seconds. */
    public Map<ChannelOption<Integer>, Integer> probing(int seconds) {
        return switch (this) {
            case EPOLL ->
                    Map.of(
                            EpollChannelOption.TCP_KEEPIDLE,
                            seconds / 2,
                            EpollChannelOption.TCP_KEEPINTVL,
                            seconds / 6,
                            EpollChannelOption.TCP_KEEPCNT,
                            3);
            case IO_URING ->
                    Map.of(
                            IoUringChannelOption.TCP_KEEPIDLE,
                            seconds / 2,
                            IoUringChannelOption.TCP_KEEPINTVL,
                            seconds / 6,
                            IoUringChannelOption.TCP_KEEPCNT,
                            3);
            case NIO ->
                    Map.of(
                            NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPIDLE),
                            seconds / 2,
                            NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPINTERVAL),
                            seconds / 6,
                            NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPCOUNT),
                            3);
        };
    }
}
