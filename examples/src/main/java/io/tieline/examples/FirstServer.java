package io.tieline.examples;

import static io.tieline.stdio.Stdio.stdio;

import io.tieline.framework.Answer;
import io.tieline.framework.McpServer;
import io.tieline.framework.Tool;

/** A whole program: a server on stdin and stdout whose tool asks the user. */
public final class FirstServer {

    private FirstServer() {}

    // region program
    record Name(String name) {}

    public static void main(String[] arguments) {
        McpServer.named("greeter", "1.0")
                .tool(
                        Tool.of("greet", "Greets the user by name"),
                        (context, values) ->
                                switch (context.elicit("What is your name?", Name.class)) {
                                    case Answer.Accept(var it) -> "Hello, " + it.name() + "!";
                                    default -> "Hello, stranger!";
                                })
                .serve(stdio());
    }
    // endregion
}
