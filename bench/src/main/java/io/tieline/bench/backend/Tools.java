package io.tieline.bench.backend;

import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.MetaKey;
import io.tieline.wire.Request;
import io.tieline.wire.Result;
import io.tieline.wire.Revision;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the backend of the benchmark can do, in both eras, at the least cost: {@code echo} returns
 * its text, {@code stream} reports five steps first, {@code ask} first asks its caller and returns
 * its text and the answer. Stateless and safe for use by several threads.
 */
final class Tools {

    /** How many steps {@code stream} reports. */
    static final int STEPS = 5;

    private static final String TEXT = "text";
    private static final Json INFO = Json.object("name", "bench-backend", "version", "1");
    private static final Json NAME_FORM =
            Json.of(
                    "{\"type\":\"object\",\"properties\":{\"answer\":{\"type\":\"string\"}},"
                            + "\"required\":[\"answer\"]}");
    private static final Json CAPABILITIES = Json.of("{\"tools\":{},\"logging\":{}}");

    private final Json listing;

    /**
     * @param tools how many tools are listed
     */
    Tools(int tools) {
        var listed = new ArrayList<Json>();
        listed.add(tool("echo"));
        listed.add(tool("stream"));
        listed.add(tool("ask"));
        for (int i = listed.size(); i < tools; i++) {
            listed.add(tool("tool-" + i));
        }
        this.listing = Json.array(listed);
    }

    private static Json tool(String name) {
        return Json.object(
                "name",
                name,
                "description",
                "Part of a benchmark",
                "inputSchema",
                Json.of(
                        "{\"type\":\"object\",\"properties\":{\"text\":{\"type\":\"string\"}},"
                                + "\"required\":[\"text\"]}"));
    }

    /** Whether the request says of itself which revision it is made in. */
    static boolean isStateless(Request request) {
        var meta = request.meta();
        return meta != null && meta.get(MetaKey.PROTOCOL_VERSION) != null;
    }

    static boolean isCallOf(Request request, String tool) {
        return request.method().equals("tools/call")
                && request.params() != null
                && tool.equals(request.params().text("name"));
    }

    /** The answer to everything that is answered at once. */
    Result answer(Request request) {
        return Result.of(request.id(), result(request));
    }

    private Json result(Request request) {
        boolean stateless = isStateless(request);
        return switch (request.method()) {
            case "initialize" -> initialized(request);
            case "server/discover" ->
                    Json.object(
                            "resultType",
                            "complete",
                            "supportedVersions",
                            Json.array(List.of(Json.string(Revision.STATELESS.text()))),
                            "capabilities",
                            CAPABILITIES,
                            "serverInfo",
                            INFO,
                            "ttlMs",
                            60_000,
                            "cacheScope",
                            "public",
                            "_meta",
                            Json.object(MetaKey.SERVER_INFO, INFO));
            case "tools/list" ->
                    stateless
                            ? Json.object(
                                    "resultType",
                                    "complete",
                                    "tools",
                                    listing,
                                    "ttlMs",
                                    0,
                                    "cacheScope",
                                    "private")
                            : Json.object("tools", listing);
            case "tools/call" -> echo(text(request), stateless);
            default -> Json.EMPTY_OBJECT;
        };
    }

    private static Json initialized(Request request) {
        var asked = request.params() == null ? null : request.params().text("protocolVersion");
        return Json.object(
                "protocolVersion",
                asked == null ? Revision.LATEST_HANDSHAKE.text() : asked,
                "capabilities",
                CAPABILITIES,
                "serverInfo",
                INFO);
    }

    private static Json text(Request request) {
        var text = request.params() == null ? null : request.params().at("arguments", TEXT);
        return text == null ? Json.string("") : text;
    }

    private static Json echo(Json text, boolean stateless) {
        var content = Json.array(List.of(Json.object("type", TEXT, TEXT, text)));
        return stateless
                ? Json.object("resultType", "complete", "content", content)
                : Json.object("content", content);
    }

    /** The report of one step. */
    static @Nullable Json step(Request request, int step) {
        var token = request.progressToken();
        return token == null
                ? null
                : Json.object(
                        "jsonrpc",
                        "2.0",
                        "method",
                        "notifications/progress",
                        "params",
                        Json.object("progressToken", token, "progress", step, "total", STEPS));
    }

    /** The question that {@code ask} puts to its caller: its text is the message. */
    static Request question(Id id, Request call) {
        return Request.of(id, "elicitation/create", form(call));
    }

    private static Json form(Request call) {
        return Json.object("mode", "form", "message", text(call), "requestedSchema", NAME_FORM);
    }

    /** The end of {@code ask}, when its caller has answered. */
    static Result answered(Request call, Json answer) {
        var content = answer.at("content", "answer");
        return Result.of(
                call.id(), echo(content == null ? Json.string("") : content, isStateless(call)));
    }

    /** What {@code ask} says in the era in which servers cannot ask: the question, or the end. */
    static Result roundOf(Request call) {
        var responses = call.params() == null ? null : call.params().get("inputResponses");
        var answer = responses == null ? null : responses.get("who");
        if (answer != null) {
            return answered(call, answer);
        }
        return Result.of(
                call.id(),
                Json.object(
                        "resultType",
                        "input_required",
                        "inputRequests",
                        Json.object(
                                "who",
                                Json.object(
                                        "method", "elicitation/create", "params", form(call)))));
    }
}
