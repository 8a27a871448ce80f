package io.tieline.testkit;

import io.tieline.session.Question;
import io.tieline.session.Timers;
import io.tieline.session.client.ClientSession;
import io.tieline.session.client.Conversation;
import io.tieline.session.client.Exchange;
import io.tieline.session.client.Service;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import io.tieline.wire.Result;
import java.time.Duration;
import java.util.List;

/**
 * A server with one tool, which thinks for a moment, asks for a name in the middle of the call, and
 * greets it.
 */
final class Greeter implements Service {

    /** How long the tool thinks before it asks. */
    static final Duration MOMENT = Duration.ofMillis(10);

    private static final Json SCHEMA =
            Json.of("{\"type\":\"object\",\"properties\":{\"name\":{\"type\":\"string\"}}}");

    private final Timers timers;

    Greeter(Timers timers) {
        this.timers = timers;
    }

    @Override
    public Conversation open(ClientSession session) {
        return new Conversation() {

            private long asked;

            @Override
            public void initialize(Exchange exchange) {
                exchange.finish(
                        Json.object(
                                "protocolVersion", "2025-11-25",
                                "capabilities", Json.of("{\"tools\":{}}"),
                                "serverInfo", Json.object("name", "greeter", "version", "1")));
            }

            @Override
            public void serve(Exchange exchange) {
                timers.after(MOMENT, () -> ask(exchange));
            }

            private void ask(Exchange exchange) {
                var params = Json.object("message", "Your name?", "requestedSchema", SCHEMA);
                var ask = Request.of(Id.of(asked++), Method.ELICITATION_CREATE, params);
                exchange.ask(
                        new Question(ask, (question, answer) -> exchange.finish(greeting(answer))));
            }

            @Override
            public void notified(Notification notification) {}

            @Override
            public void closed() {}
        };
    }

    private static Json greeting(Response answer) {
        var name = answer instanceof Result r ? r.result().text("content", "name") : null;
        var text = name == null ? "Hello, whoever you are!" : "Hello, " + name + "!";
        return Json.object(
                "content", Json.array(List.of(Json.object("type", "text", "text", text))));
    }
}
