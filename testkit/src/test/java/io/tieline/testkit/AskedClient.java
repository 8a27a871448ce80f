package io.tieline.testkit;

import io.tieline.session.client.ClientSession;
import io.tieline.session.client.ReplyStream;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.Message;
import io.tieline.wire.Method;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import io.tieline.wire.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A client that can be asked, with each of its calls on a stream of its own, as over HTTP. */
final class AskedClient {

    /** One call: what it was asked, and how it ended. */
    final class ToolCall implements ReplyStream {

        private final List<Request> questions = new ArrayList<>();
        private String text = "nothing yet";

        int questions() {
            return questions.size();
        }

        String text() {
            return text;
        }

        /** Answers the question that came on this call's stream. */
        void answer(String name) {
            var content = Json.object("action", "accept", "content", Json.object("name", name));
            var answer = Result.of(questions.getLast().id(), content);
            session.receive(answer, session.owner(), this);
        }

        @Override
        public void send(Message message) {
            if (message instanceof Request question) {
                questions.add(question);
            }
        }

        @Override
        public void end(Response response) {
            var content = response instanceof Result r ? r.result().get("content") : null;
            text =
                    content == null
                            ? response.json().toString()
                            : Objects.requireNonNull(content.elements().getFirst().text("text"));
        }

        @Override
        public void abort() {
            text = "no answer";
        }

        @Override
        public boolean canAsk() {
            return true;
        }

        @Override
        public boolean isLive() {
            return true;
        }

        @Override
        public void listen(Listener listener) {}
    }

    private final ClientSession session;
    private long sent;

    /** Begins the session. */
    AskedClient(ClientSession session) {
        this.session = session;
        var params =
                Json.object(
                        "protocolVersion", "2025-11-25",
                        "capabilities", Json.of("{\"elicitation\":{}}"),
                        "clientInfo", Json.object("name", "alice", "version", "1"));
        send(Method.INITIALIZE, params);
    }

    ToolCall call(String tool) {
        return send(Method.TOOLS_CALL, Json.object("name", tool));
    }

    private ToolCall send(String method, Json params) {
        var call = new ToolCall();
        session.receive(Request.of(Id.of(sent++), method, params), session.owner(), call);
        return call;
    }
}
