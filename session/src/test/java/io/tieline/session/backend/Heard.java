package io.tieline.session.backend;

import io.tieline.session.Question;
import io.tieline.wire.Json;
import io.tieline.wire.Notification;
import io.tieline.wire.Response;
import io.tieline.wire.Result;
import io.tieline.wire.RpcError;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one call's listener has heard. */
public final class Heard implements CallListener {

    private final List<Question> questions = new ArrayList<>();
    private final List<Notification> notifications = new ArrayList<>();
    private @Nullable Response answer;
    private @Nullable RpcError failure;
    private @Nullable Duration took;
    private Runnable onFailure = () -> {};

    @Override
    public void answered(Response response) {
        answer = response;
    }

    @Override
    public void answered(Response response, Duration time) {
        answered(response);
        took = time;
    }

    @Override
    public void notified(Notification notification) {
        notifications.add(notification);
    }

    @Override
    public void asked(Question question) {
        questions.add(question);
    }

    @Override
    public void failed(RpcError error) {
        failure = error;
        onFailure.run();
    }

    /** What its owner does as soon as it hears that the call has failed. */
    public void whenFailed(Runnable then) {
        onFailure = then;
    }

    public List<Question> questions() {
        return questions;
    }

    public List<Notification> notifications() {
        return notifications;
    }

    public @Nullable Response answer() {
        return answer;
    }

    /** How long the backend has taken for the answer. */
    public @Nullable Duration took() {
        return took;
    }

    public @Nullable RpcError failure() {
        return failure;
    }

    /** Answers the last question with {@code accept}. */
    public void accepts() {
        var question = questions.getLast();
        question.answer(Result.of(question.id(), Json.object("action", "accept")));
    }
}
