package io.tieline.http.server;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The events of one stream that can still be sent again, oldest first. Bounded: the oldest
 * notifications go first, then what has been sent once; a question or an answer that nobody has
 * been sent yet is always kept. Confined to the stream's lane.
 */
final class EventLog {

    /** What an event costs beside its bytes. */
    private static final int OVERHEAD = 64;

    /**
     * One event.
     *
     * @param number its place in the stream, from 1
     * @param bytes the event as it goes on the wire
     * @param notification whether the client can do without it
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Event(long number, byte[] bytes, boolean notification) {

        int size() {
            return bytes.length + OVERHEAD;
        }
    }

    private final Deque<Event> events = new ArrayDeque<>(2);
    private long bytes;

    void add(Event event) {
        events.addLast(event);
        bytes += event.size();
    }

    /** Shows each kept event after that number, in order. */
    void after(long number, Consumer<Event> reader) {
        for (var event : events) {
            if (event.number() > number) {
                reader.accept(event);
            }
        }
    }

    /**
     * Forgets the event that is missed least, the latest one excepted.
     *
     * @param sent the number of the last event that has been sent to anybody
     * @return the forgotten event; null if every one is needed
     */
    @Nullable Event forgetOne(long sent) {
        var forgotten = removeFirst(Event::notification);
        return forgotten != null ? forgotten : removeFirst(event -> event.number() <= sent);
    }

    private @Nullable Event removeFirst(Predicate<Event> dispensable) {
        var latest = events.peekLast();
        for (var candidates = events.iterator(); candidates.hasNext(); ) {
            var event = candidates.next();
            if (!event.equals(latest) && dispensable.test(event)) {
                candidates.remove();
                bytes -= event.size();
                return event;
            }
        }
        return null;
    }

    void clear() {
        events.clear();
        bytes = 0;
    }

    int size() {
        return events.size();
    }

    long bytes() {
        return bytes;
    }
}
