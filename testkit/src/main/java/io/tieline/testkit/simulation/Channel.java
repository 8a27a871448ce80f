package io.tieline.testkit.simulation;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * One direction of one connection: what goes in comes out a little later and in order, until the
 * channel is cut. Things that go in together come out within four milliseconds.
 */
final class Channel {

    private static final int SLOWEST = 4;

    private final Schedule schedule;
    private final SeededRandom dice;
    private final Deque<Runnable> held = new ArrayDeque<>(0);
    private long last;
    private boolean cut;
    private boolean holding;

    Channel(Schedule schedule, SeededRandom dice) {
        this.schedule = schedule;
        this.dice = dice;
    }

    void send(Runnable delivery) {
        last = Math.max(last, schedule.nanoTime() + dice.millis(0, SLOWEST).toNanos());
        schedule.at(last, () -> deliver(delivery));
    }

    private void deliver(Runnable delivery) {
        if (cut) {
            return;
        }
        if (holding) {
            held.addLast(delivery);
        } else {
            delivery.run();
        }
    }

    /** Whatever is under way, and whatever is sent from now on, never arrives. */
    void cut() {
        cut = true;
        held.clear();
    }

    /** Nothing comes out while the reader does not read. */
    void hold(boolean now) {
        holding = now;
        while (!holding && !cut && !held.isEmpty()) {
            held.removeFirst().run();
        }
    }
}
