package io.tieline.session.backend;

import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How much of something that only one can have at a time each flow has had: its virtual time
 * (start-time fair queueing). The flow whose virtual time is least is next.
 *
 * <p>A flow that was away, or is new, begins a little ahead of those that are served now, and no
 * more than a little, so that nobody makes up for a long absence at the expense of the others.
 * Where the level from which it begins rises with what all have had, flows that are new without end
 * starve none that was there before. What is remembered of flows of which nobody waits is bounded.
 *
 * <p>On the strand of its queue.
 */
final class VirtualTimes {

    /** How far ahead of the others one begins that has had nothing for a while, in nanoseconds. */
    private static final long AHEAD = Duration.ofSeconds(2).toNanos();

    /** The number of flows that are remembered although nobody in them waits. */
    private static final int REMEMBERED = 256;

    private static final class Flow {
        private long used = Long.MIN_VALUE;
        private int waiting;
    }

    private final Map<String, Flow> flows = new LinkedHashMap<>(0);

    /** How many flows have somebody in line. */
    private int active;

    private long level;

    /** One more of this flow waits. */
    void enters(String name) {
        var flow = flowOf(name);
        active += flow.waiting == 0 ? 1 : 0;
        flow.waiting++;
    }

    /** One of this flow does not wait any more. */
    void leaves(String name) {
        var flow = flowOf(name);
        flow.waiting--;
        active -= flow.waiting == 0 ? 1 : 0;
    }

    private Flow flowOf(String name) {
        var flow = flows.computeIfAbsent(name, _ -> new Flow());
        if (flow.waiting == 0) {
            flow.used = Math.max(flow.used, level - AHEAD);
        }
        return flow;
    }

    /** The virtual time of a flow of which somebody waits. */
    long of(String name) {
        return flowOf(name).used;
    }

    /** It is this flow's turn now. */
    void served(String name) {
        level = Math.max(level, flowOf(name).used);
    }

    /** This flow has had its turn for so many nanoseconds. */
    void used(String name, long nanos) {
        flowOf(name).used += nanos;
        forget();
    }

    /**
     * Somebody has had it for so many nanoseconds while these flows waited. The level rises half as
     * fast as they would if each had an equal part, so that it overtakes none that has less.
     */
    void passed(long nanos) {
        level += active == 0 ? 0 : nanos / (2L * (active + 1));
    }

    private void forget() {
        flows.values().removeIf(flow -> flow.waiting == 0 && flow.used <= level - AHEAD);
        if (flows.size() <= REMEMBERED) {
            return;
        }
        flows.entrySet().stream()
                .filter(each -> each.getValue().waiting == 0)
                .min(Comparator.comparingLong(each -> each.getValue().used))
                .ifPresent(each -> {
                    flows.remove(each.getKey());
                });
    }

    /** How many flows are known at the moment. */
    int size() {
        return flows.size();
    }
}
