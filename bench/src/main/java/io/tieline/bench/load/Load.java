package io.tieline.bench.load;

import io.netty.channel.EventLoop;
import io.tieline.bench.Loops;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Some clients at work on one address for a while, all on one loop. */
@SuppressWarnings("FutureReturnValueIgnored") // alarms of one loop, which is our own
public final class Load implements Caller.Ended {

    /**
     * How hard the clients work.
     *
     * @param clients how many there are, each with a connection and a session of its own
     * @param warmUp so long before anything is counted
     * @param measured so long it is counted
     * @param perSecond how many calls all clients together begin each second, whether the ones
     *     before have ended or not; 0 if each client makes its next call when the last has ended
     */
    public record Effort(int clients, Duration warmUp, Duration measured, int perSecond) {}

    /**
     * What came of it.
     *
     * @param calls how many ended within the measured time
     * @param nanos the measured time
     * @param cpuNanos what the meter moved in that time
     * @param latency in nanoseconds, counted from when the call was to begin
     * @param errors lost, misrouted and refused replies, at any time
     * @param firstError null if there is none
     */
    public record Outcome(
            long calls,
            long nanos,
            long cpuNanos,
            Histogram latency,
            long errors,
            @Nullable String firstError) {}

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Loops loops;
    private final EventLoop loop;
    private final URI to;
    private final Work work;
    private final Effort effort;
    private final LongSupplier cpu;
    private final List<Client> clients = new ArrayList<>();
    private final CompletableFuture<Void> opened = new CompletableFuture<>();
    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    private final Histogram latency = new Histogram(PATIENCE.toNanos() * 2, 3);
    private int open;
    private int busy;
    private boolean working;
    private boolean measuring;
    private long calls;
    private long begun;
    private long took;
    private long cpuBefore;
    private long cpuTook;
    private long errors;
    private @Nullable String firstError;

    private Load(Loops loops, URI to, Work work, Effort effort, LongSupplier cpu) {
        this.loops = loops;
        this.loop = loops.group().next();
        this.to = to;
        this.work = work;
        this.effort = effort;
        this.cpu = cpu;
    }

    /**
     * Runs to the end.
     *
     * @param cpu a meter in nanoseconds, read when the measured time begins and ends
     * @throws IllegalStateException if the clients cannot be opened
     */
    public static Outcome run(Loops loops, URI to, Work work, Effort effort, LongSupplier cpu)
            throws InterruptedException {
        var load = new Load(loops, to, work, effort, cpu);
        try {
            load.loop.execute(load::open);
            load.opened.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            load.loop.execute(load::work);
            var whole = effort.warmUp().plus(effort.measured()).plus(PATIENCE);
            return load.outcome.get(whole.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(
                    "The clients could not work: " + (e.getCause() == null ? e : e.getCause()), e);
        } finally {
            load.loop.execute(() -> load.clients.forEach(client -> client.caller.close()));
        }
    }

    /** One caller, and since when its call is due. */
    private static final class Client {
        final Caller caller;
        boolean busy;
        long due;
        long next;

        Client(Caller caller) {
            this.caller = caller;
        }
    }

    private void open() {
        for (int i = 0; i < effort.clients(); i++) {
            clients.add(new Client(new Caller(i, work, loops, loop, to, this)));
        }
        List.copyOf(clients).forEach(client -> client.caller.open());
    }

    private void work() {
        working = true;
        long now = System.nanoTime();
        for (int i = 0; i < clients.size(); i++) {
            var client = clients.get(i);
            if (effort.perSecond() > 0) {
                // Spread, so that the clients do not all begin at the same moment.
                client.next = now + interval() * i / clients.size();
                wake(client);
            } else {
                begin(client, now);
            }
        }
        loop.schedule(this::measure, effort.warmUp().toNanos(), TimeUnit.NANOSECONDS);
    }

    private long interval() {
        return TimeUnit.SECONDS.toNanos(1) * clients.size() / effort.perSecond();
    }

    private void wake(Client client) {
        loop.schedule(
                () -> {
                    if (working && !client.busy) {
                        due(client);
                    }
                },
                client.next - System.nanoTime(),
                TimeUnit.NANOSECONDS);
    }

    private void due(Client client) {
        long due = client.next;
        client.next += interval();
        begin(client, due);
    }

    private void begin(Client client, long due) {
        client.busy = true;
        client.due = due;
        busy++;
        client.caller.call();
    }

    private void measure() {
        measuring = true;
        cpuBefore = cpu.getAsLong();
        begun = System.nanoTime();
        loop.schedule(this::stop, effort.measured().toNanos(), TimeUnit.NANOSECONDS);
    }

    private void stop() {
        took = System.nanoTime() - begun;
        cpuTook = cpu.getAsLong() - cpuBefore;
        measuring = false;
        working = false;
        loop.schedule(this::tooLate, PATIENCE.toSeconds() - 5, TimeUnit.SECONDS);
        endIfIdle();
    }

    private void tooLate() {
        if (!outcome.isDone()) {
            error(busy + " calls were not answered within 25 s");
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
    public void right(Caller caller) {
        if (!opened.isDone()) {
            open++;
            if (open == clients.size()) {
                opened.complete(null);
            }
            return;
        }
        over(caller, true);
    }

    @Override
    public void wrong(Caller caller, String why) {
        error(why);
        if (!opened.isDone()) {
            opened.completeExceptionally(new IllegalStateException(why));
            return;
        }
        over(caller, false);
    }

    private void error(String why) {
        errors++;
        if (firstError == null) {
            firstError = why;
        }
    }

    private void over(Caller caller, boolean right) {
        var client = clients.get(caller.number());
        if (!client.busy) {
            return;
        }
        client.busy = false;
        busy--;
        long now = System.nanoTime();
        if (measuring && right) {
            calls++;
            latency.recordValue(Math.min(now - client.due, latency.getHighestTrackableValue()));
        }
        if (!working) {
            endIfIdle();
        } else if (!right) {
            loop.schedule(() -> goOn(client, System.nanoTime()), 100, TimeUnit.MILLISECONDS);
        } else {
            goOn(client, now);
        }
    }

    private void goOn(Client client, long now) {
        if (!working || client.busy) {
            return;
        }
        if (effort.perSecond() == 0) {
            begin(client, now);
        } else if (client.next <= now) {
            due(client); // it is late; its time runs since it was due
        } else {
            wake(client);
        }
    }
}
