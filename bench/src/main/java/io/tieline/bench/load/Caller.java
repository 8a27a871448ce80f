package io.tieline.bench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpHeaders;
import io.tieline.bench.Loops;
import io.tieline.bench.load.Work.Tool;
import io.tieline.wire.Failure;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.Message;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.Result;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One client: a session (or none, in the era without), one call at a time, and a check of every
 * reply: its id, its text, the call to which a question or a report belongs. Confined to its loop.
 */
final class Caller {

    /** Hears how each call ended. */
    interface Ended {
        void right(Caller caller);

        void wrong(Caller caller, String why);
    }

    private static final String JSON =
            "content-type: application/json\r\naccept: application/json, text/event-stream\r\n";
    private static final byte[] INITIALIZED =
            "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}".getBytes(US_ASCII);
    private static final int STEPS = 5;

    private final int number;
    private final Work work;
    private final Connection connection;
    private final Connection answers;
    private final Ended ended;
    private final String padding;
    private String headers = JSON;
    private long calls;

    // Of the current call.
    private long id;
    private String text = "";
    private String answer = "";
    private int steps;
    private boolean isRight;
    private @Nullable Json asked;
    private @Nullable String state;
    private @Nullable String wrong;

    Caller(int number, Work work, Loops loops, EventLoop loop, URI to, Ended ended) {
        this.number = number;
        this.work = work;
        this.connection = new Connection(loops, loop, to);
        this.answers = new Connection(loops, loop, to);
        this.ended = ended;
        this.padding = "x".repeat(work.bytes());
    }

    /** Opens the session; {@code ended} hears when that is done. */
    void open() {
        if (work.stateless()) {
            headers +=
                    "mcp-protocol-version: 2026-07-28\r\nmcp-method: tools/call\r\nmcp-name: "
                            + work.tool().called()
                            + "\r\n";
            ended.right(this);
            return;
        }
        var initialize =
                "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{\"protocolVersion\":"
                        + "\"2025-11-25\",\"capabilities\":{\"elicitation\":{\"form\":{}}},"
                        + "\"clientInfo\":{\"name\":\"bench\",\"version\":\"1\"}}}";
        connection.send("POST", headers, initialize.getBytes(US_ASCII), new Opening());
    }

    int number() {
        return number;
    }

    void close() {
        connection.close();
        answers.close();
    }

    /** Makes the next call; {@code ended} hears of its end. */
    void call() {
        id = ++calls;
        text = "c" + number + "-" + id + "-";
        text += padding.substring(Math.min(text.length(), padding.length()));
        answer = "a" + number + "-" + id;
        steps = 0;
        wrong = null;
        post(null);
    }

    private void post(@Nullable String responses) {
        isRight = false;
        asked = null;
        connection.send("POST", headers, request(responses), new Answering());
    }

    private byte[] request(@Nullable String responses) {
        var meta = new StringBuilder();
        if (work.stateless()) {
            meta.append(
                    "\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
                            + "\"io.modelcontextprotocol/clientCapabilities\":{\"elicitation\":{\"form\":{}}},"
                            + "\"io.modelcontextprotocol/clientInfo\":{\"name\":\"bench\",\"version\":\"1\"}");
        }
        if (work.tool() == Tool.STREAM) {
            meta.append(meta.isEmpty() ? "" : ",").append("\"progressToken\":").append(id);
        }
        return ("{\"jsonrpc\":\"2.0\",\"id\":"
                        + id
                        + ",\"method\":\"tools/call\",\"params\":{\"name\":\""
                        + work.tool().called()
                        + "\",\"arguments\":{\"text\":\""
                        + text
                        + "\"}"
                        + (meta.isEmpty() ? "" : ",\"_meta\":{" + meta + "}")
                        + (responses == null ? "" : responses)
                        + "}}")
                .getBytes(US_ASCII);
    }

    private void judge(Message message) {
        switch (message) {
            case Notification report -> step(report);
            case Request question -> question(question);
            case Result result -> result(result);
            case Failure failure -> wrong("an error: " + failure.error());
        }
    }

    private void step(Notification report) {
        var params = report.params();
        if (params == null || !report.method().equals("notifications/progress")) {
            return;
        }
        var token = params.get("progressToken");
        var progress = params.get("progress");
        steps++;
        if (token == null || !token.toString().equals(Long.toString(id))) {
            wrong("a report of another call: " + token);
        } else if (progress == null || progress.asLong() != steps) {
            wrong("a report out of order: " + progress);
        }
    }

    private void question(Request question) {
        if (!text.equals(question.params() == null ? null : question.params().text("message"))) {
            wrong("a question of another call");
        }
        var result = Json.object("action", "accept", "content", Json.object("answer", answer));
        answers.send(
                "POST",
                headers,
                Result.of(question.id(), result).json().bytes(),
                new Told("the answer"));
    }

    private void result(Result result) {
        if (isRight) {
            wrong("two results");
        } else if (!Id.of(id).equals(result.id())) {
            wrong("the id of another call: " + result.id());
        } else if ("input_required".equals(result.result().text("resultType"))) {
            asked = result.result().get("inputRequests");
            state = result.result().text("requestState");
            isRight = true;
        } else {
            isRight = true;
            ended(result.result().get("content"));
        }
    }

    private void ended(@Nullable Json content) {
        var parts = content == null || !content.isArray() ? List.<Json>of() : content.elements();
        var got = parts.size() == 1 ? parts.getFirst().text("text") : null;
        if (!(work.tool() == Tool.ASK ? answer : text).equals(got)) {
            wrong("the text of another call, or none");
        } else if (work.tool() == Tool.STREAM && steps != STEPS) {
            wrong(steps + " reports instead of " + STEPS);
        }
    }

    private void wrong(String why) {
        if (wrong == null) {
            wrong = why;
        }
    }

    private void over() {
        if (!isRight) {
            wrong("no result");
        }
        if (wrong != null) {
            ended.wrong(this, wrong);
        } else if (asked != null) {
            again(asked);
        } else {
            ended.right(this);
        }
    }

    /** The call again, with the answer, as the era without questions has it. */
    private void again(Json questions) {
        var members = questions.members();
        if (members.size() != 1
                || !text.equals(members.getFirst().value().text("params", "message"))) {
            ended.wrong(this, "a question of another call");
            return;
        }
        id = ++calls;
        post(
                ",\"inputResponses\":{"
                        + Json.string(members.getFirst().name())
                        + ":{\"action\":\"accept\",\"content\":{\"answer\":\""
                        + answer
                        + "\"}}}"
                        + (state == null ? "" : ",\"requestState\":" + Json.string(state)));
    }

    /** What comes back on the call. */
    private final class Answering implements Connection.Reply {

        @Override
        public void message(Message message) {
            judge(message);
        }

        @Override
        public void end(int status, HttpHeaders received) {
            if (status != 200) {
                wrong("HTTP status " + status);
            }
            over();
        }

        @Override
        public void failed(String why) {
            ended.wrong(Caller.this, why);
        }
    }

    /** What comes back on {@code initialize}. */
    private final class Opening implements Connection.Reply {

        @Override
        public void message(Message message) {
            if (!(message instanceof Result)) {
                wrong("no session: " + message.json());
            }
        }

        @Override
        public void end(int status, HttpHeaders received) {
            var session = received.get("mcp-session-id");
            headers +=
                    (session == null ? "" : "mcp-session-id: " + session + "\r\n")
                            + "mcp-protocol-version: 2025-11-25\r\n";
            if (status != 200 || wrong != null) {
                ended.wrong(Caller.this, wrong == null ? "HTTP status " + status : wrong);
            } else {
                connection.send("POST", headers, INITIALIZED, new Told(null));
            }
        }

        @Override
        public void failed(String why) {
            ended.wrong(Caller.this, why);
        }
    }

    /** What comes back on something that has no answer. */
    private final class Told implements Connection.Reply {

        private final @Nullable String what;

        /**
         * @param what what was told; null if it was the last step of opening
         */
        Told(@Nullable String what) {
            this.what = what;
        }

        @Override
        public void message(Message message) {}

        @Override
        public void end(int status, HttpHeaders received) {
            if (status / 100 != 2) {
                failed("HTTP status " + status);
            } else if (what == null) {
                ended.right(Caller.this);
            }
        }

        @Override
        public void failed(String why) {
            ended.wrong(Caller.this, (what == null ? "opening" : what) + ": " + why);
        }
    }
}
