package io.tieline.http.io;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.tieline.session.Timers;
import java.util.concurrent.TimeUnit;

/** The event loops of a program, and their alarms. Safe for use by several threads. */
public final class Loops implements AutoCloseable {

    private static final long QUIET_MILLIS = 0;
    private static final long STOP_SECONDS = 5;

    private final EventLoopGroup group;
    private final EventLoop[] all;
    private final Sockets sockets;
    private final Timers timers;

    private Loops(int loops, Sockets sockets) {
        this.sockets = sockets;
        this.group =
                new MultiThreadIoEventLoopGroup(
                        loops, new DefaultThreadFactory("tieline-loop", true), sockets.handlers());
        this.all = new EventLoop[loops];
        int number = 0;
        for (var loop : group) {
            all[number] = (EventLoop) loop;
            number++;
        }
        this.timers = new EventLoopTimers(this, loops);
    }

    /**
     * This many loops, by this interface.
     *
     * @throws IllegalArgumentException if there is to be none, or the interface does not work here
     */
    public static Loops open(int loops, Sockets sockets) {
        if (loops < 1) {
            throw new IllegalArgumentException("There must be at least one event loop");
        }
        var obstacle = sockets.obstacle();
        if (obstacle != null) {
            throw new IllegalArgumentException(sockets + " does not work here: " + obstacle);
        }
        return new Loops(loops, sockets);
    }

    /** What sockets on these loops are made of. */
    public Sockets sockets() {
        return sockets;
    }

    /** Alarms on these loops: one that is set on a loop's thread rings there. */
    public Timers timers() {
        return timers;
    }

    /** How many there are. */
    public int size() {
        return all.length;
    }

    /** Runs a task on each loop, as soon as that has done what came before. */
    public void each(Runnable task) {
        for (var loop : all) {
            loop.execute(task);
        }
    }

    public EventLoopGroup group() {
        return group;
    }

    /** The loop on whose thread this is called, else the one whose turn it is. */
    public EventLoop here() {
        return loop(number());
    }

    /** The number of the loop on whose thread this is called; -1 if it is called on another one. */
    public int number() {
        var thread = Thread.currentThread();
        for (int i = 0; i < all.length; i++) {
            if (all[i].inEventLoop(thread)) {
                return i;
            }
        }
        return -1;
    }

    /** The loop of that number; the one whose turn it is for -1. */
    public EventLoop loop(int number) {
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
