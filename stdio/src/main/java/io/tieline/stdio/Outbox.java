package io.tieline.stdio;

import io.tieline.session.Account;
import io.tieline.session.Budget;
import io.tieline.session.Timers;
import io.tieline.wire.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be written to a peer, one line for each message, in the order in which it came.
 *
 * <p>Bounded in bytes, by what its account may hold, and in time. Nothing that was taken is dropped
 * in silence: it is written, or its sender is told that it never left. Writing occupies a thread
 * only while there is something to write. Safe for use by several threads; no method blocks, and
 * the listener is called without a lock.
 */
final class Outbox {

    /** What became of a message that was offered. */
    enum Offer {
        TAKEN,
        /** Too much is waiting already. */
        FULL,
        /** The outbox was finished or abandoned. */
        OVER
    }

    /** Hears how writing goes. Called on any thread. */
    interface Listener {

        /** {@link #isPressed} has changed. */
        void pressureChanged();

        /** Much waits, and the peer has not read a byte for the whole time that it is given. */
        void stalled();

        /** The peer has closed its side. */
        void broken();
    }

    private enum Next {
        MORE,
        REST,
        CLOSE
    }

    private record Line(Json json, Runnable neverLeft) {

        long cost() {
            return (long) LINE + json.length();
        }
    }

    /** A peer that does not read is noticed at every so many bytes of a long line. */
    private static final int SLICE = 64 * 1024;

    /** Above the first the peer reads too slowly, below the second it has caught up. */
    private static final int HIGH = 1024 * 1024;

    private static final int LOW = HIGH / 4;

    /** So much may wait whether there is room or not: small messages behind nothing large. */
    private static final int LITTLE = 64 * 1024;

    /** What a line that waits costs beside its bytes. */
    private static final int LINE = 512;

    private final int maxBytes;
    private final Duration stall;
    private final Timers timers;
    private final Executor threads;
    private final Account account;
    private final Listener listener;
    private final CompletableFuture<@Nullable Void> closed = new CompletableFuture<>();

    private volatile long progress;
    private volatile boolean pressed;

    // Guarded by the queue's monitor.
    private final Queue<Line> queue = new ArrayDeque<>();
    private @Nullable OutputStream out;
    private Timers.@Nullable Alarm alarm;
    private long queuedBytes;
    private boolean writing;
    private boolean finishing;

    Outbox(
            int maxBytes,
            Duration stall,
            Timers timers,
            Executor threads,
            Account account,
            Listener listener) {
        this.maxBytes = (int) Math.min(maxBytes, account.limit());
        this.stall = stall;
        this.timers = timers;
        this.threads = threads;
        this.account = account;
        this.listener = listener;
    }

    /** The peer is there: what waits is written to this stream, which is closed in the end. */
    void open(OutputStream stream) {
        synchronized (queue) {
            out = stream;
        }
        write();
    }

    /**
     * Takes a message to be written, if there is room for it.
     *
     * @param neverLeft for whoever gets it back from {@link #abandon}
     */
    Offer offer(Json json, Runnable neverLeft) {
        return offer(new Line(json, neverLeft), LITTLE - json.length());
    }

    /**
     * Takes a message to be written that exists already, and that its peer is there to read: the
     * room for it is asked for only of a peer that reads too slowly.
     */
    Offer insist(Json json) {
        return offer(new Line(json, () -> {}), HIGH);
    }

    /**
     * @param free behind so many bytes at most it is taken whether there is room or not
     */
    private Offer offer(Line line, int free) {
        int length = line.json().length();
        boolean changed;
        synchronized (queue) {
            if (finishing) {
                return Offer.OVER;
            }
            if (queuedBytes + length > maxBytes || !hasRoom(line, queuedBytes <= free)) {
                return Offer.FULL;
            }
            queue.add(line);
            changed = count(length);
        }
        tell(changed);
        write();
        return Offer.TAKEN;
    }

    private boolean hasRoom(Line line, boolean free) {
        if (free) {
            // Little waits, so whoever holds too much is another one.
            var _ = account.charge(Budget.Use.UNREAD, line.cost());
            return true;
        }
        return account.take(Budget.Use.UNREAD, line.cost());
    }

    /** Whether what could be missed should give way to what waits. */
    boolean isHalfFull() {
        return queuedBytes() > maxBytes / 2;
    }

    /** Whether so much waits that less should come. */
    boolean isPressed() {
        return pressed;
    }

    /** How many bytes wait. */
    long queuedBytes() {
        synchronized (queue) {
            return queuedBytes;
        }
    }

    /** Takes nothing more; what was taken is written, and then the stream is closed. */
    void finish() {
        synchronized (queue) {
            finishing = true;
        }
        write();
    }

    /** Gives up: what has not begun to leave is returned, and the stream is closed. */
    List<Runnable> abandon() {
        List<Runnable> left;
        synchronized (queue) {
            finishing = true;
            left = queue.stream().map(Line::neverLeft).toList();
            queue.forEach(this::letGo);
            queue.clear();
        }
        write();
        return left;
    }

    /** Completed when the stream has been closed, by us or by the peer. */
    CompletableFuture<@Nullable Void> closed() {
        return closed;
    }

    private void write() {
        OutputStream to;
        synchronized (queue) {
            boolean idle = queue.isEmpty() && !finishing;
            to = out;
            if (writing || idle || to == null) {
                return;
            }
            writing = true;
            progress = timers.nanoTime();
            if (alarm == null) {
                alarm = timers.after(stall, this::checkStall);
            }
        }
        threads.execute(() -> drain(to));
    }

    private void drain(OutputStream to) {
        try {
            var next = Next.MORE;
            while (next == Next.MORE) {
                for (var line = poll(); line != null; line = poll()) {
                    try {
                        write(line.json().onOneLine(), to);
                    } finally {
                        written(line);
                    }
                }
                to.flush();
                next = next();
            }
            if (next == Next.CLOSE) {
                close(to);
            }
        } catch (IOException e) {
            // The writer stays taken: nothing is ever written behind a line that was cut.
            close(to);
            listener.broken();
        }
    }

    private @Nullable Line poll() {
        synchronized (queue) {
            return queue.poll();
        }
    }

    private void write(Json json, OutputStream to) throws IOException {
        int end = json.offset() + json.length();
        for (int at = json.offset(); at < end; at += SLICE) {
            to.write(json.array(), at, Math.min(SLICE, end - at));
            progress = timers.nanoTime();
        }
        to.write('\n');
    }

    private void written(Line line) {
        boolean changed;
        synchronized (queue) {
            changed = letGo(line);
        }
        tell(changed);
    }

    private boolean letGo(Line line) {
        account.give(Budget.Use.UNREAD, line.cost());
        return count(-line.json().length());
    }

    private Next next() {
        synchronized (queue) {
            if (!queue.isEmpty()) {
                return Next.MORE;
            }
            writing = finishing;
            return finishing ? Next.CLOSE : Next.REST;
        }
    }

    private void close(OutputStream to) {
        synchronized (queue) {
            if (alarm != null) {
                alarm.cancel();
            }
        }
        try {
            to.close();
        } catch (IOException alreadyBroken) {
            // The peer closed first.
        }
        closed.complete(null);
    }

    /** Under the queue's monitor: true if the pressure has changed by these bytes. */
    private boolean count(int bytes) {
        queuedBytes += bytes;
        boolean now = queuedBytes > (pressed ? LOW : HIGH);
        boolean changed = now != pressed;
        pressed = now;
        return changed;
    }

    private void tell(boolean changed) {
        if (changed) {
            listener.pressureChanged();
        }
    }

    private void checkStall() {
        synchronized (queue) {
            alarm = null;
            if (!writing || closed.isDone()) {
                return;
            }
            // Little may wait for as long as it likes: the peer is at work, and reads then.
            var left = stall.minusNanos(pressed ? timers.nanoTime() - progress : 0);
            if (left.isPositive()) {
                alarm = timers.after(left, this::checkStall);
                return;
            }
        }
        listener.stalled();
    }
}
