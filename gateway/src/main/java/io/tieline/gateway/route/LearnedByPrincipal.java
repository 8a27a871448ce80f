package io.tieline.gateway.route;

import io.tieline.session.Principal;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * What servers have named to clients without sessions, by their principals. Of many principals the
 * one is forgotten that has learned nothing for the longest time. Safe for use by several threads.
 */
final class LearnedByPrincipal {

    private static final int MOST = 1_024;

    private final SequencedMap<Principal, LearnedUris> all = new LinkedHashMap<>(0);

    /** The server that has named this URI to the principal; null if none has. */
    @Nullable String owner(Principal principal, String uri) {
        LearnedUris own;
        synchronized (this) {
            own = all.get(principal);
        }
        return own == null ? null : own.owner(uri);
    }

    void learn(Principal principal, String uri, MountedServer server) {
        LearnedUris own;
        LearnedUris gone = null;
        synchronized (this) {
            own = all.get(principal);
            own = own == null ? new LearnedUris() : own;
            all.putLast(principal, own);
            if (all.size() > MOST) {
                gone = all.pollFirstEntry().getValue();
            }
        }
        if (gone != null) {
            gone.close();
        }
        own.learn(uri, server);
    }

    /** Nothing is known any longer. */
    synchronized void close() {
        all.values().forEach(LearnedUris::close);
        all.clear();
    }
}
