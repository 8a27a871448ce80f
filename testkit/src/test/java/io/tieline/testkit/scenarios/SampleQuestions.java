package io.tieline.testkit.scenarios;

import io.tieline.framework.Answer;
import io.tieline.framework.CallResult;
import io.tieline.framework.LogLevel;
import io.tieline.framework.McpContext;
import io.tieline.framework.McpServer;
import io.tieline.framework.Prompt;
import io.tieline.framework.PromptResult;
import io.tieline.framework.ReadResult;
import io.tieline.framework.Resource;
import io.tieline.framework.ResourceTemplate;
import io.tieline.framework.Root;
import io.tieline.framework.SamplingRequest;
import io.tieline.framework.Tool;
import io.tieline.framework.Values;
import io.tieline.wire.Json;
import java.net.URI;

/** What asks its client in the middle of a request. */
final class SampleQuestions {

    record Name(String name) {}

    private final Gates gates;

    private SampleQuestions(Gates gates) {
        this.gates = gates;
    }

    static void addTo(McpServer.Builder builder, Gates gates) {
        var questions = new SampleQuestions(gates);
        builder.tool(Tool.of("greet"), (context, _) -> CallResult.text(greeting(context)))
                .tool(Tool.of("greetLater"), questions::greetLater)
                .tool(Tool.of("elicit"), SampleQuestions::elicit)
                .tool(Tool.of("visit"), SampleQuestions::visit)
                .tool(Tool.of("sample"), SampleQuestions::sample)
                .tool(Tool.of("roots"), SampleQuestions::roots)
                .resource(
                        Resource.of("ask://name", "asking"),
                        (context, uri) -> ReadResult.text(uri, greeting(context)))
                .template(
                        ResourceTemplate.of("ask://roots/{any}", "asking too"),
                        (context, uri, _) -> ReadResult.text(uri, rootsOf(context)))
                .prompt(
                        Prompt.of("asking"),
                        (context, _) ->
                                PromptResult.text(context.sample("Say something", 7).text()));
    }

    static String greeting(McpContext context) {
        return switch (context.elicit("What is your name?", Name.class)) {
            case Answer.Accept(var it) -> "Hello, " + it.name() + "!";
            case Answer.Decline<Name> _ -> "Hello, stranger!";
            case Answer.Cancel<Name> _ -> "Never mind.";
        };
    }

    /** Logs and asks when it is let go, and says when it has begun. */
    private CallResult greetLater(McpContext context, Values values) throws Exception {
        var gate = values.text("gate");
        gates.open(gate + ".begun", "begun");
        gates.await(gate);
        context.log(LogLevel.WARNING, gate + " asks");
        return CallResult.text(greeting(context));
    }

    private static CallResult elicit(McpContext context, Values values) {
        var answer = context.elicit(values.text("message"), values.value("schema"));
        return CallResult.structured(
                switch (answer) {
                    case Answer.Accept(var it) ->
                            Json.object("action", "accept", "content", it.json());
                    case Answer.Decline<Values> _ -> Json.object("action", "decline");
                    case Answer.Cancel<Values> _ -> Json.object("action", "cancel");
                });
    }

    private static CallResult visit(McpContext context, Values values) {
        var answer =
                context.elicitUrl("Pay", URI.create("https://pay.example/7"), values.text("id"));
        context.elicitationComplete(values.text("id"));
        return CallResult.text(answer instanceof Answer.Accept<Values> ? "paid" : "unpaid");
    }

    private static CallResult sample(McpContext context, Values values) {
        return CallResult.structured(context.sample(new SamplingRequest(values.json())).json());
    }

    private static CallResult roots(McpContext context, Values values) {
        return CallResult.text(rootsOf(context));
    }

    private static String rootsOf(McpContext context) {
        return String.join(" ", context.roots().stream().map(Root::uri).toList());
    }
}
