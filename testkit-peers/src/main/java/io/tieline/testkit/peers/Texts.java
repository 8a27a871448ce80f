package io.tieline.testkit.peers;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tieline.wire.Json;
import io.tieline.wire.Limits;
import io.tieline.wire.MalformedException;
import io.tieline.wire.Message;
import io.tieline.wire.Request;
import java.util.List;

/** Messages as text, and tool results that are text. */
final class Texts {

    private Texts() {}

    /** Reads a message as a transport does. */
    static Message parse(String text) throws MalformedException {
        return Message.parse(text.getBytes(UTF_8), Limits.DEFAULT);
    }

    /** The parameters of a request; an empty object if it has none. */
    static Json params(Request request) {
        var params = request.params();
        return params == null ? Json.EMPTY_OBJECT : params;
    }

    /** What a tool answers that says this. */
    static Json toolResult(String text) {
        var block = Json.object("type", "text", "text", text);
        return Json.object("content", Json.array(List.of(block)));
    }

    /** The first text in what a tool has answered; empty if there is none. */
    static String ofToolResult(Json result) {
        var blocks = result.list("content");
        var text = blocks.isEmpty() ? null : blocks.getFirst().text("text");
        return text == null ? "" : text;
    }
}
