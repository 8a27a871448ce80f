package io.tieline.app;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Decides which of many events that are alike deserve a line: the first, then each time that their
 * number has doubled but not twice within a second, one after a long quiet, and one that comes back
 * after things were in order. Remembers a bounded number of kinds, of which the one that has been
 * quiet longest is forgotten first. Safe for use by several threads.
 */
final class Repetitions {

    private static final int KINDS = 256;

    /** New kinds that get a line within a minute: names in them may be a client's invention. */
    private static final int NEW_KINDS = 60;

    private static final long MINUTE = Duration.ofMinutes(1).toNanos();
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final long QUIET = Duration.ofMinutes(10).toNanos();

    private final LongSupplier nanoTime;

    // Guarded by this.
    private long minute;
    private int newKinds;
    private long recoveries;
    private final Map<String, Seen> kinds =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Seen> eldest) {
                    return size() > KINDS;
                }
            };

    private static final class Seen {
        long number;
        long said;
        long saidAt;
        long last;
        long recoveries;
    }

    /**
     * @param nanoTime a clock like {@link System#nanoTime}
     */
    Repetitions(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /**
     * Whether an event gets a line, and how many like it have had none since the last line.
     *
     * @param isFlooded it gets none since too many kinds of event are new
     */
    record Line(boolean isDue, long unsaid, boolean isFlooded) {

        /** The text, and how often it has been so. */
        String of(String text) {
            return unsaid == 0 ? text : text + " (and " + unsaid + " more since it was last said)";
        }
    }

    /** Counts one event of this kind; numbers in the kind make no difference. */
    synchronized Line next(String kind) {
        long now = nanoTime.getAsLong();
        var seen = kinds.computeIfAbsent(withoutNumbers(kind), _ -> new Seen());
        boolean isNew = seen.said == 0;
        boolean isTime = isNew || isTime(seen, now);
        seen.number++;
        seen.last = now;
        if (!isTime) {
            return new Line(false, 0, false);
        }
        if (isNew && isFlood(now)) {
            return new Line(false, 0, true);
        }
        long unsaid = seen.number - seen.said - 1;
        seen.said = seen.number;
        seen.saidAt = now;
        seen.recoveries = recoveries;
        return new Line(true, unsaid, false);
    }

    /** Before the event is counted. */
    private boolean isTime(Seen seen, long now) {
        long since = now - seen.saidAt;
        boolean comesBack = seen.recoveries != recoveries && since > MINUTE;
        boolean hasDoubled = seen.number + 1 >= 2 * seen.said && since >= SECOND;
        return comesBack || hasDoubled || now - seen.last > QUIET;
    }

    /** Things are in order again: what goes wrong next is a change, if it was not said just now. */
    synchronized void recovered() {
        recoveries++;
    }

    private boolean isFlood(long now) {
        if (newKinds == 0 || now - minute > MINUTE) {
            minute = now;
            newKinds = 0;
        }
        return ++newKinds > NEW_KINDS;
    }

    private static String withoutNumbers(String text) {
        var kind = new StringBuilder(text.length());
        for (int index = 0; index < text.length(); index++) {
            char letter = text.charAt(index);
            if (letter < '0' || letter > '9') {
                kind.append(letter);
            } else if (kind.isEmpty() || kind.charAt(kind.length() - 1) != '#') {
                kind.append('#');
            }
        }
        return kind.toString();
    }
}
