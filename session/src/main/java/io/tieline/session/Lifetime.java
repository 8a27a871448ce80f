package io.tieline.session;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The things that transports open while a server, a proxy or a client runs, and that end with it:
 * event loops, child processes. There is at most one of each kind, so that a listener and a backend
 * share their event loops.
 *
 * <p>Whoever makes a lifetime closes it. Closing it closes what was opened, the latest first, and
 * leaves the {@link Environment} alone. Safe for use by several threads.
 */
public final class Lifetime implements AutoCloseable {

    private final Environment environment;

    // Under the monitor of this object.
    private final Map<Class<?>, AutoCloseable> byKind = new HashMap<>();
    private final Deque<AutoCloseable> latestFirst = new ArrayDeque<>();
    private boolean closed;

    /** A lifetime in which nothing is open yet. */
    public Lifetime(Environment environment) {
        this.environment = environment;
    }

    /** The world in which it passes. */
    public Environment environment() {
        return environment;
    }

    /**
     * The one thing of this kind, made now unless it was asked for before.
     *
     * @throws IllegalStateException if the lifetime is over
     */
    public synchronized <T extends AutoCloseable> T shared(
            Class<T> kind, Supplier<? extends T> maker) {
        if (closed) {
            throw new IllegalStateException("This is closed already; build another one");
        }
        var known = byKind.get(kind);
        if (known != null) {
            return kind.cast(known);
        }
        T made = maker.get();
        byKind.put(kind, made);
        latestFirst.push(made);
        return made;
    }

    /** Closes everything. Closing twice is silent; what a thing throws is told to the observer. */
    @Override
    public void close() {
        for (var next = next(); next != null; next = next()) {
            try {
                next.close();
            } catch (Exception fault) {
                environment.observer().fault(fault);
            }
        }
    }

    private synchronized @Nullable AutoCloseable next() {
        closed = true;
        return latestFirst.poll();
    }
}
