package io.tieline.app.admin;

import io.tieline.wire.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The latest events, for those who watch. Whoever adds one never waits, neither for another nor for
 * a reader; a reader that is too slow has missed what was overwritten, and is told how much. An
 * event becomes text when it is first read, and that once, however many read it. Safe for use by
 * several threads.
 */
final class EventRing {

    /** So many events are kept. */
    static final int SIZE = 4_096;

    /** One event. */
    static final class Event {

        private final long number;
        private final long call;
        private final long atMillis;
        private final String kind;
        private final Supplier<Json> json;
        private volatile @Nullable Json text;

        Event(long number, long call, long atMillis, String kind, Supplier<Json> json) {
            this.number = number;
            this.call = call;
            this.atMillis = atMillis;
            this.kind = kind;
            this.json = json;
        }

        /** From 0, without a gap. */
        long number() {
            return number;
        }

        /** The call of which it is; 0 if it is of none. */
        long call() {
            return call;
        }

        String kind() {
            return kind;
        }

        /** What happened, and when. */
        Json json() {
            var known = text;
            if (known == null) {
                known = json.get().with("atMs", Json.number(atMillis));
                text = known;
            }
            return known;
        }
    }

    /**
     * What a reader is given.
     *
     * @param missed how many events before these were overwritten
     * @param next the number to read from the next time
     */
    record Batch(List<Event> events, long missed, long next) {}

    private final AtomicReferenceArray<@Nullable Event> slots = new AtomicReferenceArray<>(SIZE);
    private final AtomicLong numbers = new AtomicLong();

    /**
     * Adds an event.
     *
     * @param call of which call it is; 0 for none
     * @param json what happened; called by the first reader
     */
    void add(String kind, long call, long atMillis, Supplier<Json> json) {
        long number = numbers.getAndIncrement();
        slots.set((int) (number % SIZE), new Event(number, call, atMillis, kind, json));
    }

    /** The number of the next event. */
    long next() {
        return numbers.get();
    }

    /** The events from this number on, as far as they are there. */
    Batch from(long first) {
        long end = numbers.get();
        long begin = Math.max(first, end - SIZE);
        var events = new ArrayList<Event>();
        long missed = begin - first;
        long next = begin;
        while (next < end) {
            var event = slots.get((int) (next % SIZE));
            if (event == null || event.number() < next) {
                break; // It has its number, and is being written.
            }
            if (event.number() == next) {
                events.add(event);
            } else {
                missed++;
            }
            next++;
        }
        return new Batch(events, missed, next);
    }
}
