package io.tieline.gateway.route;

import io.tieline.wire.Revision;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes the {@link View views} of all clients: most see the same, which is made once. Safe for use
 * by several threads.
 */
final class Views {

    private record Key(ListKind kind, Revision revision) {}

    private record Made(View view, long changes) {}

    private final AtomicLong generations = new AtomicLong();
    private final AtomicLong changes = new AtomicLong();
    private final Map<Key, Made> latest = new ConcurrentHashMap<>(0);

    /** A server has listed something else than before, or the servers are others now. */
    void changed() {
        changes.incrementAndGet();
    }

    /** What a client sees that knows what others have heard last. */
    View common(ListKind kind, Revision revision, List<MountedServer> servers) {
        long now = changes.get();
        var key = new Key(kind, revision);
        var made = latest.get(key);
        if (made != null && made.changes() == now) {
            return made.view();
        }
        var parts =
                servers.stream()
                        .map(server -> new View.Part(server, server.lastGood(kind, revision)))
                        .toList();
        var view = of(kind, revision, parts);
        latest.put(key, new Made(view, now));
        return view;
    }

    /** What a client sees of these lists: the view of others, if it is made of the same. */
    View of(ListKind kind, Revision revision, List<View.Part> parts) {
        var made = latest.get(new Key(kind, revision));
        return made != null && made.view().isOf(parts)
                ? made.view()
                : new View(kind, parts, generations.incrementAndGet());
    }
}
