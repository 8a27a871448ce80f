package io.tieline.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.testkit.peers.RecordedExchange;
import io.tieline.testkit.peers.ScriptedServer;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Revision;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What an observer is told of a request before several servers. */
@Timeout(20)
final class EventTreeOfSeveralTest {

    private static final Duration MOMENT = Duration.ofMillis(200);

    private static ScriptedServer asking(ScriptedServer server) {
        return server.tool("ask", call -> call.elicit("Who?", answer -> call.answer("done")));
    }

    private static List<String> of(RecordedExchange exchange, String server) {
        return exchange.events().stream().filter(event -> event.endsWith(server)).toList();
    }

    @Test
    void eachCallNamesItsServerAndSoDoesItsQuestion() {
        var git = asking(ScriptedServer.stateful());
        var db = asking(ScriptedServer.stateful());
        try (var world = FederationWorld.plan().with("git", git).with("db", db).open()) {
            var client = world.client();
            var first = client.call("git__ask");
            var second = client.call("db__ask");
            second.question().accept(Json.EMPTY_OBJECT);
            first.question().accept(Json.EMPTY_OBJECT);
            assertThat(of(world.observer.call("git__ask"), "git"))
                    .containsExactly(
                            "routed git",
                            "left git",
                            "asked elicitation/create by git",
                            "returned git");
            assertThat(of(world.observer.call("git__ask"), "db")).isEmpty();
            assertThat(of(world.observer.call("db__ask"), "db")).hasSize(4);
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyRequestIsFinishedOnceWhateverTheEras(Eras eras) {
        var git = eras.server().tool("work", call -> call.answer("done"));
        var db = eras.server().tool("work", call -> call.answer("done"));
        try (var world = FederationWorld.plan().with("git", git).with("db", db).open()) {
            var client = world.client(eras.client());
            client.request(Method.TOOLS_LIST, Json.EMPTY_OBJECT).result();
            assertThat(client.call("db__work").text()).isEqualTo("done");
            assertThat(world.observer.exchanges())
                    .allSatisfy(exchange ->
                            assertThat(exchange.events())
                                    .filteredOn(event -> event.startsWith("finished"))
                                    .containsExactly("finished RESULT"));
            assertThat(of(world.observer.call("db__work"), "db"))
                    .containsExactly("routed db", "left db", "returned db");
        }
    }

    @Test
    void aParkedRequestNamesTheServerThatAsks() {
        var git = asking(ScriptedServer.stateful());
        var db = asking(ScriptedServer.stateful());
        try (var world = FederationWorld.plan().with("git", git).with("db", db).open()) {
            var client = world.newClient().revision(Revision.STATELESS).connect();
            var call = client.call("db__ask");
            world.advance(MOMENT);
            call.question().accept(Json.EMPTY_OBJECT);
            assertThat(call.text()).isEqualTo("done");
            assertThat(world.observer.call("db__ask").events())
                    .containsSubsequence(
                            "asked elicitation/create by db",
                            "parked 1",
                            "resumed 1",
                            "finished RESULT");
        }
    }
}
