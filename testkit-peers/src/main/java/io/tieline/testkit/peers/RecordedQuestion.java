package io.tieline.testkit.peers;

import io.tieline.wire.Json;
import io.tieline.wire.Request;

/**
 * Something that a {@link RecordedClient} was asked: a request of the handshake era, or one of the
 * input requests in a result of the stateless era.
 */
public final class RecordedQuestion {

    private final RecordedReply by;
    private final Json key;
    private final String method;
    private final Json params;

    RecordedQuestion(RecordedReply by, Json key, String method, Json params) {
        this.by = by;
        this.key = key;
        this.method = method;
        this.params = params;
    }

    static RecordedQuestion of(Request question, RecordedReply by) {
        var params = Texts.params(question);
        return new RecordedQuestion(by, question.id().json(), question.method(), params);
    }

    /** The id of the request, or its key among the input requests. */
    public Json key() {
        return key;
    }

    /** What is wanted: {@code elicitation/create}, {@code sampling/createMessage}, and so on. */
    public String method() {
        return method;
    }

    /** The parameters. */
    public Json params() {
        return params;
    }

    /** The text of a form or page; empty if it has none. */
    public String message() {
        var message = params.text("message");
        return message == null ? "" : message;
    }

    /**
     * Answers it. In the stateless era the request is sent again as soon as all that was asked with
     * it has an answer.
     */
    public void answer(Json result) {
        by.answer(this, result);
    }

    /** Accepts a form with this content. */
    public void accept(Json content) {
        answer(Json.object("action", "accept", "content", content));
    }

    /** The question as one line, for a failed test. */
    @Override
    public String toString() {
        return method + " " + params;
    }
}
