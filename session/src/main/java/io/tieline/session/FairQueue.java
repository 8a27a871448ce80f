package io.tieline.session;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Those that wait for something that only one can have at a time, in an order that is fair to their
 * owners: next is one of the owner that has had it for the shortest time so far (start-time fair
 * queueing). How many of them an owner has in line gains it nothing, and one that keeps it long,
 * for whatever reason, goes behind all others. Of one owner the urgent come first, then who came
 * first; with one owner only it is a queue like any other.
 *
 * <p>Who was away, or is new, begins a little ahead of those that are served now: who comes seldom
 * and is soon done need not wait for all of those that are always there. It is no more than a
 * little, so that nobody makes up for a long absence at the expense of the others. What is
 * remembered of owners with nothing in line is bounded.
 *
 * @param <T> what waits
 */
final class FairQueue<T> {

    /** How far ahead of the others one begins that has had nothing for a while, in nanoseconds. */
    private static final long AHEAD = Duration.ofSeconds(2).toNanos();

    /** So many owners are remembered of which nobody waits. */
    private static final int REMEMBERED = 256;

    private static final class Share<T> {

        private final Deque<T> urgent = new ArrayDeque<>(0);
        private final Deque<T> others = new ArrayDeque<>(0);

        /** How long its owner has had it, counted from where it began. */
        private long used = Long.MIN_VALUE;

        private boolean isEmpty() {
            return urgent.isEmpty() && others.isEmpty();
        }

        private boolean remove(T one) {
            return urgent.remove(one) || others.remove(one);
        }
    }

    private final Map<String, Share<T>> shares = new LinkedHashMap<>(0);
    private int size;

    /** What the owner that was served last had used by then. */
    private long level;

    boolean isEmpty() {
        return size == 0;
    }

    /** How many owners are known at the moment. */
    int owners() {
        return shares.size();
    }

    void add(String owner, boolean urgent, T one) {
        var share = shareOf(owner);
        (urgent ? share.urgent : share.others).addLast(one);
        size++;
    }

    private Share<T> shareOf(String owner) {
        var share = shares.computeIfAbsent(owner, _ -> new Share<>());
        if (share.isEmpty()) {
            share.used = Math.max(share.used, level - AHEAD);
        }
        return share;
    }

    /** Takes one out of the line; false if it is not in it. */
    boolean remove(String owner, T one) {
        var share = shares.get(owner);
        boolean removed = share != null && share.remove(one);
        size -= removed ? 1 : 0;
        return removed;
    }

    /** Takes out of the line whose turn it is; null if it is empty. */
    @Nullable T poll() {
        var least =
                shares.values().stream()
                        .filter(share -> !share.isEmpty())
                        .min(Comparator.comparingLong(share -> share.used))
                        .orElse(null);
        if (least == null) {
            return null;
        }
        size--;
        level = Math.max(level, least.used);
        return least.urgent.isEmpty() ? least.others.removeFirst() : least.urgent.removeFirst();
    }

    /** Its owner has had it for so many nanoseconds. */
    void used(String owner, long nanos) {
        shareOf(owner).used += nanos;
        forget();
    }

    private void forget() {
        shares.values().removeIf(share -> share.isEmpty() && share.used <= level - AHEAD);
        if (shares.size() <= REMEMBERED) {
            return;
        }
        shares.entrySet().stream()
                .filter(each -> each.getValue().isEmpty())
                .min(Comparator.comparingLong(each -> each.getValue().used))
                .ifPresent(each -> {
                    shares.remove(each.getKey());
                });
    }

    /** All that are in line and of this kind, in the order of their owners. */
    List<T> all(Predicate<T> which) {
        var all = new ArrayList<T>();
        for (var share : shares.values()) {
            share.urgent.stream().filter(which).forEach(all::add);
            share.others.stream().filter(which).forEach(all::add);
        }
        return all;
    }
}
