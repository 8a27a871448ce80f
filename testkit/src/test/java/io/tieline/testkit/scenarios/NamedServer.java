package io.tieline.testkit.scenarios;

import io.tieline.framework.Answer;
import io.tieline.framework.CallResult;
import io.tieline.framework.Content;
import io.tieline.framework.LogLevel;
import io.tieline.framework.McpServer;
import io.tieline.framework.Prompt;
import io.tieline.framework.PromptResult;
import io.tieline.framework.ReadResult;
import io.tieline.framework.Resource;
import io.tieline.framework.ResourceTemplate;
import io.tieline.framework.Tool;
import io.tieline.wire.Json;
import java.util.List;
import java.util.Objects;

/**
 * One of several servers: the sample server, with things of its own. The tool {@code where} is
 * everybody's, the tool {@code only-NAME} one server's alone, and {@code shared://all} is a
 * resource that all of them have.
 */
final class NamedServer {

    private static final Json SECRET =
            Json.of("{\"type\":\"object\",\"properties\":{\"secret\":{\"type\":\"string\"}}}");

    private NamedServer() {}

    /** A server of this name, with events of its own. */
    static McpServer create(String name) {
        var server = SampleServer.create();
        addTo(server, name);
        return server;
    }

    static void addTo(McpServer server, String name) {
        server.add(Tool.of("where"), (_, _) -> CallResult.text(name));
        server.add(Tool.of("only-" + name), (_, _) -> CallResult.text(name));
        addQuestions(server, name);
        addChanges(server, name);
        for (var uri : List.of(name + "://one", "shared://all")) {
            server.add(Resource.of(uri, "of " + name), (_, own) -> ReadResult.text(own, name));
        }
        server.add(
                ResourceTemplate.of(name + "://of/{any}", "many of " + name),
                (_, own, _) -> ReadResult.text(own, name));
        server.add(Prompt.of("brief-" + name), (_, _) -> PromptResult.text(name));
        server.add(
                Tool.of("link"),
                (_, _) ->
                        CallResult.of(Content.link(Resource.of(name + "://of/linked", "linked"))));
    }

    private static void addQuestions(McpServer server, String name) {
        server.add(
                Tool.of("ask"),
                (context, values) -> {
                    var question = name + ":" + values.text("call");
                    return switch (context.elicit(question, SECRET)) {
                        case Answer.Accept(var given) ->
                                CallResult.text(question + "=" + given.text("secret"));
                        default -> CallResult.error("not answered");
                    };
                });
        server.add(
                Tool.of("say"),
                (context, values) -> {
                    context.progress(1, 1, name);
                    context.log(Objects.requireNonNull(LogLevel.of(values.text("level"))), name);
                    return CallResult.text(name);
                });
    }

    /** So many tools come, and go again unless they are to stay. */
    private static void addChanges(McpServer server, String name) {
        server.add(
                Tool.of("grow"),
                (_, values) -> {
                    for (int i = 0; i < values.integer("times"); i++) {
                        server.add(Tool.of("grown-" + i), (_, _) -> CallResult.text(name));
                    }
                    for (int i = 0; i < values.integer("times") && !values.flag("stay"); i++) {
                        server.removeTool("grown-" + i);
                    }
                    return CallResult.text("Grown");
                });
        server.add(
                Tool.of("touch"),
                (_, values) -> {
                    server.resourceUpdated(values.text("uri"));
                    return CallResult.text("Touched");
                });
    }
}
