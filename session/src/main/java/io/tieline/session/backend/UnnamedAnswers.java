package io.tieline.session.backend;

import io.tieline.session.backend.AskingHistory.Notified;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Failure;
import io.tieline.wire.MalformedException;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds the call to which an answer belongs that does not say so, on a channel that all share: an
 * error without an id (JSON-RPC 2.0, "Response object"), or what cannot be read. It is that of the
 * one call in flight, if nothing else that we have sent can be meant; else nobody is failed by a
 * guess. On the backend session's strand.
 *
 * <p>Some servers answer notifications, too, though nobody may, and a cancelled call may be
 * answered when it is cancelled. A notification that has left is taken as heard when a request that
 * left after it has been answered. What comes before, and may be the answer to either, is kept for
 * a while: if the call has its own answer by then, the server answers notifications, which is
 * remembered of it; else the call gets what was kept, since it will get nothing better.
 */
final class UnnamedAnswers {

    private static final int MAX_TOLD = 16;

    /** Longer than a call takes that is answered at once, and shorter than anybody gives up. */
    private static final Duration FOR_THE_ANSWER = Duration.ofSeconds(5);

    /** The one that servers choose who have no better one. */
    private static final int SERVER_ERROR = -32000;

    /** How servers refuse a message that they take for a request, when it has no id. */
    private static final Set<Integer> REFUSALS =
            Set.of(
                    ErrorCode.INVALID_REQUEST,
                    ErrorCode.INVALID_PARAMS,
                    ErrorCode.INTERNAL_ERROR,
                    SERVER_ERROR);

    private record Told(String method, long next) {}

    private final PendingCalls pending;
    private final AbandonedCalls ghosts;
    private final AskingHistory habits;
    private final BackendContext context;
    private final Deque<Told> told = new ArrayDeque<>(0);

    /** The call for which an answer is kept. */
    private @Nullable Call doubted;

    UnnamedAnswers(BackendContext context, PendingCalls pending, AbandonedCalls ghosts) {
        this.context = context;
        this.pending = pending;
        this.ghosts = ghosts;
        this.habits = context.opening().askingHistory();
    }

    /** A notification leaves. */
    void told(Notification notification) {
        if (told.size() == MAX_TOLD) {
            told.removeFirst();
        }
        told.addLast(new Told(notification.method(), pending.next()));
    }

    /** The backend has answered this call. */
    void answered(Call call) {
        if (call.equals(doubted)) {
            doubted = null;
            habits.notified(Notified.ANSWERS);
        }
        while (!told.isEmpty() && told.getFirst().next <= call.number()) {
            told.removeFirst();
            habits.notified(Notified.IS_SILENT);
        }
    }

    /**
     * The call that this error ends, or null.
     *
     * @param after ends the call with it, if it turns out later to be that call's
     */
    @Nullable Call of(Failure failure, Consumer<Call> after) {
        var error = failure.error();
        boolean named = told.stream().anyMatch(one -> error.message().contains(one.method()));
        boolean unknown = error.code() == ErrorCode.METHOD_NOT_FOUND;
        return of(named, unknown, REFUSALS.contains(error.code()), after);
    }

    /**
     * The call that this answer ends, which cannot be read and has no id; or null.
     *
     * @param after as of an error
     */
    @Nullable Call of(MalformedException why, Consumer<Call> after) {
        boolean readable = why.code() == ErrorCode.INVALID_REQUEST;
        return of(false, false, readable, after);
    }

    private @Nullable Call of(
            boolean named, boolean unknown, boolean refused, Consumer<Call> after) {
        var call = only();
        if (told.isEmpty()) {
            return call;
        }
        var notified = habits.notified();
        boolean known = named || notified == Notified.ANSWERS;
        if (known || (unknown && notified == Notified.UNKNOWN)) {
            told.removeFirst();
            habits.notified(Notified.ANSWERS);
            return null;
        }
        if (!unknown && !hasTakenBack() && (!refused || notified == Notified.IS_SILENT)) {
            return call;
        }
        told.removeFirst();
        keep(call, after);
        return null;
    }

    private boolean hasTakenBack() {
        return told.stream().anyMatch(one -> one.method().equals(Method.CANCELLED));
    }

    private void keep(@Nullable Call call, Consumer<Call> after) {
        if (call == null) {
            return;
        }
        doubted = call;
        Runnable settle =
                () -> {
                    if (call.equals(doubted)) {
                        doubted = null;
                    }
                    if (pending.remove(call)) {
                        after.accept(call);
                    }
                };
        context.after(FOR_THE_ANSWER, settle);
    }

    private @Nullable Call only() {
        return ghosts.isHaunted() || ghosts.mayAnswer() ? null : pending.answerable();
    }
}
