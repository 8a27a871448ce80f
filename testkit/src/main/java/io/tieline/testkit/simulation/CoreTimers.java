package io.tieline.testkit.simulation;

import io.tieline.session.Timers;
import java.time.Duration;

/** The core's share of the schedule; it knows how many alarms the core has not let go of. */
final class CoreTimers implements Timers {

    private final class Counted implements Alarm {
        private final Alarm alarm;
        private boolean over;

        Counted(Duration delay, Runnable task) {
            live++;
            alarm =
                    schedule.after(
                            delay,
                            () -> {
                                end();
                                task.run();
                            });
        }

        @Override
        public void cancel() {
            alarm.cancel();
            end();
        }

        private void end() {
            if (!over) {
                over = true;
                live--;
            }
        }
    }

    private final Schedule schedule;
    private int live;

    CoreTimers(Schedule schedule) {
        this.schedule = schedule;
    }

    int live() {
        return live;
    }

    @Override
    public long nanoTime() {
        return schedule.nanoTime();
    }

    @Override
    public Alarm after(Duration delay, Runnable task) {
        return new Counted(delay, task);
    }
}
