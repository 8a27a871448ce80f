package io.tieline.examples.conformance;

import io.tieline.framework.Content;
import io.tieline.framework.McpServer;
import io.tieline.framework.Prompt;
import io.tieline.framework.Prompt.Message;
import io.tieline.framework.PromptResult;
import io.tieline.framework.Resource;
import java.util.List;
import java.util.stream.Stream;

/** The prompts that the suite gets by name. */
final class Prompts {

    record UserContext(String context) {}

    private Prompts() {}

    static void addTo(McpServer.Builder server) {
        server.prompt(
                Prompt.of("test_simple_prompt", "A prompt without arguments"),
                (_, _) -> PromptResult.text("This is a simple prompt for testing."));
        server.prompt(
                Prompt.of("test_prompt_with_arguments", "A prompt that repeats its arguments")
                        .withArgument("arg1", "First argument", true)
                        .withArgument("arg2", "Second argument", true),
                (_, given) ->
                        PromptResult.text(
                                "Prompt with arguments: arg1='%s', arg2='%s'"
                                        .formatted(given.text("arg1"), given.text("arg2"))));
        server.completion(
                "test_prompt_with_arguments", "arg1", (_, typed) -> placesLike(typed.value()));
        server.prompt(
                Prompt.of("test_prompt_with_embedded_resource", "A prompt with a resource inside")
                        .withArgument("resourceUri", "URI of the resource", true),
                (_, given) -> embedding(given.text("resourceUri")));
        server.prompt(
                Prompt.of("test_prompt_with_image", "A prompt with an image inside"),
                (_, _) ->
                        PromptResult.of(
                                Message.user(Content.image(Samples.redPixel(), "image/png")),
                                Message.user("Please analyze the image above.")));
        server.prompt(
                Prompt.of("test_input_required_result_prompt", "A prompt that asks first"),
                (context, _) -> {
                    var question = "What context should the prompt use?";
                    var answer = context.elicit("user_context", question, UserContext.class);
                    var used = answer.accepted().map(UserContext::context).orElse("none");
                    return PromptResult.text("Use this context: " + used);
                });
    }

    private static List<String> placesLike(String beginning) {
        return Stream.of("paris", "park", "party")
                .filter(word -> word.startsWith(beginning))
                .toList();
    }

    private static PromptResult embedding(String uri) {
        var contents =
                Resource.Contents.text(uri, "Embedded resource content for testing.")
                        .withMimeType("text/plain");
        return PromptResult.of(
                Message.user(Content.embedded(contents)),
                Message.user("Please process the embedded resource above."));
    }
}
