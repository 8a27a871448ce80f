package io.tieline.gateway;

import io.tieline.session.Account;
import io.tieline.session.Budget;
import io.tieline.session.Holding;
import io.tieline.session.backend.BackendSession;
import io.tieline.wire.Json;
import org.jspecify.annotations.Nullable;

/**
 * What a backend said of itself when it was last opened, for a client that comes while it is away.
 * The bytes are charged to the backend's account; where there is no room, nothing is kept. Safe for
 * use by several threads.
 */
final class LastSeen {

    private final Holding room;
    private volatile @Nullable Json initialized;
    private volatile @Nullable Json discovered;
    private boolean closed;

    /** The backend was never seen. */
    LastSeen(Account account) {
        this.room = new Holding(account, Budget.Use.KEPT);
    }

    /** The backend's {@code initialize} result, or what it would have been. */
    @Nullable Json initialized() {
        return initialized;
    }

    /** What the backend said in the words of the stateless era, if it speaks those. */
    @Nullable Json discovered() {
        return discovered;
    }

    /** The backend has just been opened. */
    synchronized void seen(BackendSession session, Json initializeResult) {
        var first = initializeResult.detached();
        var second = session.isStateless() ? session.discovered().detached() : null;
        long bytes = first.length() + (second == null ? 0L : second.length());
        boolean fits = !closed && room.hold(bytes);
        if (!fits) {
            room.hold(0);
        }
        initialized = fits ? first : null;
        discovered = fits ? second : null;
    }

    /** The backend is not needed any longer. */
    synchronized void close() {
        room.hold(0);
        closed = true;
    }
}
