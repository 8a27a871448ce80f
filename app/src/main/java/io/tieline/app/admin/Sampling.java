package io.tieline.app.admin;

import java.util.ArrayList;
import java.util.List;

/**
 * Which events a person is shown while there are more than anybody can see: those of every second,
 * fourth, eighth call and so on, so that what is shown of a call is whole, and of what belongs to
 * no call the first ones. What is left out is counted. Confined to one reader.
 */
final class Sampling {

    /** The most events that are shown of one look. */
    static final int MOST = 100;

    /** The most calls that may begin in one look and are shown whole. */
    static final int MOST_CALLS = 12;

    private static final int LARGEST_SHIFT = 20;

    private int shift;
    private long leftOut;

    /** The part of these that is shown; events that were missed are left out as well. */
    EventRing.Batch of(EventRing.Batch batch) {
        var events = batch.events();
        // One step back at a time, so that a call is seldom shown from its middle on.
        shift = Math.max(0, shift - 1);
        while (shift < LARGEST_SHIFT && begun(events) > MOST_CALLS) {
            shift++;
        }
        var shown = new ArrayList<EventRing.Event>();
        for (var event : events) {
            if (isShown(event) && shown.size() < MOST) {
                shown.add(event);
            }
        }
        leftOut += batch.missed() + events.size() - shown.size();
        return new EventRing.Batch(shown, 0, batch.next());
    }

    private int begun(List<EventRing.Event> events) {
        int begun = 0;
        for (var event : events) {
            begun += isShown(event) && event.kind().equals(LiveCalls.BEGAN) ? 1 : 0;
        }
        return begun;
    }

    private boolean isShown(EventRing.Event event) {
        return (event.call() & ((1L << shift) - 1)) == 0;
    }

    /** One call in so many is shown. */
    long oneCallIn() {
        return 1L << shift;
    }

    /** How many events were left out since this was asked the last time. */
    long takeLeftOut() {
        long events = leftOut;
        leftOut = 0;
        return events;
    }
}
