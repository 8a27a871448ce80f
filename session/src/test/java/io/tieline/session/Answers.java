package io.tieline.session;

import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import java.util.ArrayList;
import java.util.List;

/** Asks questions, and keeps the answers. */
public final class Answers implements Question.Asker {

    private final List<Response> received = new ArrayList<>();

    public Question elicitation(String id) {
        var params = Json.object("message", "Name?", "requestedSchema", Json.EMPTY_OBJECT);
        return new Question(Request.of(Id.of(id), Method.ELICITATION_CREATE, params), this);
    }

    public Question sampling(String id) {
        var params = Json.object("messages", Json.EMPTY_ARRAY, "maxTokens", 1);
        return new Question(Request.of(Id.of(id), Method.SAMPLING_CREATE_MESSAGE, params), this);
    }

    @Override
    public void answered(Question question, Response response) {
        received.add(response);
    }

    /** All that has been answered, in one text. */
    public String text() {
        return String.join(" ", received());
    }

    /** What has been answered, as text. */
    public List<String> received() {
        return received.stream().map(response -> response.json().toString()).toList();
    }
}
