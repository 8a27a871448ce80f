package io.tieline.stdio;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

/**
 * A running child process, from its start to the end of everything that it has started.
 *
 * <p>The end goes as the specification has it (all revisions, "Lifecycle", "Shutdown", stdio): its
 * input is closed, after a grace it is asked to terminate, after another it is killed; with it,
 * what it has started.
 */
final class Child {

    /**
     * Death is in the kernel's hands after a kill; this is for the unkillable, in a hung device.
     */
    private static final Duration AFTER_KILL = Duration.ofSeconds(1);

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(10);

    /** How long the rest of its stderr is waited for; somebody else may hold that open. */
    private static final Duration LAST_WORDS = Duration.ofMillis(500);

    private final Process process;
    private final ProcessTree tree;
    private final boolean ownSession;
    private final ErrorTail errors;
    private final Duration grace;

    /**
     * A process that has been started.
     *
     * @param log takes what it writes on its stderr
     */
    Child(Launcher.Started started, Duration grace, LogText clean, LineLog log) {
        this.process = started.process();
        this.ownSession = started.ownSession();
        this.tree = new ProcessTree(process.toHandle(), ownSession);
        this.errors = new ErrorTail(process.getErrorStream(), clean, log);
        this.grace = grace;
    }

    long pid() {
        return process.pid();
    }

    OutputStream input() {
        return process.getOutputStream();
    }

    InputStream output() {
        return process.getInputStream();
    }

    /** Drains the child's stderr while it runs; somebody must run it. */
    Runnable errors() {
        return errors;
    }

    /** For the log alone: what ended, why, and its last words. */
    String obituary(String why) {
        var words = errors.text();
        return why
                + " (pid "
                + process.pid()
                + ")"
                + (words.isEmpty() ? "" : "; its last words:\n" + words.indent(4).stripTrailing());
    }

    /** The last line of its stderr, shortened, for whoever waits for its start. */
    String lastWord() {
        return errors.lastLine();
    }

    /** Hears once of the child's own end, with its exit code; what it has started may live on. */
    void onExit(IntConsumer listener) {
        var _ = process.onExit().thenAccept(over -> listener.accept(over.exitValue()));
    }

    /** Whether the child itself has ended; the JDK may not have noticed yet. */
    boolean isDead() {
        return !ProcessTree.isAlive(process.toHandle());
    }

    /** Whether it has ended and left nobody behind who could hold its output open. */
    boolean mustCloseItsOutput() {
        // Without a session there is no telling who was left behind.
        return ownSession && isDead() && !new ProcessTree(process.toHandle(), true).isAlive();
    }

    /**
     * Sees the child and all that it has started to their end; its input must have been closed, or
     * be about to be. Blocks for twice the grace at most, and so has a thread of its own.
     *
     * @param patiently whether the child may first end by itself
     */
    void end(boolean patiently) {
        try {
            endAll(patiently);
            errors.await(LAST_WORDS);
        } catch (InterruptedException e) {
            tree.kill();
            Thread.currentThread().interrupt();
        } finally {
            close(process.getInputStream());
            close(process.getErrorStream());
        }
    }

    private void endAll(boolean patiently) throws InterruptedException {
        tree.look();
        if (patiently && isGoneWithin(grace)) {
            return;
        }
        if (tree.isAlive()) {
            tree.terminate();
        }
        if (!isGoneWithin(grace)) {
            tree.kill();
            isGoneWithin(AFTER_KILL);
        }
    }

    private boolean isGoneWithin(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        process.waitFor(limit);
        while (tree.isAlive()) {
            if (System.nanoTime() - end > 0) {
                return false;
            }
            // Nobody is told of the end of a process that is not a child of ours.
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
        return true;
    }

    /** Gives the descriptor back, also where a daemon that got away keeps the other end open. */
    private static void close(Closeable stream) {
        try {
            stream.close();
        } catch (IOException e) {
            // It was closed with the process.
        }
    }
}
