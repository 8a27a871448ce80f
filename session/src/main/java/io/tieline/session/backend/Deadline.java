package io.tieline.session.backend;

import io.tieline.session.Timers;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Watches that something ends in time: in all, and without long silence. A sign of life costs a
 * field write; the alarm is set again only when it goes off. On one strand.
 */
final class Deadline {

    private final BackendContext context;
    private final Duration idle;
    private final BooleanSupplier standsStill;
    private final Runnable missed;
    private final long begun;
    private final long end;
    private long lastSign;
    private boolean stopped;
    private Timers.@Nullable Alarm alarm;

    Deadline(
            BackendContext context,
            Duration idle,
            Duration cap,
            BooleanSupplier standsStill,
            Runnable missed) {
        this.context = context;
        this.idle = idle;
        this.standsStill = standsStill;
        this.missed = missed;
        this.begun = context.nanoTime();
        this.lastSign = begun;
        this.end = begun + cap.toNanos();
        set(idle.compareTo(cap) < 0 ? idle : cap);
    }

    /** A sign of life. */
    void touch() {
        lastSign = context.nanoTime();
    }

    /** How much time has passed. */
    Duration elapsed() {
        return Duration.ofNanos(context.nanoTime() - begun);
    }

    /** Says whether the time in all has passed, and not only that for silence. */
    boolean isAtItsEnd() {
        return context.nanoTime() - end >= 0;
    }

    /** When the time in all will have passed. */
    long end() {
        return end;
    }

    void stop() {
        stopped = true;
        if (alarm != null) {
            alarm.cancel();
        }
    }

    private void set(Duration wait) {
        alarm = context.after(wait, this::check);
    }

    private void check() {
        if (stopped) {
            return;
        }
        if (standsStill.getAsBoolean()) {
            touch();
        }
        long now = context.nanoTime();
        long left = Math.min(lastSign + idle.toNanos() - now, end - now);
        if (left > 0) {
            set(Duration.ofNanos(left));
        } else {
            stopped = true;
            missed.run();
        }
    }
}
