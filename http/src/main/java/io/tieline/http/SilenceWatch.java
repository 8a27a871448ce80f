package io.tieline.http;

import io.tieline.session.Timers;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Notices a half-open stream. Silence alone proves nothing: a backend may have nothing to say for
 * hours. But one that used to send keep-alives and has stopped is gone. Confined to an event loop.
 */
final class SilenceWatch {

    private final LoopAlarms alarms;
    private final long limit;
    private final Runnable silent;
    private long heard;
    private long longestPause;
    private boolean paused;
    private Timers.@Nullable Alarm alarm;

    SilenceWatch(LoopAlarms alarms, Duration limit, Runnable silent) {
        this.alarms = alarms;
        this.limit = limit.toNanos();
        this.silent = silent;
        this.heard = alarms.nanoTime();
    }

    /** Something has arrived; a keep-alive also says how often to expect the next. */
    void heard(boolean keepAlive) {
        long now = alarms.nanoTime();
        if (keepAlive) {
            longestPause = Math.max(longestPause, now - heard);
        }
        heard = now;
        if (keepAlive && alarm == null) {
            lookAgain(patience());
        }
    }

    /** While we do not read, silence is our own. */
    void pause(boolean nobodyReads) {
        paused = nobodyReads;
        heard = alarms.nanoTime();
    }

    void stop() {
        if (alarm != null) {
            alarm.cancel();
            alarm = null;
        }
    }

    private void look() {
        long left = patience() - (alarms.nanoTime() - heard);
        if (paused || left > 0) {
            lookAgain(paused ? patience() : left);
        } else {
            alarm = null;
            silent.run();
        }
    }

    private void lookAgain(long nanos) {
        alarm = alarms.after(Duration.ofNanos(nanos), this::look);
    }

    private long patience() {
        return Math.max(limit, 2 * longestPause);
    }
}
