package io.tieline.gateway;

import io.tieline.session.client.ClientSession;
import io.tieline.session.client.Conversation;
import io.tieline.session.client.Exchange;
import io.tieline.session.client.Service;
import io.tieline.session.client.Subscription;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.RpcError;
import java.util.ArrayList;
import java.util.List;

/**
 * A backend of either era on one thread. In a session a tool call is answered with how many there
 * have been in it; without one everything waits for the test, but for discovery and listening.
 */
final class CountingService implements Service {

    private static final Json CAPABILITIES =
            Json.of(
                    """
                    {"tools":{"listChanged":true},"resources":{"subscribe":true},"logging":{}}\
                    """);

    private static final Json PAGES =
            Json.of(
                    """
                    {"elicitations":[{"mode":"url","url":"http://localhost/","elicitationId":"e","message":"Go"}]}\
                    """);

    final List<Request> heard = new ArrayList<>();
    final List<Exchange> held = new ArrayList<>();
    final List<Subscription> listening = new ArrayList<>();
    boolean holdsGreeting;
    boolean wantsPage;
    int conversations;

    /** The requests of this method that have arrived. */
    List<Request> heard(String method) {
        return heard.stream().filter(request -> request.method().equals(method)).toList();
    }

    @Override
    public Conversation open(ClientSession session) {
        conversations++;
        return new Counting();
    }

    @Override
    public void serve(Exchange exchange) {
        heard.add(exchange.request());
        switch (exchange.request().method()) {
            case Method.SERVER_DISCOVER ->
                    exchange.finish(
                            Json.object(
                                    "supportedVersions",
                                    Json.array(List.of(Json.string("2026-07-28"))),
                                    "capabilities",
                                    CAPABILITIES));
            case Method.SUBSCRIPTIONS_LISTEN -> {
                var subscription = new Subscription(exchange);
                listening.add(subscription);
                subscription.acknowledge(CAPABILITIES);
            }
            default -> held.add(exchange);
        }
    }

    void greets() {
        held.removeFirst()
                .finish(
                        Json.object(
                                "protocolVersion",
                                "2025-11-25",
                                "capabilities",
                                CAPABILITIES,
                                "serverInfo",
                                Json.object("name", "counting", "version", "1")));
    }

    private final class Counting implements Conversation {

        private int calls;

        @Override
        public void initialize(Exchange exchange) {
            held.add(exchange);
            if (!holdsGreeting) {
                greets();
            }
        }

        @Override
        public void serve(Exchange exchange) {
            heard.add(exchange.request());
            if (wantsPage) {
                exchange.fail(new RpcError(-32042, "Visit a page first", PAGES));
            } else if (exchange.request().method().equals(Method.TOOLS_CALL)) {
                var text = Json.object("type", "text", "text", "call " + ++calls);
                exchange.finish(Json.object("content", Json.array(List.of(text))));
            } else {
                exchange.finish(Json.EMPTY_OBJECT);
            }
        }

        @Override
        public void notified(Notification notification) {}

        @Override
        public void closed() {
            conversations--;
        }
    }
}
