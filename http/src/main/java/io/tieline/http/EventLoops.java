package io.tieline.http;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.tieline.session.Timers;
import java.util.concurrent.TimeUnit;

/**
 * The threads on which all network traffic of a program happens: one event loop for each processor.
 *
 * <p>A program makes it once and gives it to its listener and its HTTP backends, so that a
 * connection to a backend that is opened on a loop's thread stays on that loop and a call passes
 * from one to the other without a thread switch. The loops must never be blocked.
 *
 * <p>Safe for use by several threads. Close it last: closing stops the loops, whatever still runs
 * on them.
 */
public final class EventLoops implements AutoCloseable {

    private static final long QUIET_MILLIS = 0;
    private static final long STOP_SECONDS = 5;

    private final EventLoopGroup group;
    private final EventLoop[] all;
    private final NetworkIo io;
    private final Timers timers;

    private EventLoops(int loops, NetworkIo io) {
        this.io = io;
        this.group =
                new MultiThreadIoEventLoopGroup(
                        loops, new DefaultThreadFactory("tieline-loop", true), io.handlers());
        this.all = new EventLoop[loops];
        int number = 0;
        for (var loop : group) {
            all[number] = (EventLoop) loop;
            number++;
        }
        this.timers = new EventLoopTimers(this, loops);
    }

    /** One loop for each processor, by the {@linkplain NetworkIo#usual usual} interface. */
    public static EventLoops open() {
        return open(Runtime.getRuntime().availableProcessors());
    }

    /**
     * This many loops, by the {@linkplain NetworkIo#usual usual} interface.
     *
     * @throws IllegalArgumentException if there is to be none
     */
    public static EventLoops open(int loops) {
        return open(loops, NetworkIo.usual());
    }

    /**
     * This many loops, by this interface.
     *
     * @throws IllegalArgumentException if there is to be none, or the interface does not work here
     */
    public static EventLoops open(int loops, NetworkIo io) {
        if (loops < 1) {
            throw new IllegalArgumentException("There must be at least one event loop");
        }
        var obstacle = io.obstacle();
        if (obstacle != null) {
            throw new IllegalArgumentException(io + " does not work here: " + obstacle);
        }
        return new EventLoops(loops, io);
    }

    /** By which interface the loops work. */
    public NetworkIo io() {
        return io;
    }

    /** Alarms on these loops: one that is set on a loop's thread rings there. */
    public Timers timers() {
        return timers;
    }

    /** How many there are. */
    int size() {
        return all.length;
    }

    /** Runs a task on each loop, as soon as that has done what came before. */
    void each(Runnable task) {
        for (var loop : all) {
            loop.execute(task);
        }
    }

    EventLoopGroup group() {
        return group;
    }

    /** The loop on whose thread this is called, else the one whose turn it is. */
    EventLoop here() {
        return loop(number());
    }

    /** The number of the loop on whose thread this is called; -1 if it is called on another one. */
    int number() {
        var thread = Thread.currentThread();
        for (int i = 0; i < all.length; i++) {
            if (all[i].inEventLoop(thread)) {
                return i;
            }
        }
        return -1;
    }

    /** The loop of that number; the one whose turn it is for -1. */
    EventLoop loop(int number) {
        return number < 0 ? group.next() : all[number];
    }

    /**
     * Stops the loops and waits for them; returns at once when called on one of them. Closing twice
     * is silent.
     */
    @Override
    public void close() {
        var stopped =
                group.shutdownGracefully(QUIET_MILLIS, STOP_SECONDS * 1000, TimeUnit.MILLISECONDS);
        if (number() >= 0) {
            return;
        }
        stopped.awaitUninterruptibly(STOP_SECONDS + 1, TimeUnit.SECONDS);
    }
}
