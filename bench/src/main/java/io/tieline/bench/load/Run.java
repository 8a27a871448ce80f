package io.tieline.bench.load;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** One run of some clients: who calls when, and what is counted. Confined to its loop. */
@SuppressWarnings("FutureReturnValueIgnored") // alarms of one loop, which is our own
final class Run implements Caller.Ended {

    private final EventLoop loop;
    private final Effort effort;
    private final Duration patience;
    private final LongSupplier cpu;
    private final List<Turn> turns = new ArrayList<>();
    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    private final Histogram latency = new Histogram(TimeUnit.MINUTES.toNanos(2), 3);
    private int busy;
    private boolean working;
    private boolean measuring;
    private long calls;
    private long measuredSince;
    private long took;
    private long cpuBefore;
    private long cpuTook;
    private long errors;
    private @Nullable String firstError;

    Run(EventLoop loop, List<Caller> callers, Effort effort, Duration patience, LongSupplier cpu) {
        this.loop = loop;
        this.effort = effort;
        this.patience = patience;
        this.cpu = cpu;
        callers.forEach(caller -> turns.add(new Turn(caller)));
    }

    /** A client, since when its call is due, and when its next one will be. */
    private static final class Turn {
        final Caller caller;
        boolean busy;
        long due;
        long next;

        Turn(Caller caller) {
            this.caller = caller;
        }
    }

    Future<Outcome> outcome() {
        return outcome;
    }

    void begin() {
        working = true;
        long now = System.nanoTime();
        for (int i = 0; i < turns.size(); i++) {
            var turn = turns.get(i);
            if (effort.perSecond() > 0) {
                // Spread, so that the clients do not all begin at the same moment.
                turn.next = now + interval() * i / turns.size();
                wake(turn);
            } else {
                call(turn, now);
            }
        }
        loop.schedule(this::measure, effort.warmUp().toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Between two calls of one client. */
    private long interval() {
        return (long) (TimeUnit.SECONDS.toNanos(1) * turns.size() / effort.perSecond());
    }

    private void wake(Turn turn) {
        loop.schedule(
                () -> goOn(turn, System.nanoTime()),
                turn.next - System.nanoTime(),
                TimeUnit.NANOSECONDS);
    }

    private void call(Turn turn, long due) {
        turn.busy = true;
        turn.due = due;
        busy++;
        turn.caller.call();
    }

    private void measure() {
        measuring = true;
        cpuBefore = cpu.getAsLong();
        measuredSince = System.nanoTime();
        loop.schedule(this::stop, effort.measured().toNanos(), TimeUnit.NANOSECONDS);
    }

    private void stop() {
        took = System.nanoTime() - measuredSince;
        if (saysNothing()) {
            loop.schedule(this::stop, effort.measured().toNanos(), TimeUnit.NANOSECONDS);
            return;
        }
        cpuTook = cpu.getAsLong() - cpuBefore;
        measuring = false;
        working = false;
        if (busy > 0) {
            loop.schedule(this::tooLate, patience.toNanos(), TimeUnit.NANOSECONDS);
        }
        endIfIdle();
    }

    /** Of a slow subject no call may end in a short time; then a longer one is measured. */
    private boolean saysNothing() {
        return calls == 0 && errors == 0 && took < patience.toNanos();
    }

    private void tooLate() {
        if (!outcome.isDone()) {
            error(busy + " calls were not answered within " + patience.toSeconds() + " s");
            turns.stream().filter(turn -> turn.busy).forEach(turn -> turn.caller.hangUp());
            busy = 0;
            endIfIdle();
        }
    }

    private void endIfIdle() {
        if (!working && busy == 0) {
            outcome.complete(new Outcome(calls, took, cpuTook, latency, errors, firstError));
        }
    }

    @Override
    public void ended(Caller caller, @Nullable String wrong) {
        if (wrong != null) {
            error(wrong);
        }
        var turn = turns.get(caller.number());
        if (!turn.busy) {
            return;
        }
        turn.busy = false;
        busy--;
        long now = System.nanoTime();
        if (measuring && wrong == null) {
            calls++;
            latency.recordValue(Math.min(now - turn.due, latency.getHighestTrackableValue()));
        }
        if (!working) {
            endIfIdle();
        } else if (wrong != null) {
            loop.schedule(() -> goOn(turn, System.nanoTime()), 100, TimeUnit.MILLISECONDS);
        } else {
            goOn(turn, now);
        }
    }

    private void error(String why) {
        errors++;
        if (firstError == null) {
            firstError = why;
        }
    }

    private void goOn(Turn turn, long now) {
        if (!working || turn.busy) {
            return;
        }
        if (effort.perSecond() == 0) {
            call(turn, now);
        } else if (turn.next <= now) {
            long due = turn.next; // if it is late, its time runs since it was due
            turn.next += interval();
            call(turn, due);
        } else {
            wake(turn);
        }
    }
}
