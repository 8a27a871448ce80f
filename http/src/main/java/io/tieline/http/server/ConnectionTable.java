package io.tieline.http.server;

import io.tieline.session.Timers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The connections of one listener, of which there are at most so many: each costs memory and a file
 * descriptor, and whoever wants to can open them faster than they fall silent. When it is full,
 * those on which nothing is answered make room, and first those on which nothing ever was; one on
 * which a request is answered, or a stream is open, stays. Safe for use by several threads.
 */
final class ConnectionTable {

    /** How long nobody is looked for again when all were busy. */
    private static final Duration PAUSE = Duration.ofMillis(100);

    /** One part in so many makes room at once, so that not every newcomer has all looked at. */
    private static final int PART = 16;

    private final int most;
    private final Timers timers;
    private final Set<FrontConnection> inside = ConcurrentHashMap.newKeySet();
    private boolean busy;
    private long busyAt;

    ConnectionTable(int most, Timers timers) {
        this.most = most;
        this.timers = timers;
    }

    /** Whether there is room for one more, which then belongs to it. */
    boolean admits(FrontConnection newcomer) {
        List<FrontConnection> leaving = List.of();
        boolean admitted;
        synchronized (this) {
            if (inside.size() >= most) {
                leaving = makeRoom();
            }
            admitted = inside.size() < most && inside.add(newcomer);
        }
        leaving.forEach(FrontConnection::makeRoom);
        return admitted;
    }

    /** This one has ended. */
    void left(FrontConnection connection) {
        inside.remove(connection);
    }

    private List<FrontConnection> makeRoom() {
        long now = timers.nanoTime();
        if (busy && now - busyAt < PAUSE.toNanos()) {
            return List.of();
        }
        var quiet = new ArrayList<Quiet>();
        for (var connection : inside) {
            var seen = connection.quiet(now);
            if (seen != null) {
                quiet.add(seen);
            }
        }
        busy = quiet.isEmpty();
        busyAt = now;
        quiet.sort(Quiet.FIRST_TO_GO);
        var first = quiet.stream().limit(Math.max(1, most / PART)).map(Quiet::connection).toList();
        first.forEach(inside::remove);
        return first;
    }

    /**
     * A connection on which nothing is answered, as it was seen.
     *
     * @param served whether anything ever was
     * @param nanos for how long
     */
    record Quiet(FrontConnection connection, boolean served, long nanos) {

        private static final Comparator<Quiet> FIRST_TO_GO =
                Comparator.comparing(Quiet::served)
                        .thenComparing(Comparator.comparingLong(Quiet::nanos).reversed());
    }
}
