package io.tieline.session.client;

import io.tieline.session.Environment;
import io.tieline.session.Timers;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Ends a client session that nobody uses: soon once its client has left all of its connections,
 * later while the client is there, and sooner than that when there is little room. A connection may
 * be named from any thread, the rest happens on the session's strand.
 */
final class IdleWatch {

    private final ClientSession session;
    private final Environment environment;
    private final SessionSettings settings;
    private final ClientConnections connections = new ClientConnections();
    private volatile @Nullable Presence listened;
    private long lastActive;
    private Timers.@Nullable Alarm alarm;

    IdleWatch(ClientSession session, Environment environment, SessionSettings settings) {
        this.session = session;
        this.environment = environment;
        this.settings = settings;
        this.lastActive = environment.timers().nanoTime();
    }

    /** The client speaks on this connection. */
    void speaksOn(Presence connection) {
        connections.add(connection);
    }

    /** The client listens on this connection for what belongs to no request. */
    void listensOn(Presence connection) {
        listened = connection;
    }

    /**
     * The client has shown that it is there.
     *
     * @return the time at which it did
     */
    long touch() {
        lastActive = environment.timers().nanoTime();
        return lastActive;
    }

    /** Begins to watch. */
    void start() {
        setAlarm(settings.shortestLife());
    }

    void stop() {
        if (alarm != null) {
            alarm.cancel();
        }
    }

    /** There is little room left: a session that is not used may end sooner than it would. */
    void hurry() {
        if (alarm != null) {
            check();
        }
    }

    private void setAlarm(Duration wait) {
        stop();
        alarm = environment.timers().after(wait, () -> session.strand().run(this::check));
    }

    private void check() {
        if (!session.isOpen()) {
            return;
        }
        long now = environment.timers().nanoTime();
        if (session.isBusy()) {
            lastActive = now;
        }
        var gone = connections.leftAt();
        boolean here = gone.isEmpty();
        var life = environment.budget().life(here ? settings.idle() : settings.shortestLife());
        var left = life.minusNanos(now - (here ? lastActive : leftAt(gone.getAsLong())));
        if (left.isPositive()) {
            // Who is there now may have left by then.
            var look = environment.budget().life(settings.shortestLife());
            setAlarm(left.compareTo(look) < 0 ? left : look);
        } else {
            session.close(
                    here
                            ? "it was not used for " + life.toSeconds() + " s"
                            : "its client has left and not come back for "
                                    + life.toSeconds()
                                    + " s");
        }
    }

    /** When the last thing was over that showed the client to be there. */
    private long leftAt(long gone) {
        long last = Math.max(lastActive, gone);
        var stream = listened;
        return stream == null || !stream.hasLeft() ? last : Math.max(last, stream.since());
    }
}
