package io.tieline.testkit.simulation;

import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Request;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** What a backend can ask a client. */
enum Kind {
    FORM(Method.ELICITATION_CREATE),
    URL(Method.ELICITATION_CREATE),
    SAMPLING(Method.SAMPLING_CREATE_MESSAGE),
    ROOTS(Method.ROOTS_LIST);

    private static final Json NAME_SCHEMA =
            Json.of(
                    "{\"type\":\"object\",\"properties\":{\"name\":{\"type\":\"string\", \"default\":\"\\u0041\"}}}");

    private final String method;

    Kind(String method) {
        this.method = method;
    }

    String method() {
        return method;
    }

    static Kind of(Request question) {
        var params = question.params();
        return switch (question.method()) {
            case Method.SAMPLING_CREATE_MESSAGE -> SAMPLING;
            case Method.ROOTS_LIST -> ROOTS;
            default -> params != null && "url".equals(params.text("mode")) ? URL : FORM;
        };
    }

    /** The question's params; roots have a place for the canary only in their meta. */
    Json question(Canary canary, Json meta) {
        var text = canary.toString();
        return switch (this) {
            case FORM ->
                    Json.object("message", text, "requestedSchema", NAME_SCHEMA, "_meta", meta);
            case URL ->
                    Json.object(
                            "mode", "url",
                            "message", text,
                            "url", "https://example.org/",
                            "elicitationId", text,
                            "_meta", meta);
            case SAMPLING ->
                    Json.object(
                            "messages",
                            Json.array(
                                    java.util.List.of(
                                            Json.object(
                                                    "role", "user", "content", textContent(text)))),
                            "temperature",
                            Json.of("0.70"),
                            "maxTokens",
                            Json.of("100"),
                            "_meta",
                            meta);
            case ROOTS -> Json.object("_meta", meta.with("canary", Json.string(text)));
        };
    }

    /** An answer that no other equals: it names the question and counts. */
    Json answer(Canary canary, int serial) {
        var text = canary + " #" + serial;
        return switch (this) {
            case FORM ->
                    Json.object(
                            "action", "accept", "content", Json.object("name", text, "n", serial));
            case URL -> Json.object("action", "accept", "_meta", Json.object("canary", text));
            case SAMPLING ->
                    Json.object(
                            "role",
                            "assistant",
                            "content",
                            textContent(text),
                            "model",
                            "simulated",
                            "stopReason",
                            "endTurn");
            case ROOTS ->
                    Json.object(
                            "roots",
                            Json.array(java.util.List.of(Json.object("uri", "file:///" + text))));
        };
    }

    /** Whether a client of these capabilities can be asked this. */
    boolean isIn(@Nullable Json capabilities) {
        var part =
                capabilities == null
                        ? null
                        : switch (this) {
                            case FORM -> capabilities.at("elicitation", "form");
                            case URL -> capabilities.at("elicitation", "url");
                            case SAMPLING -> capabilities.get("sampling");
                            case ROOTS -> capabilities.get("roots");
                        };
        return part != null;
    }

    private static Json textContent(String text) {
        return Json.object("type", "text", "text", text);
    }

    /** The capabilities of a client that can be asked these. */
    static Json capabilities(Collection<Kind> kinds) {
        var capabilities = Json.EMPTY_OBJECT;
        var elicitation = Json.EMPTY_OBJECT;
        for (var kind : kinds) {
            switch (kind) {
                case FORM -> elicitation = elicitation.with("form", Json.EMPTY_OBJECT);
                case URL -> elicitation = elicitation.with("url", Json.EMPTY_OBJECT);
                case SAMPLING -> capabilities = capabilities.with("sampling", Json.EMPTY_OBJECT);
                case ROOTS ->
                        capabilities = capabilities.with("roots", Json.object("listChanged", true));
            }
        }
        return elicitation.equals(Json.EMPTY_OBJECT)
                ? capabilities
                : capabilities.with("elicitation", elicitation);
    }
}
