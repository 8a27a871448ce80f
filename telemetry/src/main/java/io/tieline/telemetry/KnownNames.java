package io.tieline.telemetry;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The names that have series of their own in metrics, up to a number; all others share one, so that
 * no peer can invent series. Safe for use by several threads.
 */
final class KnownNames {

    /** What stands for a name that is not known. */
    static final String OTHER = "(other)";

    private final Set<String> known = ConcurrentHashMap.newKeySet();
    private final int most;

    KnownNames(int most) {
        this.most = most;
    }

    /** From now on this one is known, if there is room. */
    void add(String name) {
        if (known.size() < most) {
            known.add(name);
        }
    }

    /** The name under which one is counted; empty for none. */
    String label(String name) {
        return name.isEmpty() || known.contains(name) ? name : OTHER;
    }
}
