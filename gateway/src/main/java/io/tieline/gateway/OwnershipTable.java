package io.tieline.gateway;

import io.tieline.session.Account;
import io.tieline.session.Budget;
import io.tieline.session.Principal;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What belongs to which principal, by name. Bounded for each principal, who loses its own oldest
 * name beyond that and nobody else's; all names together are charged to an account, and where there
 * is no room for one it is nobody's. Safe for use by several threads.
 */
final class OwnershipTable {

    /** Beside its characters: its places in the tables. */
    private static final int OBJECTS = 256;

    private final Map<String, Principal> owners = new HashMap<>(0);
    private final Map<Principal, Set<String>> names = new HashMap<>(0);
    private final int most;
    private final Account account;
    private boolean closed;

    /**
     * Nobody owns anything.
     *
     * @param most how many names of one principal are known
     */
    OwnershipTable(int most, Account account) {
        this.most = most;
        this.account = account;
    }

    /** Gives the name to this principal, unless it is somebody's. */
    synchronized void give(String name, Principal principal) {
        if (closed || owners.containsKey(name) || !account.take(Budget.Use.KEPT, cost(name))) {
            return;
        }
        owners.put(name, principal);
        var own = names.computeIfAbsent(principal, _ -> new LinkedHashSet<>());
        own.add(name);
        if (own.size() > most) {
            take(own.iterator().next());
        }
    }

    /** Whether the name is this principal's. */
    synchronized boolean isOf(@Nullable String name, Principal principal) {
        return name != null && principal.equals(owners.get(name));
    }

    private static long cost(String name) {
        return OBJECTS + 2L * name.length();
    }

    /** Nobody owns anything any longer, and nobody will. */
    synchronized void close() {
        closed = true;
        Set.copyOf(owners.keySet()).forEach(this::take);
    }

    /** The name is nobody's any longer. */
    synchronized void take(String name) {
        var owner = owners.remove(name);
        if (owner != null) {
            account.give(Budget.Use.KEPT, cost(name));
        }
        var own = owner == null ? null : names.get(owner);
        if (own != null && own.remove(name) && own.isEmpty()) {
            names.remove(owner);
        }
    }
}
