package io.tieline.session.backend;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Those that wait for something that only one can have at a time, in an order that is fair to their
 * owners and to what they want it for: next is the one for which the {@linkplain VirtualTimes
 * virtual times} of its owner and of its kind come to least. How many of them an owner has in line
 * gains it nothing, and one that keeps it long, for whatever reason, goes behind all others. An
 * owner that passes itself off as many gains as little, as long as they want it for the same: what
 * takes long goes behind what is soon done. Of one owner the urgent come first; of equals the one
 * that came first; with one owner and one kind it is a queue like any other.
 *
 * @param <T> what waits
 */
final class FairQueue<T> {

    /** One in line, and how many had come before it. */
    private record Waiting<T>(T one, String owner, String kind, boolean urgent, long before) {}

    /** The things that an owner has in line. */
    private static final class Line<T> {

        private final Deque<Waiting<T>> urgent = new ArrayDeque<>(0);
        private final Map<String, Deque<Waiting<T>>> others = new LinkedHashMap<>(0);

        private Stream<Waiting<T>> all() {
            return Stream.concat(
                    urgent.stream(), others.values().stream().flatMap(Collection::stream));
        }

        private Stream<Waiting<T>> firsts() {
            return urgent.isEmpty()
                    ? others.values().stream().map(Deque::getFirst)
                    : Stream.of(urgent.getFirst());
        }

        private void add(Waiting<T> waiting) {
            if (waiting.urgent) {
                urgent.addLast(waiting);
            } else {
                others.computeIfAbsent(waiting.kind, _ -> new ArrayDeque<>(1)).addLast(waiting);
            }
        }

        private void remove(Waiting<T> waiting) {
            if (waiting.urgent) {
                urgent.remove(waiting);
            } else {
                others.computeIfPresent(
                        waiting.kind,
                        (_, line) -> {
                            line.remove(waiting);
                            return line.isEmpty() ? null : line;
                        });
            }
        }

        private boolean isEmpty() {
            return urgent.isEmpty() && others.isEmpty();
        }
    }

    private final Map<String, Line<T>> lines = new LinkedHashMap<>(0);
    private final VirtualTimes owners = new VirtualTimes();
    private final VirtualTimes kinds = new VirtualTimes();
    private long came;

    boolean isEmpty() {
        return lines.isEmpty();
    }

    /** How many owners are known at the moment. */
    int owners() {
        return owners.size();
    }

    /** Puts one in line that this owner wants for this kind of thing. */
    void add(String owner, String kind, boolean urgent, T one) {
        lines.computeIfAbsent(owner, _ -> new Line<>())
                .add(new Waiting<>(one, owner, kind, urgent, came++));
        owners.enters(owner);
        kinds.enters(kind);
    }

    /** Takes one out of the line; false if it is not in it. */
    boolean remove(String owner, T one) {
        var line = lines.get(owner);
        var found =
                line == null
                        ? null
                        : line.all()
                                .filter(waiting -> Objects.equals(waiting.one, one))
                                .findFirst()
                                .orElse(null);
        if (found != null) {
            remove(found);
        }
        return found != null;
    }

    private void remove(Waiting<T> waiting) {
        lines.computeIfPresent(
                waiting.owner,
                (_, line) -> {
                    line.remove(waiting);
                    return line.isEmpty() ? null : line;
                });
        owners.leaves(waiting.owner);
        kinds.leaves(waiting.kind);
    }

    /** Takes out of the line whose turn it is; null if it is empty. */
    @Nullable T poll() {
        var next =
                lines.values().stream()
                        .flatMap(Line::firsts)
                        .min(
                                Comparator.<Waiting<T>>comparingLong(this::virtualTime)
                                        .thenComparingLong(Waiting::before))
                        .orElse(null);
        if (next == null) {
            return null;
        }
        owners.served(next.owner);
        kinds.served(next.kind);
        remove(next);
        return next.one;
    }

    private long virtualTime(Waiting<T> waiting) {
        return owners.of(waiting.owner) + kinds.of(waiting.kind);
    }

    /** Its owner has had it for so many nanoseconds, for this kind of thing. */
    void used(String owner, String kind, long nanos) {
        owners.used(owner, nanos);
        owners.passed(nanos);
        kinds.used(kind, nanos);
    }

    /** All that are in line and of this kind, in the order of their owners. */
    List<T> all(Predicate<T> which) {
        var all = new ArrayList<T>();
        for (var line : lines.values()) {
            line.all().map(Waiting::one).filter(which).forEach(all::add);
        }
        return all;
    }
}
