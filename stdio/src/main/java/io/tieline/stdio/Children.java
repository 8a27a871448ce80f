package io.tieline.stdio;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The child processes of this process: starts them, knows them all, and leaves none behind.
 *
 * <p>A child sees, of the environment that was given here, {@code PATH}, {@code HOME}, {@code
 * LANG}, {@code LC_*}, {@code TERM}, {@code TMPDIR}, {@code USER}, {@code SHELL}, {@code LOGNAME}
 * and what Windows needs, and beside them what its {@link StdioCommand} names.
 *
 * <p>{@link #close} ends every child in order and waits for that; a program calls it in a shutdown
 * hook. On Linux with util-linux each child leads a session of its own, so the processes that it
 * leaves behind are found and ended as well, but for those that made themselves a daemon. Should
 * this process be killed, the kernel terminates its children there, and a small shell beside it,
 * which outlives it by a few seconds, ends what is left of them: those that mind no signal, and
 * what they have started. On other systems they all find their input at its end and must mind it.
 *
 * <p>Safe for use by several threads.
 */
public final class Children implements AutoCloseable {

    private static final Duration MARGIN = Duration.ofSeconds(3);

    private final Launcher launcher;
    private final Watchdog watchdog;
    private final PipeThreads workers = new PipeThreads("tieline-pipe");
    private final Set<ChildLink> links = ConcurrentHashMap.newKeySet();

    /** Outlives every child: the kernel takes the end of the thread that started one for ours. */
    private final ExecutorService starter =
            Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().daemon().name("tieline-starter").factory());

    private volatile boolean closed;

    /**
     * No children yet.
     *
     * @param environment what the allow-list picks from, usually {@link System#getenv()}
     */
    public Children(Map<String, String> environment) {
        this.launcher = new Launcher(environment);
        this.watchdog = new Watchdog(environment);
    }

    /**
     * Makes sure that this command could be started, without starting it: a program that is told of
     * its commands long before it needs them can say at once which of them does not exist.
     *
     * @throws IOException if there is no such program, or it cannot be executed; the message says
     *     which and what to do
     */
    public void require(StdioCommand command) throws IOException {
        launcher.require(command);
    }

    /**
     * A child that lives.
     *
     * @param server whose program it runs
     * @param process by which its age and its memory can be asked for
     */
    public record Running(String server, ProcessHandle process) {}

    /** The children that live, in no order; for whoever looks on. */
    public List<Running> running() {
        return links.stream().map(ChildLink::running).flatMap(Optional::stream).toList();
    }

    /** How many children live, or are being started or ended. */
    public int size() {
        return links.size();
    }

    /**
     * Ends every child in order, and starts no more. Blocks for twice the longest {@linkplain
     * StdioSettings#grace grace} and a little.
     */
    @Override
    public void close() {
        closed = true;
        var left = List.copyOf(links);
        left.forEach(ChildLink::shutDown);
        await(left);
        watchdog.close();
        starter.shutdown();
        workers.close();
    }

    /** False if no more children are started. */
    boolean add(ChildLink link) {
        links.add(link);
        if (closed) {
            links.remove(link);
        }
        return !closed;
    }

    void remove(ChildLink link) {
        links.remove(link);
    }

    /** Nothing is left of this child. */
    void ended(Child child) {
        watchdog.forget(child.pid());
    }

    /** Has a process started for this link, as soon as those before it are. */
    void start(StdioCommand command, ChildLink link) {
        starter.execute(() -> {
            if (link.isOver()) {
                link.gone();
            } else {
                startNow(command, link);
            }
        });
    }

    private void startNow(StdioCommand command, ChildLink link) {
        try {
            var started = launcher.start(command);
            watch(started);
            link.started(started);
        } catch (IOException | RuntimeException e) {
            // Whatever it is: the thread must go on living.
            link.refused(e);
        }
    }

    /** Before the link has it: its end is not told before its beginning. */
    private void watch(Launcher.Started started) {
        var setsid = launcher.setsid();
        if (started.ownSession() && setsid != null) {
            watchdog.watch(started.process().pid(), setsid);
        } else {
            watchdog.cannotWatch();
        }
    }

    /** For work that waits for a pipe or for the end of a process. */
    Executor workers() {
        return workers;
    }

    private static void await(List<ChildLink> left) {
        var limit = MARGIN;
        for (var link : left) {
            var own = link.grace().multipliedBy(2).plus(MARGIN);
            limit = limit.compareTo(own) < 0 ? own : limit;
        }
        var ends = left.stream().map(ChildLink::ended).toArray(CompletableFuture<?>[]::new);
        try {
            CompletableFuture.allOf(ends).get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            // What is left cannot even be killed, and is not waited for.
        }
    }
}
