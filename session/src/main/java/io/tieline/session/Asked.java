package io.tieline.session;

import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import io.tieline.wire.Response;
import io.tieline.wire.Result;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One question on its way to a client and back. Lives on the session's strand from {@link #begin}
 * to its outcome.
 */
final class Asked implements Question.Carrier {

    private static final Json CANCEL = Json.object("action", "cancel");

    private final Questions questions;
    private final Question question;
    private final Id id;
    private final @Nullable Exchange exchange;
    private ReplyStream stream;
    private Timers.@Nullable Alarm alarm;

    /** A question of an exchange; without one it is out of band and may change its stream. */
    Asked(
            Questions questions,
            Question question,
            long number,
            ReplyStream stream,
            @Nullable Exchange exchange) {
        this.questions = questions;
        this.question = question;
        this.id = Id.of(number);
        this.stream = stream;
        this.exchange = exchange;
    }

    Id id() {
        return id;
    }

    @SuppressWarnings("ReferenceEquality") // the very stream, not one like it
    boolean isOn(ReplyStream other) {
        return stream == other;
    }

    boolean isOutOfBand() {
        return exchange == null;
    }

    /** Sends the question, unless its asker has lost interest in the meantime. */
    void begin(Timers timers, Duration limit) {
        if (!question.carriedBy(this)) {
            questions.forget(this);
            return;
        }
        if (exchange != null) {
            exchange.opened(this);
        }
        alarm = timers.after(limit, () -> questions.strand().run(() -> expire(limit)));
        send();
    }

    void moveTo(ReplyStream other) {
        stream = other;
        send();
    }

    private void send() {
        var request = question.request();
        // The id doubles as progress token: both are ours, and unique among what this client is
        // asked.
        stream.send(request.with(id, request.progressToken() == null ? null : id.json()));
    }

    void answered(Response response) {
        leave();
        question.answer(response);
    }

    void told(Notification progress) {
        var token = question.request().progressToken();
        var params = progress.params();
        if (token != null && params != null) {
            question.tell(progress.withParams(params.with("progressToken", token)));
        }
    }

    /** The request in whose middle this was asked has ended. */
    void exchangeOver() {
        leave();
        takeBack(null);
        question.refuse(Refusals.callIsOver(question.request()));
    }

    /** The client is gone for good. */
    void clientGone() {
        leave();
        settleUnanswered(0);
    }

    @Override
    public void withdrawn(@Nullable Json reason) {
        questions
                .strand()
                .run(() -> {
                    if (leave()) {
                        takeBack(reason);
                    }
                });
    }

    private void expire(Duration limit) {
        if (leave()) {
            takeBack(Json.string("No answer in time"));
            settleUnanswered(limit.toSeconds());
        }
    }

    private void settleUnanswered(long seconds) {
        if (question.request().method().equals(Method.ELICITATION_CREATE)) {
            question.answer(Result.of(id, CANCEL));
        } else {
            question.refuse(Refusals.noAnswer(question.request(), seconds));
        }
    }

    /**
     * Tells the client that its answer is not wanted any longer (all revisions, "Cancellation").
     */
    private void takeBack(@Nullable Json reason) {
        stream.send(
                Notification.of(
                        Method.CANCELLED, Json.object("requestId", id.json(), "reason", reason)));
    }

    private boolean leave() {
        if (alarm != null) {
            alarm.cancel();
        }
        if (exchange != null) {
            exchange.closed(this);
        }
        return questions.forget(this);
    }
}
