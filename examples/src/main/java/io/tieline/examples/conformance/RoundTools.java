package io.tieline.examples.conformance;

import io.tieline.framework.Answer;
import io.tieline.framework.CallResult;
import io.tieline.framework.McpContext;
import io.tieline.framework.McpServer;
import io.tieline.framework.Root;
import io.tieline.framework.Tool;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/** Tools whose questions cost a client of 2026-07-28 round trips: one, two, or one for several. */
final class RoundTools {

    record Name(String name) {}

    record Color(String color) {}

    private static final String ASK_NAME = "What is your name?";

    private RoundTools() {}

    static void addTo(McpServer.Builder server) {
        server.tool(
                Tool.of("test_input_required_result_elicitation", "Asks for a name"),
                (context, _) -> CallResult.text("Hello, " + name(context, ASK_NAME) + "!"));
        server.tool(
                Tool.of("test_input_required_result_sampling", "Asks the model for a capital"),
                (context, _) ->
                        CallResult.text(
                                context.sample("What is the capital of France?", 100).text()));
        server.tool(
                Tool.of("test_input_required_result_list_roots", "Asks for the roots"),
                (context, _) ->
                        CallResult.text(
                                context.roots().stream()
                                        .map(Root::uri)
                                        .collect(Collectors.joining(", ", "Roots: ", ""))));
        server.tool(
                Tool.of("test_input_required_result_multiple_inputs", "Asks three things at once"),
                (context, _) -> CallResult.text(allAtOnce(context)));
        server.tool(
                Tool.of("test_input_required_result_multi_round", "Asks one thing after another"),
                (context, _) -> CallResult.text(oneAfterAnother(context)));
        server.tool(
                Tool.of("test_input_required_result_capabilities", "Asks what can be answered"),
                (context, _) -> CallResult.text(whatCanBeAnswered(context)));
    }

    private static String name(McpContext context, String message) {
        return context.elicit("user_name", message, Name.class)
                .accepted()
                .map(Name::name)
                .orElse("stranger");
    }

    /** What is asked on threads of its own at the same time is one round for the client. */
    private static String allAtOnce(McpContext context)
            throws InterruptedException, ExecutionException {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var name = threads.submit(() -> name(context, ASK_NAME));
            var greeting = threads.submit(() -> context.sample("Generate a greeting", 50).text());
            var roots = threads.submit(context::roots);
            return greeting.get() + " " + name.get() + ", with " + roots.get().size() + " roots";
        }
    }

    private static String oneAfterAnother(McpContext context) {
        var name = name(context, "Step 1: What is your name?");
        var color = context.elicit("Step 2: What is your favorite color?", Color.class);
        return switch (color) {
            case Answer.Accept(var it) -> name + " likes " + it.color();
            default -> name + " likes no color";
        };
    }

    private static String whatCanBeAnswered(McpContext context) {
        if (context.capabilities().has("sampling")) {
            return context.sample("Generate a greeting", 50).text();
        }
        return context.capabilities().has("elicitation")
                ? "Hello, " + name(context, ASK_NAME) + "!"
                : "Nothing can be asked.";
    }
}
