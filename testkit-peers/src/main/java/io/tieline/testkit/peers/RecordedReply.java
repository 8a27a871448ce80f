package io.tieline.testkit.peers;

import io.tieline.session.client.ReplyStream;
import io.tieline.wire.Failure;
import io.tieline.wire.Json;
import io.tieline.wire.Message;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import io.tieline.wire.Result;
import io.tieline.wire.RpcError;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What became of one request of a {@link RecordedClient}: every message on its stream, and its one
 * answer. Where an answer or a question is asked for it is waited for, at most thirty seconds.
 *
 * <p>In the stateless era a request that must be sent again is still one reply, with one answer.
 * Safe for use by several threads; every list is a copy.
 */
public final class RecordedReply {

    private final Monitor monitor = new Monitor();
    private final ReplyStream stream = new RecordedStream();
    private final Request request;
    private final Delivery delivery;
    private final Function<RecordedQuestion, @Nullable Json> answers;
    private final List<Message> messages = new ArrayList<>();
    private final List<RecordedQuestion> questions = new ArrayList<>();
    private final Set<RecordedQuestion> answered = new LinkedHashSet<>();
    private ReplyStream.@Nullable Listener listener;
    private @Nullable Response response;
    private boolean aborted;
    private boolean live = true;

    /**
     * Nothing was sent yet.
     *
     * @param way by which the request is sent
     * @param answers gives the result of a question, or null to leave it open
     */
    RecordedReply(
            Request request,
            Function<RecordedReply, Delivery> way,
            Function<RecordedQuestion, @Nullable Json> answers) {
        this.request = request;
        this.answers = answers;
        this.delivery = way.apply(this);
    }

    // What was sent.

    /** The request as it was sent first. */
    public Request request() {
        return request;
    }

    /** How often it was sent: more than once where questions came as results. */
    public int attempts() {
        return delivery.attempts();
    }

    // What came.

    /** All messages on its stream in order, its answer included. */
    public List<Message> messages() {
        return monitor.read(() -> List.copyOf(messages));
    }

    /** The notifications on its stream. */
    public List<Notification> notifications() {
        return messages().stream()
                .filter(Notification.class::isInstance)
                .map(Notification.class::cast)
                .toList();
    }

    /** The notifications of this method on its stream. */
    public List<Notification> notifications(String method) {
        return notifications().stream().filter(one -> one.method().equals(method)).toList();
    }

    /** The questions on its stream, answered or not. */
    public List<RecordedQuestion> questions() {
        return monitor.read(() -> List.copyOf(questions));
    }

    /**
     * The first question that was not answered yet.
     *
     * @throws AssertionError if there is none within thirty seconds
     */
    public RecordedQuestion question() {
        return monitor.await(this::open, () -> "A question during " + this);
    }

    private @Nullable RecordedQuestion open() {
        return questions.stream().filter(one -> !answered.contains(one)).findFirst().orElse(null);
    }

    /** Whether it has its answer, or will get none. */
    public boolean isOver() {
        return monitor.read(() -> response != null || aborted);
    }

    /** Whether its stream was ended without an answer, as that of a cancelled request is. */
    public boolean isAborted() {
        return monitor.read(() -> aborted);
    }

    /**
     * The answer.
     *
     * @throws AssertionError if there is none within thirty seconds
     */
    public Response response() {
        return monitor.await(() -> response, () -> "An answer to " + this);
    }

    /**
     * The result.
     *
     * @throws AssertionError if there is none within thirty seconds, or if the answer is an error
     */
    public Json result() {
        return switch (response()) {
            case Result result -> result.result();
            case Failure failure -> throw new AssertionError("No result but " + failure.json());
        };
    }

    /**
     * The error.
     *
     * @throws AssertionError if there is none within thirty seconds, or if the answer is a result
     */
    public RpcError error() {
        return switch (response()) {
            case Result result -> throw new AssertionError("No error but " + result.json());
            case Failure failure -> failure.error();
        };
    }

    /** The first text of a tool's result; empty if it has none. */
    public String text() {
        return Texts.ofToolResult(result());
    }

    // What the client does.

    /** Takes the request back. */
    public void cancel(String reason) {
        delivery.cancel(reason);
    }

    /** The client hangs up: nothing that is said on this stream reaches it any more. */
    public void hangUp() {
        monitor.change(() -> live = false);
        var hears = listener();
        if (hears != null) {
            hears.lost();
        }
    }

    /** The client reads too slowly, or has caught up. */
    public void press(boolean tooMuch) {
        var hears = listener();
        if (hears != null) {
            hears.pressed(tooMuch);
        }
    }

    private ReplyStream.@Nullable Listener listener() {
        return monitor.<ReplyStream.@Nullable Listener>read(() -> listener);
    }

    void answer(RecordedQuestion question, Json result) {
        monitor.change(() -> answered.add(question));
        delivery.answer(question, result);
    }

    // How it goes.

    RecordedReply sent() {
        delivery.send();
        return this;
    }

    ReplyStream stream() {
        return stream;
    }

    private void asked(List<RecordedQuestion> fresh) {
        monitor.change(() -> questions.addAll(fresh));
        for (var question : fresh) {
            var answer = answers.apply(question);
            if (answer != null) {
                question.answer(answer);
            }
        }
    }

    /** The stream on which the service answers. */
    private final class RecordedStream implements ReplyStream {

        @Override
        public void send(Message message) {
            monitor.change(() -> messages.add(message));
            if (message instanceof Request asked) {
                asked(List.of(RecordedQuestion.of(asked, RecordedReply.this)));
            }
        }

        @Override
        public void end(Response last) {
            var asked = last instanceof Result result ? delivery.askedBy(result) : noQuestions();
            monitor.change(() -> {
                messages.add(last);
                response = asked.isEmpty() ? last : null;
            });
            asked(asked);
        }

        private static List<RecordedQuestion> noQuestions() {
            return List.of();
        }

        @Override
        public void abort() {
            monitor.change(() -> aborted = true);
        }

        @Override
        public boolean canAsk() {
            return true;
        }

        @Override
        public boolean isLive() {
            return monitor.read(() -> live);
        }

        @Override
        public void listen(ReplyStream.Listener hears) {
            monitor.change(() -> listener = hears);
        }
    }

    /** The request as one line, for a failed test. */
    @Override
    public String toString() {
        return request.json().toString();
    }
}
