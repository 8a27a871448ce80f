package io.tieline.http.client;

import io.netty.channel.EventLoop;
import io.tieline.session.Timers;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;

/**
 * Alarms whose tasks run on one event loop, and never once they have been cancelled there.
 *
 * <p>Confined to that loop.
 */
final class CancellableLoopTimers {

    private final EventLoop loop;
    private final Timers timers;

    CancellableLoopTimers(EventLoop loop, Timers timers) {
        this.loop = loop;
        this.timers = timers;
    }

    long nanoTime() {
        return timers.nanoTime();
    }

    Timers.Alarm after(Duration delay, Runnable task) {
        var alarm = new OnLoop(task);
        alarm.set = timers.after(delay, () -> ring(alarm));
        return alarm;
    }

    private void ring(OnLoop alarm) {
        if (loop.inEventLoop()) {
            alarm.run();
        } else {
            try {
                loop.execute(alarm);
            } catch (RejectedExecutionException stopped) {
                alarm.cancelled = true; // nothing that it could concern is left
            }
        }
    }

    private static final class OnLoop implements Runnable, Timers.Alarm {

        private final Runnable task;
        private Timers.Alarm set = () -> {};
        private boolean cancelled;

        OnLoop(Runnable task) {
            this.task = task;
        }

        @Override
        public void run() {
            if (!cancelled) {
                task.run();
            }
        }

        @Override
        public void cancel() {
            cancelled = true;
            set.cancel();
        }
    }
}
