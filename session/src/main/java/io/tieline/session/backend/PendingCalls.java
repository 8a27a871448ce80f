package io.tieline.session.backend;

import io.tieline.session.MintedNumbers;
import io.tieline.session.Observer;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.MalformedException;
import io.tieline.wire.MethodTraits;
import io.tieline.wire.MethodTraits.Trait;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The calls that have left on one link and are not answered, under the ids that we minted for them.
 * Questions of the backend have ids of their own and are never in here. On the backend session's
 * strand.
 */
final class PendingCalls {

    private static final int MAX_TASKS = 256;

    private final Map<Id, Call> calls = new HashMap<>(2);
    private final Map<Id, Json> taskTokens = new LinkedHashMap<>(0);
    private final RequestIds ids;
    private final long first;
    private long next;
    private long end;

    PendingCalls(RequestIds ids) {
        this.ids = ids;
        this.first = ids.run();
        this.next = first;
        this.end = first + RequestIds.RUN;
    }

    /** The first of the ids that are minted here, and nowhere else. */
    long first() {
        return first;
    }

    /** The id that the next call gets, if no other run begins. */
    long next() {
        return next;
    }

    /** Gives the call an id that this link has not seen; what was written of it, as it leaves. */
    Request add(Call call, Request written) {
        var request = call.leave(mint(), written);
        calls.put(request.id(), call);
        return request;
    }

    private long mint() {
        if (next == end) {
            next = ids.run();
            end = next + RequestIds.RUN;
        }
        return next++;
    }

    /** A call by the id that an answer repeats, be it as a number or as its text. */
    @Nullable Call remove(@Nullable Id id) {
        return id == null ? null : calls.remove(MintedNumbers.idOf(id));
    }

    /**
     * Says whether an answer with this id is that of another call than the one on whose stream it
     * came.
     */
    boolean isOfAnother(@Nullable Id id, @Nullable Call via) {
        if (via == null || id == null) {
            return false;
        }
        var repeated = MintedNumbers.idOf(id);
        return !repeated.equals(via.id()) && calls.containsKey(repeated);
    }

    boolean remove(Call call) {
        return call.hasLeft() && calls.remove(call.id(), call);
    }

    List<Call> removeAll() {
        var all = List.copyOf(calls.values());
        calls.clear();
        return all;
    }

    /**
     * The one call that is in flight beside what is no client's; null if there are several, or
     * none.
     */
    @Nullable Call only() {
        return onlyBeside(Trait.OF_SESSION);
    }

    /**
     * The one call to which an answer can belong that does not say so: a client's, or else the
     * question which era the backend speaks.
     */
    @Nullable Call answerable() {
        var only = only();
        return only == null ? onlyBeside(Trait.ANSWERED_LATE) : only;
    }

    private @Nullable Call onlyBeside(Trait others) {
        Call only = null;
        for (var call : calls.values()) {
            if (!MethodTraits.has(call.request().method(), others)) {
                if (only != null) {
                    return null;
                }
                only = call;
            }
        }
        return only;
    }

    /**
     * The call whose progress token this is: a token is the number of its call, and repeated as an
     * id is.
     */
    @Nullable Call withToken(Json token) {
        try {
            return calls.get(MintedNumbers.idOf(Id.ofAnswer(token)));
        } catch (MalformedException notOurs) {
            return null;
        }
    }

    /**
     * A call was answered. If it became a task, its progress token lives on (2025-11-25, "Tasks:
     * Progress").
     */
    void answered(Call call, Response response) {
        var token = call.request().progressToken();
        if (token == null || !RelatedTask.begins(response)) {
            return;
        }
        taskTokens.put(call.id(), token.detached());
        if (taskTokens.size() > MAX_TASKS) {
            taskTokens.remove(taskTokens.keySet().iterator().next());
        }
    }

    /** The client's own token for the progress of a task, or null. */
    @Nullable Json taskToken(Json token) {
        try {
            return taskTokens.get(MintedNumbers.idOf(Id.ofAnswer(token)));
        } catch (MalformedException notOurs) {
            return null;
        }
    }

    /** Says how to count an answer that no pending call waits for. */
    Observer.Count unexpected(@Nullable Id id) {
        boolean ours =
                id != null
                        && MintedNumbers.isBetween(MintedNumbers.idOf(id).json(), first, next - 1);
        return ours ? Observer.Count.LATE_ANSWER : Observer.Count.UNKNOWN_ANSWER;
    }
}
