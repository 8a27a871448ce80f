package io.tieline.http.client;

import io.tieline.session.Timers;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Notices that a stream which carries nothing but news is half-open, where the network itself does
 * not: behind an intermediary that has forgotten the connection. Silence proves nothing, since a
 * backend may have nothing to say for hours; nor does a comment, which many servers send once, or
 * at times. Only a rhythm that was kept over many intervals and then stops is a sign, and it is
 * none while a request is in flight, whose work may keep the server from everything else.
 *
 * <p>A stream on which an answer is due has no such watch: it ends with its call's own limits, or
 * with its connection. Confined to an event loop.
 */
final class SilenceWatch {

    /** So many keep-alives are a rhythm. */
    private static final int PROVEN = 10;

    /** So many of the longest pauses must pass without a sign. */
    private static final int MISSED = 4;

    private final CancellableLoopTimers alarms;
    private final long limit;
    private final BooleanSupplier busy;
    private final Runnable silent;
    private long heard;
    private int keepAlives;
    private long longestPause;
    private Timers.@Nullable Alarm alarm;

    /**
     * @param limit the least that is waited, however quick the rhythm is
     * @param busy whether the backend may be at work, so that its silence means nothing
     * @param silent hears of it, once
     */
    SilenceWatch(
            CancellableLoopTimers alarms, Duration limit, BooleanSupplier busy, Runnable silent) {
        this.alarms = alarms;
        this.limit = limit.toNanos();
        this.busy = busy;
        this.silent = silent;
        this.heard = alarms.nanoTime();
    }

    /** Something has arrived; a keep-alive also says how often to expect the next. */
    void heard(boolean keepAlive) {
        long now = alarms.nanoTime();
        if (keepAlive) {
            keepAlives++;
            longestPause = Math.max(longestPause, now - heard);
        }
        heard = now;
        if (keepAlives >= PROVEN && alarm == null) {
            lookAgain(patience());
        }
    }

    void stop() {
        if (alarm != null) {
            alarm.cancel();
            alarm = null;
        }
    }

    private void look() {
        if (busy.getAsBoolean()) {
            heard = alarms.nanoTime(); // When it has done its work, the rhythm may begin anew.
        }
        long left = patience() - (alarms.nanoTime() - heard);
        if (left > 0) {
            lookAgain(left);
        } else {
            alarm = null;
            silent.run();
        }
    }

    private void lookAgain(long nanos) {
        alarm = alarms.after(Duration.ofNanos(nanos), this::look);
    }

    private long patience() {
        return Math.max(limit, MISSED * longestPause);
    }
}
