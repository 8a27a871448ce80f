package io.tieline.testkit.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.testkit.scenarios.Pairing.Transport;
import io.tieline.wire.Json;
import java.util.Iterator;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Scenarios 64, 72 and 75, as the streams of a client show them that opens none but by POST. */
@Timeout(60)
final class OwnStreamScenariosTest {

    private static final Json ELICITATION = Json.of("{\"elicitation\":{}}");

    @ParameterizedTest
    @EnumSource(Transport.class)
    void scenario75TheQuestionArrivesOnTheResponseOfThePostThatCausedIt(Transport backend)
            throws Exception {
        try (var setup = Setup.of(new Pairing(Transport.IN_PROCESS, backend));
                var client = new RawClient(setup.listener().uri())) {
            client.initialize(ELICITATION);
            var stream = client.ask(call("1", "greet", Json.EMPTY_OBJECT));
            answer(client, question(stream), "Alice");
            assertThat(text(stream.next())).isEqualTo("Hello, Alice!");
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void scenario64TheLateQuestionAndItsLogAreOnTheStreamOfTheSlowCall(Transport backend)
            throws Exception {
        try (var setup = Setup.of(new Pairing(Transport.IN_PROCESS, backend));
                var client = new RawClient(setup.listener().uri())) {
            client.initialize(ELICITATION);
            // Each has been seen alone: where one channel is shared, it is known who asks.
            client.ask(call("a", "open", Json.object("gate", "first"))).next();
            var alone = client.ask(call("b", "greetLater", Json.object("gate", "first")));
            assertThat(alone.next().text("method")).isEqualTo("notifications/message");
            answer(client, question(alone), "Zoe");
            alone.next();
            // Sent without waiting: its response begins when there is something to say.
            var slow = client.askLater(call("1", "greetLater", Json.object("gate", "g")));
            client.ask(call("2", "await", Json.object("gate", "g.begun"))).next();
            client.ask(call("3", "open", Json.object("gate", "g"))).next();
            var stream = slow.get(20, TimeUnit.SECONDS);
            assertThat(stream.next().text("method")).isEqualTo("notifications/message");
            answer(client, question(stream), "Alice");
            assertThat(text(stream.next())).isEqualTo("Hello, Alice!");
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void scenario72OnceAToolIsKnownToAskEachQuestionIsOnTheStreamOfItsOwnCall(Transport backend)
            throws Exception {
        try (var setup = Setup.of(new Pairing(Transport.IN_PROCESS, backend));
                var client = new RawClient(setup.listener().uri())) {
            client.initialize(ELICITATION);
            var known = client.ask(call("0", "greet", Json.EMPTY_OBJECT));
            answer(client, question(known), "Zoe");
            known.next();
            for (int round = 0; round < 5; round++) {
                var first = client.askLater(call("1" + round, "greet", Json.EMPTY_OBJECT));
                var second = client.askLater(call("2" + round, "greet", Json.EMPTY_OBJECT));
                var streamOfFirst = first.get(20, TimeUnit.SECONDS);
                var question = question(streamOfFirst);
                answer(client, question, "Alice");
                assertThat(text(streamOfFirst.next())).isEqualTo("Hello, Alice!");
                var streamOfSecond = second.get(20, TimeUnit.SECONDS);
                answer(client, question(streamOfSecond), "Bob");
                assertThat(text(streamOfSecond.next())).isEqualTo("Hello, Bob!");
            }
        }
    }

    private static Json question(Iterator<Json> stream) {
        var question = stream.next();
        assertThat(question.text("method")).isEqualTo("elicitation/create");
        return question;
    }

    private static void answer(RawClient client, Json question, String name) throws Exception {
        var answer =
                Json.object(
                        "jsonrpc", "2.0",
                        "id", question.get("id"),
                        "result",
                                Json.object(
                                        "action", "accept", "content", Json.object("name", name)));
        assertThat(client.post(answer.toString())).isEqualTo(202);
    }

    static String call(String id, String tool, Json arguments) {
        return Json.object(
                        "jsonrpc",
                        "2.0",
                        "id",
                        id,
                        "method",
                        "tools/call",
                        "params",
                        Json.object("name", tool, "arguments", arguments))
                .toString();
    }

    private static String text(Json answer) {
        var content = Objects.requireNonNull(answer.at("result", "content"));
        return Objects.requireNonNull(content.elements().getFirst().text("text"));
    }
}
