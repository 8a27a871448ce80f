package io.tieline.testkit.peers;

import io.tieline.session.backend.Link;
import io.tieline.wire.Failure;
import io.tieline.wire.Json;
import io.tieline.wire.MetaKey;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import io.tieline.wire.Result;
import io.tieline.wire.RpcError;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * A request that a {@link ScriptedServer} got, and the ways in which it may react. What it says
 * travels on the request's own stream, or on the channel that all share; after the connection has
 * ended nothing is said any more.
 *
 * <p>Nothing is checked: a test may answer twice, or after its peer has left. Safe for use by
 * several threads, as far as the code under test is.
 */
public final class ReceivedRequest {

    private final ServerLink link;
    private final Request request;
    private final Link.Stream stream;
    private final Map<String, String> headers;
    private final AtomicBoolean left = new AtomicBoolean();

    ReceivedRequest(
            ServerLink link, Request request, Link.Stream stream, Map<String, String> headers) {
        this.link = link;
        this.request = request;
        this.stream = stream;
        this.headers = headers;
    }

    // What it is.

    /** The request as it arrived. */
    public Request request() {
        return request;
    }

    /** Its method. */
    public String method() {
        return request.method();
    }

    /** Its parameters; an empty object if it has none. */
    public Json params() {
        return Texts.params(request);
    }

    /** The HTTP headers that its sender wants it to have, names in lower case. */
    public Map<String, String> headers() {
        return headers;
    }

    /** On which connection it came, counted from 1. */
    public int connection() {
        return link.number();
    }

    /** Whether its sender has taken it back, or does not want to hear of it any more. */
    public boolean isLeft() {
        return left.get();
    }

    boolean isCallOf(String tool) {
        return method().equals(Method.TOOLS_CALL) && tool.equals(params().text("name"));
    }

    Link.Stream stream() {
        return stream;
    }

    void leave() {
        left.set(true);
    }

    // What the server says.

    /**
     * Answers with this result. In the stateless era it is {@code complete} if it does not say what
     * it is.
     */
    public void answer(Json result) {
        boolean unsaid = link.isStateless() && result.get("resultType") == null;
        var body = unsaid ? result.with("resultType", Json.string("complete")) : result;
        link.say(this, Result.of(request.id(), body));
    }

    /** Answers as a tool does that says this text. */
    public void answer(String text) {
        answer(Texts.toolResult(text));
    }

    /** Answers with an error. */
    public void fail(RpcError error) {
        link.say(this, Failure.of(request.id(), error));
    }

    /** Tells something in the middle of the request. */
    public void tell(String method, Json params) {
        link.say(this, Notification.of(method, params));
    }

    /**
     * Reports progress with the token that the request brought.
     *
     * @throws IllegalStateException if it brought none
     */
    public void progress(long progress) {
        var token = request.progressToken();
        if (token == null) {
            throw new IllegalStateException(method() + " brought no progress token");
        }
        tell(Method.PROGRESS, Json.object("progressToken", token, "progress", progress));
    }

    /** Logs a line of this level in the middle of the request. */
    public void log(String level, String line) {
        tell(Method.LOG_MESSAGE, Json.object("level", level, "data", line));
    }

    /**
     * Asks something in the middle of the request, as the handshake era does.
     *
     * @return the answer, once it comes
     */
    public CompletableFuture<Response> ask(String method, Json params) {
        var answer = new CompletableFuture<Response>();
        link.ask(this, method, params, answer::complete);
        return answer;
    }

    /** Asks for a form without fields in the middle of the request, as the handshake era does. */
    public CompletableFuture<Response> elicit(String message) {
        return ask(Method.ELICITATION_CREATE, form(message));
    }

    /**
     * Asks for a form without fields in the middle of the request, and goes on with the answer. A
     * client that refuses the question has the request fail with its error.
     *
     * @param then is given the result: {@code action}, and {@code content} if it was accepted
     */
    public void elicit(String message, Consumer<Json> then) {
        link.ask(
                this,
                Method.ELICITATION_CREATE,
                form(message),
                answer -> {
                    switch (answer) {
                        case Result result -> then.accept(result.result());
                        case Failure failure -> fail(failure.error());
                    }
                });
    }

    /**
     * Asks for forms without fields by its result, as the stateless era does (revision 2026-07-28,
     * "Multi Round-Trip Requests").
     *
     * @param state comes back with the answers
     * @param keys what each form is called, and says
     */
    public void requireForms(String state, String... keys) {
        var requests = Json.EMPTY_OBJECT;
        for (var key : keys) {
            var asked = Json.object("method", Method.ELICITATION_CREATE, "params", form(key));
            requests = requests.with(key, asked);
        }
        answer(
                Json.object(
                        "resultType",
                        "input_required",
                        "inputRequests",
                        requests,
                        "requestState",
                        state));
    }

    private static Json form(String message) {
        var schema = Json.object("type", "object", "properties", Json.EMPTY_OBJECT);
        return Json.object("message", message, "requestedSchema", schema);
    }

    /**
     * Says this text on the stream of the request, with the id of the request in the place of
     * {@code "$"}. A text that is no message is reported as transports report it.
     */
    public void say(String text) {
        link.say(this, text.replace("\"$\"", request.id().json().toString()));
    }

    /** Ends the stream of the request without an answer; the connection goes on. */
    public void cut(String why) {
        link.cut(this, why);
    }

    void acknowledge() {
        var listened = params().get("notifications");
        tellSubscriber(
                Method.SUBSCRIPTIONS_ACKNOWLEDGED,
                Json.object("notifications", listened == null ? Json.EMPTY_OBJECT : listened));
    }

    /** Tells the one who listens by this request, under the name of the subscription. */
    void tellSubscriber(String method, Json params) {
        tell(method, params.with(List.of("_meta", MetaKey.SUBSCRIPTION_ID), request.id().json()));
    }

    /** The request as one line, for a failed test. */
    @Override
    public String toString() {
        return request.json().toString();
    }
}
