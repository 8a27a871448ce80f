package io.tieline.app.demo;

import io.tieline.app.demo.Sighting.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Everything that was seen, in order. Safe for use by several threads. */
final class Sightings {

    private final List<Sighting> seen = new ArrayList<>();

    synchronized void add(int call, Kind kind, String text) {
        seen.add(new Sighting(System.nanoTime(), call, kind, text));
        notifyAll();
    }

    /** What has been seen up to now. */
    synchronized List<Sighting> all() {
        return List.copyOf(seen);
    }

    /** Waits until this was seen of this call; false if it was not in time. */
    synchronized boolean await(int call, Kind kind, Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (seen.stream().noneMatch(it -> it.call() == call && it.kind() == kind)) {
            long left = Duration.ofNanos(end - System.nanoTime()).toMillis();
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }
}
