package io.tieline.testkit.peers;

import io.tieline.session.Question;
import io.tieline.session.client.ClientSession;
import io.tieline.session.client.Conversation;
import io.tieline.session.client.Exchange;
import io.tieline.session.client.Service;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import java.util.ArrayList;
import java.util.List;

/**
 * A service of both eras: the tool {@code echo} answers with its arguments, {@code ask} asks for a
 * form and answers with what it was answered, and any other waits for the test.
 */
final class EchoService implements Service {

    final List<Exchange> held = new ArrayList<>();
    final List<String> told = new ArrayList<>();
    final List<String> cancelled = new ArrayList<>();
    int closed;

    @Override
    public void serve(Exchange exchange) {
        exchange.onCancel(reason -> cancelled.add(String.valueOf(reason)));
        switch (Texts.params(exchange.request()).text("name")) {
            case "echo" -> exchange.finish(Texts.toolResult(arguments(exchange)));
            case "ask" -> ask(exchange);
            case null, default -> held.add(exchange);
        }
    }

    private static String arguments(Exchange exchange) {
        return Texts.params(exchange.request()).part("arguments").toString();
    }

    private static void ask(Exchange exchange) {
        var params = Json.object("message", "Name?", "requestedSchema", Json.EMPTY_OBJECT);
        var question = Request.of(Id.of("q"), Method.ELICITATION_CREATE, params);
        exchange.ask(
                new Question(
                        question,
                        (_, answer) ->
                                exchange.finish(
                                        Texts.toolResult(
                                                answer.json().part("result").toString()))));
    }

    @Override
    public Conversation open(ClientSession session) {
        return new Conversation() {
            @Override
            public void initialize(Exchange exchange) {
                exchange.finish(
                        Offers.initialized(Texts.params(exchange.request()), Json.EMPTY_OBJECT));
            }

            @Override
            public void serve(Exchange exchange) {
                EchoService.this.serve(exchange);
            }

            @Override
            public void notified(Notification notification) {
                told.add(notification.method());
            }

            @Override
            public void closed() {
                closed++;
            }
        };
    }
}
