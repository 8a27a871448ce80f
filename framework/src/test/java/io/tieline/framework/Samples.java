package io.tieline.framework;

import io.tieline.wire.Json;
import java.util.List;
import java.util.stream.IntStream;

/** A server with something of everything. */
final class Samples {

    static final Tool.Handler DONE = (context, arguments) -> CallResult.text("done");

    static final Tool RICH =
            new Tool(
                    Json.of(
                            """
                            {"name":"rich","title":"Rich","icons":[{"src":"https://example.org/i.png"}],\
                            "inputSchema":{"type":"object","$defs":{"x":{"const":2.50}}},\
                            "outputSchema":{"type":"object"},"annotations":{"readOnlyHint":true},\
                            "_meta":{"example.org/colour":"red"},"example.org/unknown":1e400}\
                            """));

    private Samples() {}

    static McpServer everything() {
        return McpServer.named("everything", "1")
                .instructions("Use it with care")
                .tool(RICH, DONE)
                .resource(
                        Resource.of("note://1", "note"),
                        (context, uri) -> ReadResult.text(uri, "one"))
                .template(
                        ResourceTemplate.of("city://{name}", "city"),
                        (context, uri, variables) ->
                                ReadResult.text(uri, variables.text("name") + " is fine"))
                .prompt(
                        Prompt.of("write").withArgument("style", "How", true),
                        (context, arguments) -> PromptResult.text(arguments.text("style")))
                .completion("city://{name}", "name", (context, typed) -> List.of("Berlin", "Bern"))
                .completion(
                        "write",
                        "style",
                        (context, typed) ->
                                IntStream.range(0, 150).mapToObj(i -> typed.value() + i).toList())
                .build();
    }
}
