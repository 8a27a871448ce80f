package io.tieline.gateway.route;

import io.tieline.session.Timers;
import io.tieline.wire.Revision;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The servers as they were before the last reloads, for a while: clients that never list again go
 * on with the names that they know. Safe for use by several threads.
 */
final class FormerServers {

    /** So many reloads are remembered. */
    private static final int MOST = 8;

    private record Former(List<MountedServer> servers, long until) {}

    private final Deque<Former> latestFirst = new ArrayDeque<>(0);
    private final Timers timers;
    private final FederationSettings settings;

    FormerServers(Timers timers, FederationSettings settings) {
        this.timers = timers;
        this.settings = settings;
    }

    /** These have just been replaced. */
    synchronized void replaced(List<MountedServer> servers) {
        var until = timers.nanoTime() + settings.grace().toNanos();
        latestFirst.addFirst(new Former(servers, until));
        if (latestFirst.size() > MOST) {
            latestFirst.removeLast();
        }
    }

    /** What a client called by this name before a reload; null if that is too long ago. */
    View.@Nullable Owned owner(ListKind kind, Revision revision, String name) {
        for (var former : valid()) {
            var parts =
                    former.servers().stream()
                            .map(server -> new View.Part(server, server.lastGood(kind, revision)))
                            .toList();
            var owned = new View(kind, parts, 0).owner(name);
            if (owned != null) {
                return owned;
            }
        }
        return null;
    }

    private synchronized List<Former> valid() {
        latestFirst.removeIf(former -> former.until() - timers.nanoTime() < 0);
        return new ArrayList<>(latestFirst);
    }
}
