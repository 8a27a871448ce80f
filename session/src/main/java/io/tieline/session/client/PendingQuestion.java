package io.tieline.session.client;

import io.tieline.session.Question;
import io.tieline.session.Refusals;
import io.tieline.session.Timers;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.Message;
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
final class PendingQuestion implements Question.Carrier {

    private static final Json CANCEL = Json.object("action", "cancel");

    private final Questions questions;
    private final Question question;
    private final Id id;
    private @Nullable Exchange exchange;
    private @Nullable ReplyStream stream;
    private boolean sent;
    private Timers.@Nullable Alarm alarm;

    /**
     * A question of an exchange; without one it is out of band, may wait for a stream and may
     * change it.
     */
    PendingQuestion(
            Questions questions,
            Question question,
            long number,
            @Nullable ReplyStream stream,
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

    @SuppressWarnings("ReferenceEquality") // the very exchange, not one like it
    boolean belongsTo(Exchange other) {
        return exchange == other;
    }

    /** Says whether it waits for a stream on which it can be asked. */
    boolean isWaiting() {
        return exchange == null && stream == null;
    }

    /** Says whether it is out of band on this stream, so that another may take its place. */
    @SuppressWarnings("ReferenceEquality") // the very stream, not one like it
    boolean isMovableFrom(ReplyStream other) {
        return exchange == null && stream == other;
    }

    /** Says whether the client can know of it. */
    boolean isSent() {
        return sent;
    }

    /** Sends the question, unless its asker has lost interest in the meantime. */
    void begin() {
        if (!question.carriedBy(this)) {
            questions.forget(this);
            return;
        }
        moveTo(stream);
    }

    /** Sends the question on this stream, or has it wait for one. */
    void moveTo(@Nullable ReplyStream next) {
        stream = next;
        sent |= next != null;
        if (alarm != null) {
            alarm.cancel();
        }
        alarm = questions.alarm(next != null, this::expire);
        var request = question.request();
        // The id doubles as progress token: both are ours, and unique among what this client is
        // asked.
        send(request.with(id, request.progressToken() == null ? null : id.json()));
    }

    /** The client has read the question; what else there is to say of it is said on this stream. */
    void goOnAt(@Nullable ReplyStream next) {
        stream = next;
    }

    private void send(Message message) {
        if (stream != null) {
            stream.send(message);
        }
    }

    void answered(Response response) {
        leave();
        question.answer(response);
    }

    void told(Notification progress) {
        var token = question.request().progressToken();
        var params = progress.params();
        if (token != null && params != null) {
            question.tell(progress.withParam("progressToken", token));
        }
    }

    /** The request in whose middle this was asked has ended. */
    void exchangeOver() {
        if (question.outlivesItsCall()) {
            exchange = null;
            return;
        }
        leave();
        takeBack(null);
        question.refuse(Refusals.callIsOver(question.request()));
    }

    /** The client is gone for good. */
    void clientGone() {
        leave();
        settleUnanswered(Duration.ZERO);
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
            settleUnanswered(limit);
        }
    }

    private void settleUnanswered(Duration limit) {
        if (question.request().method().equals(Method.ELICITATION_CREATE)) {
            question.answer(Result.of(id, CANCEL));
        } else {
            question.refuse(Refusals.noAnswer(question.request(), limit.toSeconds()));
        }
    }

    /**
     * Tells the client that its answer is not wanted any longer (all revisions, "Cancellation").
     */
    private void takeBack(@Nullable Json reason) {
        send(
                Notification.of(
                        Method.CANCELLED, Json.object("requestId", id.json(), "reason", reason)));
    }

    private boolean leave() {
        if (alarm != null) {
            alarm.cancel();
        }
        return questions.forget(this);
    }
}
