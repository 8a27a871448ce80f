package io.tieline.app.record;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Tells of what is not as it was recorded, as it is found, and counts it. Safe for use by several
 * threads.
 */
public final class Differences {

    /** So many differences of one message are told; the others are counted. */
    private static final int MOST_SHOWN = 20;

    private final Consumer<String> lines;
    private final AtomicInteger count = new AtomicInteger();

    /**
     * @param lines takes each line
     */
    public Differences(Consumer<String> lines) {
        this.lines = lines;
    }

    /** How many messages were not as recorded. */
    public int count() {
        return count.get();
    }

    /** This was not as recorded. */
    void differ(String what) {
        count.incrementAndGet();
        lines.accept(what);
    }

    /** This was not as recorded at these places; nothing if there are none. */
    void differ(String what, List<String> places) {
        if (places.isEmpty()) {
            return;
        }
        count.incrementAndGet();
        lines.accept(what + " differs");
        places.stream().limit(MOST_SHOWN).forEach(place -> lines.accept("  " + place));
        if (places.size() > MOST_SHOWN) {
            lines.accept("  and at " + (places.size() - MOST_SHOWN) + " places more");
        }
    }

    /** This is worth knowing, and no difference. */
    void remark(String what) {
        lines.accept(what);
    }
}
