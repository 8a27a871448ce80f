package io.tieline.examples;

import io.tieline.framework.Answer;
import io.tieline.framework.McpClient;
import io.tieline.framework.McpProxy;
import io.tieline.framework.McpServer;
import io.tieline.framework.Tool;
import java.util.List;

/** A tool that asks for a name, called twice in one session. */
public final class Greeting {

    private Greeting() {}

    // region greeter
    record Name(String name) {}

    static McpServer greeter() {
        return McpServer.named("greeter", "1.0")
                .tool(
                        Tool.of("greet", "Greets the user by name"),
                        (context, values) ->
                                switch (context.elicit("What is your name?", Name.class)) {
                                    case Answer.Accept(var it) -> "Hello, " + it.name() + "!";
                                    default -> "Hello, stranger!";
                                })
                .build();
    }

    // endregion

    // region twice
    static List<String> greetTwice() {
        try (var client =
                McpClient.to(greeter())
                        .onElicitation(question -> Answer.accept(new Name("Alice")))
                        .connect()) {
            return List.of(client.callTool("greet").text(), client.callTool("greet").text());
        }
    }

    // endregion

    // region proxied
    static List<String> greetTwiceThroughAProxy() {
        try (var proxy = McpProxy.to(greeter()).build();
                var client =
                        McpClient.to(proxy)
                                .onElicitation(question -> Answer.accept(new Name("Alice")))
                                .connect()) {
            return List.of(client.callTool("greet").text(), client.callTool("greet").text());
        }
    }
    // endregion
}
