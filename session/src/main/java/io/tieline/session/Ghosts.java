package io.tieline.session;

import io.tieline.wire.Id;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Calls that were taken back, of which nobody can know whether the backend goes on with them and
 * asks after all. On the backend session's strand.
 *
 * <p>In a session of one client, or of one principal whose requests have no session, such a
 * question can only reach that client or principal. In a shared one it could reach a stranger, so
 * there a cancelled call keeps its turn for a second, and for half a minute, or until the backend
 * has answered it, a question that could be its own is refused.
 */
final class Ghosts {

    private static final Duration TURN = Duration.ofSeconds(1);
    private static final Duration FEARED = Duration.ofSeconds(30);

    private final Map<Id, Call> feared = new HashMap<>(0);
    private final BackendSession session;
    private final Attribution attribution;
    private final Turns turns;
    private final Environment environment;

    Ghosts(BackendSession session, Attribution attribution, Turns turns, Environment environment) {
        this.session = session;
        this.attribution = attribution;
        this.turns = turns;
        this.environment = environment;
    }

    /** A call was taken back that the backend has heard of. */
    void appear(Call call) {
        if (session.exclusive() || !call.asking().mayAsk()) {
            return;
        }
        feared.put(call.id(), call);
        after(TURN, () -> turns.ended(call));
        after(FEARED, () -> vanish(call.id()));
    }

    private void after(Duration wait, Runnable task) {
        environment.timers().after(wait, () -> session.strand().run(task));
    }

    /** Whether a call that was taken back may still be heard of. */
    boolean isHaunted() {
        return !feared.isEmpty();
    }

    /** Whether what this call may still ask must reach nobody. */
    boolean haunts(Call call) {
        return call.hasLeft() && feared.get(call.id()) == call;
    }

    /** The backend has answered after all. */
    void answered(@Nullable Id id) {
        if (id != null) {
            vanish(PendingCalls.minted(id));
        }
    }

    private void vanish(Id id) {
        var call = feared.remove(id);
        if (call != null) {
            attribution.ended(call);
            turns.ended(call);
        }
    }
}
