package io.tieline.session.backend;

import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The places for sessions with one backend, whoever they serve: a client, a request, a principal,
 * everybody. When all are taken, the session gives way in which nothing has been under way for the
 * longest time. Safe for use by several threads; no session is called while the lock is held.
 */
public final class BackendPlaces {

    private final String backend;
    private final int most;
    private final Set<BackendSession> sessions = new LinkedHashSet<>();
    private int taken;

    /**
     * All of them free.
     *
     * @param backend its name
     * @param most how many there are
     */
    public BackendPlaces(String backend, int most) {
        this.backend = backend;
        this.most = most;
    }

    /** Why somebody has no place, where all are taken and none is idle. */
    public LinkFailure full() {
        var why =
                "Backend "
                        + backend
                        + " has "
                        + most
                        + " sessions already, and something is under way in each; wait until one"
                        + " is done, or raise the limit (--max-sessions, key maxSessions)";
        return new LinkFailure(LinkFailure.Kind.OVERLOADED, why, LinkFailure.Executed.NO);
    }

    /**
     * Takes a place, which a session must be {@linkplain #seat given} then.
     *
     * @param now of the clock by which the sessions live
     * @param more whether there may be more sessions than there are; the first may always be
     * @return false if all are taken, by sessions in which something is under way
     */
    public boolean take(long now, boolean more) {
        while (true) {
            BackendSession idle;
            synchronized (sessions) {
                if (taken < most && (more || taken == 0)) {
                    taken++;
                    return true;
                }
                idle = longestIdle();
                if (idle == null) {
                    return false;
                }
                sessions.remove(idle); // before it ends, so that its place never becomes free
            }
            if (idle.giveWay(why(Duration.ofNanos(now - idle.idleSince())))) {
                return true;
            }
            keep(idle);
        }
    }

    /** Something has begun in it just now, or it has ended by itself. */
    private void keep(BackendSession session) {
        synchronized (sessions) {
            if (session.isOver()) {
                taken--;
            } else {
                sessions.add(session);
            }
        }
    }

    private @Nullable BackendSession longestIdle() {
        return sessions.stream()
                .filter(BackendSession::isIdle)
                .min(Comparator.comparingLong(BackendSession::idleSince))
                .orElse(null);
    }

    private String why(Duration idle) {
        return "The session with backend "
                + backend
                + " was idle for "
                + idle.toSeconds()
                + " s and gave way to another one, since at most "
                + most
                + " are kept (--max-sessions, key maxSessions)";
    }

    /** This session has the place that was taken, until it is over. */
    public void seat(BackendSession session) {
        synchronized (sessions) {
            sessions.add(session);
        }
        session.onOver(() -> leave(session));
    }

    private void leave(BackendSession session) {
        synchronized (sessions) {
            if (sessions.remove(session)) {
                taken--;
            }
        }
    }
}
