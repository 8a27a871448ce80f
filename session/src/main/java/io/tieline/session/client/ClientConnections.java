package io.tieline.session.client;

import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The connections on which a client speaks in one session; it may use several at a time. Safe for
 * use by several threads.
 */
final class ClientConnections {

    // The last two, since many a client asks on one and answers on another.
    private volatile @Nullable Presence latest;
    private volatile @Nullable Presence other;

    // Guarded by the monitor of the set.
    private final Set<Presence> open = new HashSet<>(1);
    private @Nullable Presence ended;

    /** The client speaks on this one. */
    void add(Presence connection) {
        if (!connection.equals(latest) && !connection.equals(other)) {
            synchronized (open) {
                other = latest;
                latest = connection;
                open.add(connection);
                sortOut();
            }
        }
    }

    /** When the client has left the last one; empty if it is there, or nothing is known of it. */
    OptionalLong leftAt() {
        synchronized (open) {
            sortOut();
            var last = open.isEmpty() ? ended : null;
            return last != null && last.hasLeft()
                    ? OptionalLong.of(last.since())
                    : OptionalLong.empty();
        }
    }

    private void sortOut() {
        open.removeIf(connection -> {
            if (connection.isOpen()) {
                return false;
            }
            var before = ended;
            if (before == null || connection.since() - before.since() >= 0) {
                ended = connection;
            }
            return true;
        });
    }
}
