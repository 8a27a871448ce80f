package io.tieline.examples;

import static io.tieline.stdio.Stdio.command;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tieline.framework.Answer;
import io.tieline.framework.McpClient;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** What the examples do. */
final class ExamplesTest {

    @Test
    void theClientIsAskedBothTimes() {
        assertThat(Greeting.greetTwice()).containsExactly("Hello, Alice!", "Hello, Alice!");
    }

    @Test
    void theClientIsAskedBothTimesThroughAProxy() {
        assertThat(Greeting.greetTwiceThroughAProxy())
                .containsExactly("Hello, Alice!", "Hello, Alice!");
    }

    @Test
    void theClientIsAskedOverHttp() throws Exception {
        assertThat(OverHttp.serveAndCall(Greeting.greeter())).isEqualTo("Hello, Alice!");
    }

    @Test
    void theFirstServerAsksItsClientOverStdio() {
        var program =
                command(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        FirstServer.class.getName());
        try (var client =
                McpClient.to(program)
                        .onElicitation(question -> Answer.accept(new FirstServer.Name("Alice")))
                        .connect()) {
            assertThat(client.callTool("greet").text()).isEqualTo("Hello, Alice!");
        }
    }

    @Test
    void theForecastIsARecordOnBothSides() {
        try (var client = McpClient.to(Weather.forecasts().build()).connect()) {
            var place = new Weather.Place("Bern", Optional.empty());
            assertThat(client.callTool("forecast", place).structured(Weather.Forecast.class))
                    .isEqualTo(new Weather.Forecast(Weather.Sky.CLEAR, 21.5, List.of()));
            assertThat(client.callTool("forecast").text()).isEqualTo("arguments.city is missing");
        }
    }

    @Test
    void requestsAreTimedAndSomeAreRefused() {
        var times = new ConcurrentHashMap<String, Long>();
        try (var client =
                McpClient.to(Timed.timed(Weather.forecasts(), times::put).build()).connect()) {
            client.listTools();
            assertThat(times).containsKey("tools/list");
            assertThatThrownBy(client::listPrompts).hasMessageContaining("not for you");
        }
    }

    @Test
    void aNoteIsKeptForTheSessionThatWroteIt() {
        var server = Notes.notes();
        try (var alice = McpClient.to(server).connect();
                var bob = McpClient.to(server).connect()) {
            alice.callTool("write", new Notes.Note("milk"));
            assertThat(alice.callTool("read").text()).isEqualTo("milk");
            assertThat(bob.callTool("read").text()).isEqualTo("No note.");
        }
    }
}
