package io.tieline.session.backend;

import io.tieline.session.MintedNumbers;
import io.tieline.wire.Id;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Calls that were taken back, of which nobody can know whether the backend goes on with them and
 * asks after all. On the backend session's strand.
 *
 * <p>In a session of one client, or of one principal whose requests have no session, such a
 * question can only reach that client or principal. In a shared one it could reach a stranger, so
 * there a cancelled call keeps its turn for a second, and for half a minute, or until the backend
 * has answered it, a question that could be its own is refused. An answer that does not say whose
 * it is could be its own for ever.
 */
final class AbandonedCalls {

    private static final Duration TURN = Duration.ofSeconds(1);
    private static final Duration FEARED = Duration.ofSeconds(30);

    private static final int MOST_UNHEARD = 256;

    private final Map<Id, Call> feared = new HashMap<>(0);

    /** Shared sessions only: taken back, and not answered. */
    private final Set<Id> unheard = new HashSet<>(0);

    private final BackendContext context;
    private final Attribution attribution;
    private final AskingQueue turns;

    AbandonedCalls(BackendContext context, Attribution attribution, AskingQueue turns) {
        this.context = context;
        this.attribution = attribution;
        this.turns = turns;
    }

    /** A call was taken back that the backend has heard of. */
    void appear(Call call) {
        if (context.opening().exclusive()) {
            return;
        }
        if (unheard.size() < MOST_UNHEARD) {
            unheard.add(call.id());
        }
        if (!call.questions().mayAsk()) {
            return;
        }
        feared.put(call.id(), call);
        context.after(TURN, () -> turns.ended(call));
        context.after(FEARED, () -> vanish(call.id()));
    }

    /** Says whether a call that was taken back may still be heard of. */
    boolean isHaunted() {
        return !feared.isEmpty();
    }

    /**
     * Says whether an answer that does not say whose it is can be that of a call which was taken
     * back, so that it could reach a stranger.
     */
    boolean mayAnswer() {
        return !unheard.isEmpty();
    }

    /** Says whether what this call may still ask must reach nobody. */
    boolean haunts(Call call) {
        return isHaunted() && call.hasLeft() && feared.get(call.id()) == call;
    }

    /** The backend has answered after all. */
    void answered(@Nullable Id id) {
        if (id != null) {
            var minted = MintedNumbers.idOf(id);
            // Beyond the bound not all of them are known, so that the last one stays.
            if (unheard.size() < MOST_UNHEARD) {
                unheard.remove(minted);
            }
            vanish(minted);
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
