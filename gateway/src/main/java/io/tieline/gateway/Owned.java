package io.tieline.gateway;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What belongs to which principal, by name. Bounded for each principal, who loses its own oldest
 * name beyond that and nobody else's. Safe for use by several threads.
 */
final class Owned {

    private final Map<String, String> owners = new HashMap<>(0);
    private final Map<String, Set<String>> names = new HashMap<>(0);
    private final int most;

    /**
     * Nobody owns anything.
     *
     * @param most how many names of one principal are known
     */
    Owned(int most) {
        this.most = most;
    }

    /** Gives the name to this principal, unless it is somebody's. */
    synchronized void give(String name, String principal) {
        if (owners.putIfAbsent(name, principal) != null) {
            return;
        }
        var own = names.computeIfAbsent(principal, _ -> new LinkedHashSet<>());
        own.add(name);
        if (own.size() > most) {
            take(own.iterator().next());
        }
    }

    /** Whether the name is this principal's. */
    synchronized boolean isOf(@Nullable String name, String principal) {
        return name != null && principal.equals(owners.get(name));
    }

    /** The name is nobody's any longer. */
    synchronized void take(String name) {
        var owner = owners.remove(name);
        var own = owner == null ? null : names.get(owner);
        if (own != null && own.remove(name) && own.isEmpty()) {
            names.remove(owner);
        }
    }
}
