package io.tieline.bench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.tieline.bench.load.Work.Kind;
import io.tieline.wire.Failure;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.Message;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.Result;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One call: its text on the wire, and whether what comes back is its own. Every call of every
 * client has a text and an answer that no other has, so that nothing of another call can pass for
 * its own. Not safe for use by several threads.
 */
final class Check {

    private static final int STEPS = 5;
    private static final String STATELESS_META =
            "\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
                    + "\"io.modelcontextprotocol/clientCapabilities\":{\"elicitation\":{\"form\":{}}},"
                    + "\"io.modelcontextprotocol/clientInfo\":{\"name\":\"bench\",\"version\":\"1\"}";

    private final Work work;
    private final String text;
    private final String answer;
    private long id;
    private int steps;
    private boolean questioned;
    private boolean resulted;
    private @Nullable Json asked;
    private @Nullable String state;
    private @Nullable String wrong;

    /**
     * @param caller the client's number
     * @param id of the request, which no earlier one of this client had
     * @param padding as many characters as the text is to have
     */
    Check(Work work, int caller, long id, String padding) {
        this.work = work;
        this.id = id;
        var own = "c" + caller + "-" + id + "-";
        this.text = own + padding.substring(Math.min(own.length(), padding.length()));
        this.answer = "a" + caller + "-" + id;
    }

    /** The request, or with the answers to what was asked, the request once more. */
    byte[] request() {
        if (work.kind() == Kind.LIST) {
            return ("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"tools/list\"}")
                    .getBytes(US_ASCII);
        }
        var meta = work.stateless() ? STATELESS_META : "";
        if (work.kind() == Kind.STREAM) {
            meta += (meta.isEmpty() ? "" : ",") + "\"progressToken\":" + id;
        }
        return ("{\"jsonrpc\":\"2.0\",\"id\":"
                        + id
                        + ",\"method\":\"tools/call\",\"params\":{\"name\":\""
                        + work.kind().tool()
                        + "\",\"arguments\":{\"text\":\""
                        + text
                        + "\"}"
                        + (meta.isEmpty() ? "" : ",\"_meta\":{" + meta + "}")
                        + answers()
                        + "}}")
                .getBytes(US_ASCII);
    }

    private String answers() {
        if (asked == null) {
            return "";
        }
        return ",\"inputResponses\":{"
                + Json.string(asked.members().getFirst().name())
                + ":{\"action\":\"accept\",\"content\":{\"answer\":\""
                + answer
                + "\"}}}"
                + (state == null ? "" : ",\"requestState\":" + Json.string(state));
    }

    /** Judges a message that came back; what is returned is to be sent in answer. */
    @Nullable Result hear(Message message) {
        switch (message) {
            case Notification report -> report(report);
            case Request question -> {
                return question(question);
            }
            case Result result -> result(result);
            case Failure failure -> wrong("an error: " + failure.error());
        }
        return null;
    }

    private void report(Notification report) {
        var params = report.params();
        if (params == null || !report.method().equals("notifications/progress")) {
            return;
        }
        var token = params.get("progressToken");
        var progress = params.get("progress");
        steps++;
        if (token == null || !token.toString().equals(Long.toString(id))) {
            wrong("a report of another call: " + token);
        } else if (progress == null || Double.parseDouble(progress.toString()) != steps) {
            wrong("a report out of order: " + progress);
        }
    }

    private Result question(Request question) {
        if (!text.equals(question.params() == null ? null : question.params().text("message"))) {
            wrong("a question of another call");
        }
        questioned = true;
        var accepted = Json.object("action", "accept", "content", Json.object("answer", answer));
        return Result.of(question.id(), accepted);
    }

    private void result(Result result) {
        if (resulted) {
            wrong("two results");
        } else if (!Id.of(id).equals(result.id())) {
            wrong("the id of another call: " + result.id());
        } else if ("input_required".equals(result.result().text("resultType"))) {
            ask(result.result());
        } else if (work.kind() == Kind.LIST) {
            listed(result.result());
        } else {
            last(result.result().get("content"));
        }
        resulted = true;
    }

    private void ask(Json result) {
        asked = result.get("inputRequests");
        state = result.text("requestState");
        var questions = asked == null ? List.<Json.Member>of() : asked.members();
        if (questioned) {
            wrong("a question after its answer");
        } else if (questions.size() != 1
                || !text.equals(questions.getFirst().value().text("params", "message"))) {
            wrong("a question of another call");
        }
        questioned = true;
    }

    private void listed(Json result) {
        var tools = result.get("tools");
        int count = tools == null ? 0 : tools.elements().size();
        if (count != work.bytes()) {
            wrong(count + " tools instead of " + work.bytes());
        }
    }

    private void last(@Nullable Json content) {
        asked = null;
        var parts = content == null || !content.isArray() ? List.<Json>of() : content.elements();
        var got = parts.size() == 1 ? parts.getFirst().text("text") : null;
        if (!(work.kind() == Kind.ASK ? answer : text).equals(got)) {
            wrong("the text of another call, or none");
        } else if (work.kind() == Kind.ASK && !questioned) {
            wrong("no question");
        } else if (work.kind() == Kind.STREAM && steps != STEPS) {
            wrong(steps + " reports instead of " + STEPS);
        }
    }

    /** The reply has ended. */
    void end(int status) {
        if (status != 200) {
            wrong("HTTP status " + status);
        } else if (!resulted) {
            wrong("no result");
        }
    }

    /** Whether the call was right so far, and has to be made once more with answers. */
    boolean isAsked() {
        return asked != null && wrong == null;
    }

    /** Makes ready for {@link #request} with answers, under an id of its own. */
    void again(long newId) {
        id = newId;
        resulted = false;
    }

    void wrong(String why) {
        if (wrong == null) {
            wrong = why;
        }
    }

    /** The first thing that was wrong. */
    @Nullable String wrong() {
        return wrong;
    }
}
