package io.tieline.http;

import io.netty.channel.EventLoop;
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
import io.netty.util.concurrent.DefaultThreadFactory;
import io.tieline.session.Timers;
import java.util.concurrent.TimeUnit;

/**
 * The threads on which all network traffic of a program happens: one event loop for each processor.
 *
 * <p>A program makes it once and gives it to its listener and its HTTP backends, so that a
 * connection to a backend that is opened on a loop's thread stays on that loop and a call passes
 * from one to the other without a thread switch. The loops must never be blocked. Epoll is used
 * where its native library is found, NIO elsewhere.
 *
 * <p>Safe for use by several threads. Close it last: closing stops the loops, whatever still runs
 * on them.
 */
public final class EventLoops implements AutoCloseable {

    private static final long QUIET_MILLIS = 0;
    private static final long STOP_SECONDS = 5;

    private final EventLoopGroup group;
    private final boolean epoll;
    private final Timers timers = new LoopTimers(this);

    private EventLoops(int loops, boolean epoll) {
        IoHandlerFactory io = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        this.epoll = epoll;
        this.group =
                new MultiThreadIoEventLoopGroup(
                        loops, new DefaultThreadFactory("tieline-loop", true), io);
    }

    /** One loop for each processor, on the fastest transport that this machine has. */
    public static EventLoops open() {
        return open(Runtime.getRuntime().availableProcessors());
    }

    /**
     * This many loops, on the fastest transport that this machine has.
     *
     * @throws IllegalArgumentException if there is to be none
     */
    public static EventLoops open(int loops) {
        if (loops < 1) {
            throw new IllegalArgumentException("There must be at least one event loop");
        }
        return new EventLoops(loops, Epoll.isAvailable());
    }

    /** Which transport the loops use: {@code epoll} or {@code nio}. */
    public String transport() {
        return epoll ? "epoll" : "nio";
    }

    /** Alarms on these loops: one that is set on a loop's thread rings there. */
    public Timers timers() {
        return timers;
    }

    boolean isEpoll() {
        return epoll;
    }

    EventLoopGroup group() {
        return group;
    }

    /** The loop on whose thread this is called, else the one whose turn it is. */
    EventLoop here() {
        for (var loop : group) {
            if (loop.inEventLoop()) {
                return (EventLoop) loop;
            }
        }
        return group.next();
    }

    Class<? extends ServerChannel> serverChannel() {
        return epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    }

    Class<? extends SocketChannel> channel() {
        return epoll ? EpollSocketChannel.class : NioSocketChannel.class;
    }

    /**
     * Stops the loops and waits for them; returns at once when called on one of them. Closing twice
     * is silent.
     */
    @Override
    public void close() {
        var stopped =
                group.shutdownGracefully(QUIET_MILLIS, STOP_SECONDS * 1000, TimeUnit.MILLISECONDS);
        for (var loop : group) {
            if (loop.inEventLoop()) {
                return;
            }
        }
        stopped.awaitUninterruptibly(STOP_SECONDS + 1, TimeUnit.SECONDS);
    }
}
