package io.tieline.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.framework.McpClient;
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
