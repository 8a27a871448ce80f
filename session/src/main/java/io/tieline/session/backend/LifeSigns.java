package io.tieline.session.backend;

import io.tieline.session.Question;
import io.tieline.session.Refusals;
import io.tieline.session.Timers;
import io.tieline.session.backend.LinkFailure.Kind;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Notification;
import io.tieline.wire.Response;
import io.tieline.wire.RpcError;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether the backend of a session still lives, as far as can be told from here. Several
 * calls in a row that ran out of time, with nothing at all heard between, are a reason to ask it:
 * by a ping (all revisions up to 2025-11-25, "Ping"), or by {@code server/discover}, which is the
 * cheapest request of the era that has no ping (2026-07-28, "Discovery"). A backend that says
 * anything before the answer is due lives, be it an error; one that says nothing is given up.
 *
 * <p>Calls are in a row if each left after the one before had run out of time: what ran at the same
 * time was missed once. And a backend that does one thing after the other cannot answer while it
 * works, though nobody waits for that any longer. So the answer is not due before the calls that it
 * has missed have had all the time that a call may take.
 *
 * <p>A late answer, a ping, progress, a log message, a line that is no message, a refusal: each is
 * a sign of life. A slow backend is therefore never taken for one that hangs. On the backend
 * session's strand.
 */
final class LifeSigns {

    private static final int MAX_STRIKES = 3;

    /** Every server answers these at once, if it does anything at all beside its calls. */
    private static final Duration ANSWER = Duration.ofSeconds(10);

    private final BackendContext context;
    private final SessionLife life;
    private final BackendCalls calls;
    private int strikes;

    /** Calls from this number on have left after the last strike. */
    private long next;

    /** Until when one of the calls that were missed may still be at work. */
    private @Nullable Long busyUntil;

    private @Nullable Call asked;
    private Timers.@Nullable Alarm due;

    LifeSigns(BackendContext context, SessionLife life, BackendCalls calls) {
        this.context = context;
        this.life = life;
        this.calls = calls;
    }

    /** The backend has said something, whatever it was. */
    void heard() {
        strikes = 0;
        if (due != null) {
            stop();
        }
    }

    /** A call of which the backend has heard has run out of time. */
    void missed(Call call) {
        if (due != null) {
            return; // Who goes on calling does not put the end off.
        }
        long end = call.end(context.timers());
        busyUntil = busyUntil == null || end - busyUntil > 0 ? end : busyUntil;
        if (call.number() < next) {
            return;
        }
        next = calls.nextNumber();
        strikes++;
        if (strikes >= MAX_STRIKES) {
            ask();
        }
    }

    private Duration patience() {
        long now = context.nanoTime();
        var busy = Duration.ofNanos(busyUntil == null ? 0 : busyUntil - now);
        return busy.compareTo(ANSWER) > 0 ? busy : ANSWER;
    }

    private void ask() {
        var patience = patience();
        due = context.after(patience, this::unanswered);
        var before = asked;
        if (before != null) {
            calls.forget(before);
        }
        asked = calls.ask(new Answer(), CallOptions.within(patience));
    }

    private void unanswered() {
        if (due != null) {
            stop();
            life.end(
                    LinkFailure.of(
                            Kind.TIMED_OUT,
                            "Backend "
                                    + context.name()
                                    + " has stopped answering: "
                                    + strikes
                                    + " calls in a row ran out of time, nothing was heard of it"
                                    + " between, nor when it was asked for a sign of life; its"
                                    + " session has ended"));
        }
    }

    /** The session is over. */
    void stop() {
        if (due != null) {
            due.cancel();
            due = null;
        }
    }

    /** Any answer is a sign of life, and was counted as one when it came. */
    private final class Answer implements CallListener {

        @Override
        public void answered(Response response) {
            asked = null;
        }

        @Override
        public void failed(RpcError error) {
            asked = null;
            if (error.code() == ErrorCode.OVERLOADED) {
                stop(); // It was never asked; the next call that runs out of time asks again.
            } else {
                unanswered();
            }
        }

        @Override
        public void notified(Notification notification) {
            // Nobody asked for more.
        }

        @Override
        public void asked(Question question) {
            question.refuse(Refusals.noClientBehind());
        }
    }
}
