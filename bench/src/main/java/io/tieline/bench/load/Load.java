package io.tieline.bench.load;

import io.netty.channel.EventLoop;
import io.tieline.bench.Loops;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Clients of one address, all on one loop, each with a connection and a session of its own that
 * last from {@link #open} to {@link #close}. In between they work in {@link #run runs}, one at a
 * time. For use by one thread.
 */
public final class Load implements AutoCloseable {

    /** The clients could not be brought to work. */
    public static final class UnusableException extends Exception {

        private static final long serialVersionUID = 1;

        public UnusableException(String why) {
            super(why);
        }
    }

    /** After so long between two runs, servers may have hung up, or be about to. */
    private static final long LONG_IDLE = TimeUnit.SECONDS.toNanos(3);

    private final EventLoop loop;
    private final Duration patience;
    private final List<Caller> callers = new ArrayList<>();
    private Caller.Ended heard = (_, _) -> {};
    private long idleSince;

    private Load(EventLoop loop, Duration patience) {
        this.loop = loop;
        this.patience = patience;
    }

    /**
     * Opens the clients' sessions.
     *
     * @param patience for the opening, the closing, and for calls that are not answered
     * @throws UnusableException if one session cannot be opened
     */
    public static Load open(Loops loops, URI to, Work work, int clients, Duration patience)
            throws InterruptedException, UnusableException {
        var loop = loops.group().next();
        var load = new Load(loop, patience);
        for (int i = 0; i < clients; i++) {
            load.callers.add(
                    new Caller(
                            i,
                            work,
                            loops,
                            loop,
                            to,
                            (caller, wrong) -> load.heard.ended(caller, wrong)));
        }
        try {
            var wrong = load.all(Caller::open).get(patience.toMillis(), TimeUnit.MILLISECONDS);
            if (wrong.isEmpty()) {
                return load;
            }
            load.close();
            throw new UnusableException(wrong.get());
        } catch (ExecutionException | TimeoutException e) {
            load.close();
            throw new UnusableException(
                    "not all of "
                            + clients
                            + " sessions opened within "
                            + patience.toSeconds()
                            + " s");
        }
    }

    /** Has every client do something once; completes when all have, or with what went wrong. */
    private CompletableFuture<Optional<String>> all(Consumer<Caller> what) {
        var done = new CompletableFuture<Optional<String>>();
        loop.execute(() -> {
            heard = new Everyone(callers.size(), done);
            callers.forEach(what);
        });
        return done;
    }

    /** Waits for all clients, or for the first that fails. */
    private static final class Everyone implements Caller.Ended {
        private final CompletableFuture<Optional<String>> done;
        private int missing;

        Everyone(int missing, CompletableFuture<Optional<String>> done) {
            this.missing = missing;
            this.done = done;
        }

        @Override
        public void ended(Caller caller, @Nullable String wrong) {
            if (wrong != null) {
                done.complete(Optional.of(wrong));
            }
            missing--;
            if (missing == 0) {
                done.complete(Optional.empty());
            }
        }
    }

    /**
     * Has the clients work for a while.
     *
     * @param cpu a meter in nanoseconds, read when the measured time begins and ends
     */
    public Outcome run(Effort effort, LongSupplier cpu) throws InterruptedException {
        var run = new Run(loop, callers, effort, patience, cpu);
        var waitedLong = System.nanoTime() - idleSince > LONG_IDLE;
        loop.execute(() -> {
            heard = run;
            if (waitedLong) {
                callers.forEach(Caller::hangUp);
            }
            run.begin();
        });
        try {
            return run.outcome().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("The load generator itself failed", e);
        } finally {
            idleSince = System.nanoTime();
        }
    }

    /** Ends the sessions, as far as the server lets them be ended. */
    @Override
    public void close() {
        try {
            all(Caller::close).get(Math.min(patience.toMillis(), 5_000), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            loop.execute(() -> callers.forEach(Caller::hangUp)); // what was to be seen was seen
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
