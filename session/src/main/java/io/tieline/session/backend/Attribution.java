package io.tieline.session.backend;

import io.tieline.session.backend.Origin.During;
import io.tieline.session.backend.Origin.OutOfBand;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Decides which call a message of the backend belongs to, and learns from it who asks. On the
 * backend session's strand.
 *
 * <p>Where the link hands a message to the stream of a request, that is the answer and nothing is
 * decided here. What remains are questions and log messages on a shared channel, which say nothing
 * of their cause. One call in flight is the cause; of several, the one that holds the turn, if all
 * others are known not to ask; else only the session is certain.
 */
final class Attribution {

    private final List<Call> running = new ArrayList<>();
    private final AskingHistory habits;
    private final boolean exclusive;

    /**
     * For a session of one client ({@code exclusive}) a wrong guess costs the call, for a shared
     * one the client.
     */
    Attribution(AskingHistory habits, boolean exclusive) {
        this.habits = habits;
        this.exclusive = exclusive;
    }

    /** A call has left for the backend. */
    void started(Call call) {
        boolean telling =
                call.questions().mayAsk()
                        && habits.of(call.questions().key()) != AskingProfile.PLAIN;
        for (var other : running) {
            if (other.questions().mayAsk()) {
                if (telling) {
                    other.questions().accompanied();
                }
                if (habits.of(other.questions().key()) != AskingProfile.PLAIN) {
                    call.questions().accompanied();
                }
            }
        }
        running.add(call);
    }

    /** The backend has answered, or will never. */
    void ended(Call call) {
        running.remove(call);
    }

    /** Says whether the answer of this call shows something of its tool that is not known yet. */
    boolean isNews(Call call) {
        var asking = call.questions();
        return asking.mayAsk() && asking.isQuiet() && !habits.isSettled(asking.key());
    }

    /** The backend has answered; one that was taken back, or failed, could still have asked. */
    void answered(Call call) {
        if (isNews(call)) {
            habits.quiet(call.questions().key());
        }
    }

    /** The calls that have left and have not ended. */
    List<Call> running() {
        return List.copyOf(running);
    }

    /** Says whether a call is running that may ask, beside this one. */
    boolean mayAskBeside(Call one) {
        return running.stream().anyMatch(call -> call != one && call.questions().mayAsk());
    }

    /**
     * The origin that a message names itself, or that its stream names; null if neither does.
     *
     * @param via the call on whose stream it came; null for the channel that all share
     */
    @Nullable Origin said(@Nullable Json params, @Nullable Call via) {
        var task = RelatedTask.of(params);
        var waiting = task == null ? null : waitingFor(task);
        if (waiting != null) {
            return new During(waiting);
        }
        if (via != null) {
            return new During(via);
        }
        return task == null ? null : new OutOfBand("its task is waited for by no call");
    }

    /** Where a question belongs that came without a stream of its own. */
    Origin ofQuestion(@Nullable Call holder) {
        var call = cause(holder);
        if (call != null) {
            habits.asks(call.questions().key());
            return new During(call);
        }
        var could = candidates(other -> other.questions().mayAsk());
        could.forEach(other -> habits.suspect(other.questions().key()));
        could.forEach(other -> other.questions().accompanied());
        return new OutOfBand(
                could.isEmpty() ? "no call is in flight" : "several calls are in flight");
    }

    /**
     * A question came that nobody will be asked: it may show who asks, but makes nobody a suspect,
     * and nobody plain.
     */
    void refused(@Nullable Call holder) {
        var call = cause(holder);
        if (call != null) {
            habits.asks(call.questions().key());
        } else {
            candidates(other -> other.questions().mayAsk())
                    .forEach(other -> other.questions().accompanied());
        }
    }

    /** Where a log message belongs that came without a stream of its own. */
    Origin ofLog(@Nullable Call holder) {
        var call = cause(holder);
        return call != null
                ? new During(call)
                : new OutOfBand("several calls, or none, are in flight");
    }

    /**
     * The call that waits for this task's result: what a task says goes there, whatever stream it
     * came on.
     */
    private @Nullable Call waitingFor(String taskId) {
        return running.stream()
                .filter(call -> call.request().method().equals(Method.TASKS_RESULT))
                .filter(call -> taskId.equals(RelatedTask.taskId(call.request())))
                .findFirst()
                .orElse(null);
    }

    private @Nullable Call cause(@Nullable Call holder) {
        var could = candidates(call -> call.questions().mayAsk() && !call.questions().isSilent());
        if (could.isEmpty()) {
            // Only calls that wait for an answer: one that asks two things at once is still the
            // only one.
            could = candidates(other -> other.questions().mayAsk());
        }
        if (could.size() != 1 && holder != null && others(could, holder)) {
            return holder.isCancelled() ? null : holder;
        }
        return could.size() == 1 && !could.getFirst().isCancelled() ? could.getFirst() : null;
    }

    /** Says whether all but the holder are known not to ask. A cancelled call may do anything. */
    private boolean others(List<Call> could, Call holder) {
        return could.contains(holder)
                && could.stream()
                        .filter(call -> call != holder)
                        .allMatch(call ->
                                exclusive
                                        && habits.of(call.questions().key())
                                                == AskingProfile.PLAIN);
    }

    private List<Call> candidates(Predicate<Call> which) {
        return running.stream().filter(which).toList();
    }
}
