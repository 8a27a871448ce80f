package io.tieline.bench;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.channel.uring.IoUringSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;

/** Event loops of the benchmark's own programs; they run until the process ends. */
public record Loops(
        EventLoopGroup group,
        Class<? extends ServerChannel> server,
        Class<? extends SocketChannel> client) {

    /** This many, on what Tieline takes unasked: epoll, or the JDK's own where there is none. */
    public static Loops open(int loops) {
        return Epoll.isAvailable()
                ? new Loops(
                        group(loops, EpollIoHandler.newFactory()),
                        EpollServerSocketChannel.class,
                        EpollSocketChannel.class)
                : new Loops(
                        group(loops, NioIoHandler.newFactory()),
                        NioServerSocketChannel.class,
                        NioSocketChannel.class);
    }

    /** This many, on io_uring, which has to be available. */
    public static Loops ioUring(int loops) {
        return new Loops(
                group(loops, IoUringIoHandler.newFactory()),
                IoUringServerSocketChannel.class,
                IoUringSocketChannel.class);
    }

    private static EventLoopGroup group(int loops, IoHandlerFactory io) {
        return new MultiThreadIoEventLoopGroup(
                loops, new DefaultThreadFactory("bench-loop", true), io);
    }
}
