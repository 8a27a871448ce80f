package io.tieline.gateway.route;

import io.tieline.session.Observer;
import io.tieline.session.Timers;
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

    /** A view, the changes that it knows of, and until when none of its lists is too old. */
    private record Made(View view, long changes, long until) {}

    private final Timers timers;
    private final HiddenNames hidden;
    private final AtomicLong generations = new AtomicLong();
    private final AtomicLong changes = new AtomicLong();
    private final Map<Key, Made> latest = new ConcurrentHashMap<>(0);

    Views(Timers timers, Observer observer) {
        this.timers = timers;
        this.hidden = new HiddenNames(observer);
    }

    /** A server has listed something else than before, or the servers are others now. */
    void changed() {
        changes.incrementAndGet();
    }

    /** What a client sees that knows what others have heard last. */
    View common(ListKind kind, Revision revision, List<MountedServer> servers) {
        long now = changes.get();
        var key = new Key(kind, revision);
        var made = latest.get(key);
        if (made != null && made.changes() == now && timers.nanoTime() - made.until() <= 0) {
            return made.view();
        }
        var until =
                servers.stream()
                        .mapToLong(server -> server.goodUntil(kind, revision))
                        .min()
                        .orElse(Long.MAX_VALUE);
        var parts =
                servers.stream()
                        .map(server -> new View.Part(server, server.lastGood(kind, revision)))
                        .toList();
        var view = of(kind, revision, parts);
        latest.put(key, new Made(view, now, until));
        return view;
    }

    /** What a client sees of these lists: the view of others, if it is made of the same. */
    View of(ListKind kind, Revision revision, List<View.Part> parts) {
        var made = latest.get(new Key(kind, revision));
        if (made != null && made.view().isOf(parts)) {
            return made.view();
        }
        var view = new View(kind, parts, generations.incrementAndGet());
        hidden.look(view);
        return view;
    }
}
