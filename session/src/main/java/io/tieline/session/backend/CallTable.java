package io.tieline.session.backend;

import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.Request;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The table of the calls of one backend session that have left and are not over: by the ids under
 * which they left, by who may be meant where a message does not say it, and by whose turn it is. On
 * the session's strand.
 */
final class CallTable {

    private final PendingCalls pending;
    private final Attribution attribution;
    private final AskingQueue turns;
    private final AbandonedCalls ghosts;
    private final UnnamedAnswers unnamed;

    CallTable(BackendContext context) {
        var opening = context.opening();
        this.pending = new PendingCalls(opening.ids());
        this.attribution = new Attribution(opening.askingHistory(), opening.exclusive());
        this.turns = new AskingQueue(context);
        this.ghosts = new AbandonedCalls(context, attribution, turns);
        this.unnamed = new UnnamedAnswers(context, pending, ghosts);
    }

    PendingCalls pending() {
        return pending;
    }

    Attribution attribution() {
        return attribution;
    }

    AskingQueue turns() {
        return turns;
    }

    AbandonedCalls ghosts() {
        return ghosts;
    }

    UnnamedAnswers unnamed() {
        return unnamed;
    }

    /** Enters an attempt of a call; returns it as it leaves, under an id of its own. */
    Request enter(Call call, Request written) {
        if (!call.hasLeft()) {
            attribution.started(call);
        }
        return pending.add(call, written);
    }

    /** The backend has answered the call for good, or will never: others need not wait for it. */
    void leave(Call call) {
        if (!ghosts.haunts(call)) {
            attribution.ended(call);
            turns.ended(call);
        }
    }

    /** Nobody waits for an answer any longer, while the backend may go on with the call. */
    void abandon(Call call) {
        if (pending.remove(call)) {
            ghosts.appear(call);
        }
    }

    /** The call in flight, if there is one only, and none that was taken back just now. */
    @Nullable Call onlyCall() {
        return ghosts.isHaunted() ? null : pending.only();
    }

    /** The call in flight that carries this progress token of ours. */
    @Nullable Call withToken(Json token) {
        return pending.withToken(token);
    }

    /**
     * Fails all calls that have left; a call between two attempts is not with the backend, but
     * cannot go on either.
     *
     * @param neverLeft the ids of requests of which no byte has left
     */
    void failAll(LinkFailure failure, Set<Id> neverLeft, String phase) {
        for (var call : pending.removeAll()) {
            boolean left = !neverLeft.contains(call.id());
            call.fail(left ? failure : failure.executed(LinkFailure.Executed.NO), phase);
        }
        attribution.running().forEach(call -> call.fail(failure, phase));
    }
}
