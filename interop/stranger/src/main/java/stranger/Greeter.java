package stranger;

import static io.tieline.http.Http.http;

import io.tieline.framework.Answer;
import io.tieline.framework.McpClient;
import io.tieline.framework.McpServer;
import io.tieline.framework.Tool;

/** A server whose tool asks in the middle of a call, and a client that answers. */
final class Greeter {

    record Name(String name) {}

    private Greeter() {}

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

    static String greetOverHttp() {
        try (var running = greeter().serve(http(0));
                var client =
                        McpClient.to(running.uri())
                                .onElicitation(question -> Answer.accept(new Name("Alice")))
                                .connect()) {
            return client.callTool("greet").text();
        }
    }
}
