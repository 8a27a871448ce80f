package io.tieline.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tieline.framework.Answer;
import io.tieline.framework.McpClient;
import io.tieline.framework.McpProxy;
import io.tieline.framework.RequestOptions;
import io.tieline.session.Environment;
import io.tieline.session.Observer;
import io.tieline.session.backend.TimeLimits;
import io.tieline.testkit.peers.FaultyBackend;
import io.tieline.testkit.peers.LocalListener;
import io.tieline.testkit.peers.ManualClock;
import io.tieline.testkit.peers.ScriptedServer;
import io.tieline.wire.Json;
import io.tieline.wire.Revision;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How users test their own servers, clients and proxies. */
final class TestingTest {

    // region server
    @ParameterizedTest
    @EnumSource(names = {"V2025_11_25", "V2026_07_28"}) // one revision of each era
    void theServerAsksForANameAndGreets(Revision revision) {
        try (var listener = LocalListener.serve(Greeting.greeter());
                var client = listener.client().revision(revision).connect()) {
            var call = client.call("greet");
            var question = call.question(); // waits until the tool asks
            assertThat(question.message()).isEqualTo("What is your name?");
            question.accept(Json.object("name", "Alice"));
            assertThat(call.text()).isEqualTo("Hello, Alice!");
        }
    }

    // endregion

    // region neighbours
    @Test
    void eachCallIsAskedOnItsOwnStream() {
        try (var listener = LocalListener.serve(Greeting.greeter());
                var client = listener.connect()) {
            var first = client.call("greet");
            var second = client.call("greet");
            second.question().accept(Json.object("name", "Bob"));
            first.question().accept(Json.object("name", "Alice"));
            assertThat(first.text()).isEqualTo("Hello, Alice!");
            assertThat(second.text()).isEqualTo("Hello, Bob!");
        }
    }

    // endregion

    // region client
    record City(String city) {}

    @Test
    void theClientAnswersInTheMiddleOfACall() {
        var server = ScriptedServer.stateful();
        server.tool(
                "forecast",
                call ->
                        call.elicit(
                                "Which city?",
                                it -> call.answer("Rain in " + it.text("content", "city"))));
        try (var client =
                McpClient.to(server)
                        .onElicitation(question -> Answer.accept(new City("Bern")))
                        .connect()) {
            assertThat(client.callTool("forecast").text()).isEqualTo("Rain in Bern");
        }
    }

    // endregion

    // region fault
    @Test
    void aConnectionThatBreaksFailsTheCallThatIsUnderWay() {
        var server = ScriptedServer.stateful(); // leaves calls without a script unanswered
        var link = FaultyBackend.before(server);
        try (var client = McpClient.to(link).connect()) {
            var call = client.startTool("forecast", Map.of(), RequestOptions.NONE);
            server.call("forecast"); // waits until the call has arrived
            link.cut("cable pulled");
            assertThatThrownBy(call::await).hasMessageContaining("cable pulled");
        }
    }

    // endregion

    // region time
    @Test
    void aServerThatStaysSilentIsGivenUpAfterTenMinutes() {
        var clock = new ManualClock();
        var world = new Environment(clock, new Random(1), Observer.NONE);
        var server = ScriptedServer.stateful();
        try (var client = McpClient.to(server).environment(world).connect()) {
            var call = client.startTool("forecast", Map.of(), RequestOptions.NONE);
            clock.advance(TimeLimits.DEFAULT.idle());
            assertThatThrownBy(call::await).hasMessageContaining("no sign of life");
        }
    }

    // endregion

    // region proxy
    @Test
    void aProxyCarriesAQuestionBetweenTheEras() {
        var server =
                ScriptedServer.stateless()
                        .tool(
                                "book",
                                call -> {
                                    if (call.params().get("inputResponses") == null) {
                                        call.requireForms("state", "Which seat?");
                                    } else {
                                        call.answer("booked");
                                    }
                                });
        try (var proxy = McpProxy.to(server).build();
                var listener = LocalListener.serve(proxy);
                var client = listener.connect()) {
            var call = client.call("book");
            call.question().accept(Json.object("seat", "12A"));
            assertThat(call.text()).isEqualTo("booked");
            assertThat(server.calls("book")).isEqualTo(2);
        }
    }
    // endregion
}
