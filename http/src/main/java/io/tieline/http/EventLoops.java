package io.tieline.http;

import io.tieline.http.io.Loops;
import io.tieline.session.Timers;

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

    private final Loops loops;
    private final NetworkIo io;

    private EventLoops(Loops loops, NetworkIo io) {
        this.loops = loops;
        this.io = io;
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
        return new EventLoops(Loops.open(loops, io.sockets()), io);
    }

    /** By which interface the loops work. */
    public NetworkIo io() {
        return io;
    }

    /** Alarms on these loops: one that is set on a loop's thread rings there. */
    public Timers timers() {
        return loops.timers();
    }

    /** The loops themselves, for what runs on them. */
    Loops loops() {
        return loops;
    }

    /**
     * Stops the loops and waits for them; returns at once when called on one of them. Closing twice
     * is silent.
     */
    @Override
    public void close() {
        loops.close();
    }
}
