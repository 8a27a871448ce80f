package io.tieline.session.client;

import java.util.LinkedHashSet;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of one listener that were opened and of which nothing was asked yet, the oldest
 * first. When there is room for no more sessions, these make room: whoever opens session after
 * session pushes out his own, and nobody who uses what he has opened. Safe for use by several
 * threads.
 */
final class UnusedSessions {

    private static final String WHY = "nothing was asked of it, and others need the room";

    private final LinkedHashSet<ClientSession> waiting = new LinkedHashSet<>();

    /** This one can be used now. */
    synchronized void opened(ClientSession session) {
        waiting.add(session);
    }

    /** Something was asked of this one, or it is closed. */
    synchronized void known(ClientSession session) {
        waiting.remove(session);
    }

    /** Ends the one that has waited longest for a request; false if there is none. */
    boolean makeRoom() {
        var oldest = oldest();
        if (oldest == null) {
            return false;
        }
        oldest.close(WHY);
        return true;
    }

    private synchronized @Nullable ClientSession oldest() {
        return waiting.isEmpty() ? null : waiting.removeFirst();
    }
}
