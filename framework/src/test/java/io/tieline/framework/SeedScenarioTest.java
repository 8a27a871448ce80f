package io.tieline.framework;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.framework.Answer.Accept;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Scenario 5 between a server and a client as a newcomer writes them. */
final class SeedScenarioTest {

    record Name(String name) {}

    @Test
    void anElicitingToolCalledTwiceInOneSessionAsksBothTimes() {
        var server =
                McpServer.named("greeter", "1.0")
                        .tool(
                                Tool.of("greet", "Greets the user by name"),
                                (context, arguments) ->
                                        switch (context.elicit("What is your name?", Name.class)) {
                                            case Accept(var it) ->
                                                    CallResult.text("Hello, " + it.name() + "!");
                                            default -> CallResult.text("Hello, stranger!");
                                        })
                        .build();
        try (var client =
                McpClient.to(server)
                        .onElicitation(question -> Answer.accept(Map.of("name", "Alice")))
                        .connect()) {
            assertThat(client.callTool("greet").text()).isEqualTo("Hello, Alice!");
            assertThat(client.callTool("greet").text()).isEqualTo("Hello, Alice!");
        }
    }
}
