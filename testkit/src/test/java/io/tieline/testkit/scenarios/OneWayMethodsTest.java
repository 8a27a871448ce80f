package io.tieline.testkit.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tieline.gateway.GatewaySettings;
import io.tieline.gateway.SessionPolicy;
import io.tieline.session.Observer.Count;
import io.tieline.session.Question;
import io.tieline.session.client.ClientSession;
import io.tieline.session.client.Conversation;
import io.tieline.session.client.Exchange;
import io.tieline.session.client.Service;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Failure;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.McpException;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.Revision;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What one side of the protocol may send does not come from the other, whatever lies between. */
@Timeout(60)
final class OneWayMethodsTest {

    private static final List<String> OF_CLIENTS =
            List.of(Method.INITIALIZE, Method.TOOLS_CALL, Method.RESOURCES_READ);

    private static final Json WELCOME =
            Json.of(
                    """
                    {"protocolVersion":"2025-11-25","capabilities":{"tools":{}},"serverInfo":{"name":"s","version":"1"}}\
                    """);

    record Case(Pairing pairing, Revision client, SessionPolicy policy) {}

    static Stream<Case> cases() {
        var policies =
                List.of(
                        SessionPolicy.PER_CLIENT_SESSION,
                        SessionPolicy.PER_REQUEST,
                        SessionPolicy.SHARED);
        return Pairing.withoutChildren()
                .flatMap(pairing ->
                        pairing.frontEras()
                                .flatMap(era ->
                                        policies.stream()
                                                .map(policy -> new Case(pairing, era, policy))));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aBackendIsRefusedWhatOnlyAClientMayAsk(Case each) throws Exception {
        var settings =
                GatewaySettings.DEFAULT
                        .withRevision(Revision.LATEST_HANDSHAKE)
                        .withSessions(each.policy());
        var told = new LinkedBlockingQueue<Notification>();
        try (var setup = Setup.of(each.pairing(), new Meddling(), settings);
                var client =
                        setup.client()
                                .revision(each.client())
                                .onNotification(told::add)
                                .connect()) {
            assertThat(client.callTool("meddle").text()).isEqualTo("-32601 -32601 -32601 ");
            assertThat(told).isEmpty();
            assertThat(setup.recorder().count(Count.WRONG_DIRECTION)).isEqualTo(4);
        }
    }

    @ParameterizedTest
    @MethodSource("io.tieline.testkit.scenarios.Pairing#withoutChildren")
    void aClientIsRefusedWhatOnlyAServerMayAsk(Pairing pairing) throws Exception {
        var server = new PlainService("2025-11-25", Json.of("{\"tools\":{}}"));
        var told = new LinkedBlockingQueue<Notification>();
        try (var setup = Setup.of(pairing, server, GatewaySettings.DEFAULT);
                var client = setup.client().onNotification(told::add).connect()) {
            var refused =
                    catchThrowableOfType(
                            McpException.class,
                            () ->
                                    client.request(
                                            Method.SAMPLING_CREATE_MESSAGE, Json.EMPTY_OBJECT));
            assertThat(refused.error().code()).isEqualTo(ErrorCode.METHOD_NOT_FOUND);
            client.tell(Method.TOOLS_LIST_CHANGED, Json.EMPTY_OBJECT);
            client.tell("notifications/vendor", Json.EMPTY_OBJECT);
            // What is told comes back from this server, in order.
            assertThat(told.poll(20, TimeUnit.SECONDS))
                    .extracting(Notification::method)
                    .isEqualTo("notifications/vendor");
            assertThat(server.asked())
                    .extracting(Request::method)
                    .containsExactly(Method.INITIALIZE);
        }
    }

    /** A server whose tool asks and tells what only a client may, and says what it was answered. */
    private static final class Meddling implements Service {

        @Override
        public Conversation open(ClientSession session) {
            return new Conversation() {
                @Override
                public void initialize(Exchange exchange) {
                    exchange.finish(WELCOME);
                }

                @Override
                public void serve(Exchange exchange) {
                    exchange.tell(Notification.of(Method.ROOTS_LIST_CHANGED, null));
                    ask(exchange, new ArrayDeque<>(OF_CLIENTS), "");
                }

                @Override
                public void notified(Notification notification) {}

                @Override
                public void closed() {}
            };
        }

        private static void ask(Exchange exchange, ArrayDeque<String> left, String answers) {
            var method = left.poll();
            if (method == null) {
                var text = Json.object("type", "text", "text", answers);
                exchange.finish(Json.object("content", Json.array(List.of(text))));
                return;
            }
            exchange.ask(
                    new Question(
                            Request.of(Id.of(method), method, Json.EMPTY_OBJECT),
                            (_, answer) -> {
                                var code =
                                        answer instanceof Failure failure
                                                ? failure.error().code()
                                                : 0;
                                ask(exchange, left, answers + code + " ");
                            }));
        }
    }
}
