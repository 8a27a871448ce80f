package io.tieline.gateway.route;

import io.tieline.session.Account;
import io.tieline.session.Budget;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * The servers that have named URIs to one client in their results, which their lists and templates
 * need not contain. The oldest are forgotten first; a long URI is not kept, nor one for which the
 * account of its server has no room. Safe for use by several threads; accounts, which may end
 * others for what is taken, are used while no lock is held.
 */
final class LearnedUris {

    private static final int MOST = 256;
    static final int LONGEST = 1_024;

    /** Beside its characters: its place in the table. */
    private static final int OBJECTS = 192;

    /** Who has named a URI, and who pays for that. */
    private record Owner(String server, Account account, long bytes) {

        void give() {
            account.give(Budget.Use.KEPT, bytes);
        }
    }

    private final SequencedMap<String, Owner> owners = new LinkedHashMap<>(0);
    private boolean closed;

    /** The server has named this URI last. */
    void learn(String uri, MountedServer server) {
        if (uri.length() > LONGEST || server.name().equals(owner(uri))) {
            return;
        }
        long bytes = OBJECTS + 2L * uri.length();
        var owner = new Owner(server.name(), server.mount().gateway().account(), bytes);
        if (owner.account().take(Budget.Use.KEPT, bytes)) {
            var gone = put(uri, owner);
            if (gone != null) {
                gone.give();
            }
        }
    }

    /** Who is not kept any longer for that. */
    private synchronized @Nullable Owner put(String uri, Owner owner) {
        if (closed) {
            return owner;
        }
        var before = owners.remove(uri);
        owners.putLast(uri, owner);
        return owners.size() > MOST ? owners.pollFirstEntry().getValue() : before;
    }

    /** The name of the server that has named it; null if none has. */
    synchronized @Nullable String owner(String uri) {
        var owner = owners.get(uri);
        return owner == null ? null : owner.server();
    }

    /** Nothing is known any longer, and nothing will be. */
    synchronized void close() {
        closed = true;
        owners.values().forEach(Owner::give);
        owners.clear();
    }
}
