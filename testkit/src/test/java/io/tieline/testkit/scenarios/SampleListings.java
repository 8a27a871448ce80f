package io.tieline.testkit.scenarios;

import io.tieline.framework.CallResult;
import io.tieline.framework.Content;
import io.tieline.framework.McpServer;
import io.tieline.framework.Prompt;
import io.tieline.framework.PromptResult;
import io.tieline.framework.ReadResult;
import io.tieline.framework.Resource;
import io.tieline.framework.ResourceTemplate;
import io.tieline.framework.Tool;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Request;
import io.tieline.wire.Result;
import java.util.List;

/** What has every field that a listing or a result can have. */
final class SampleListings {

    static final Tool ORNATE =
            Tool.of("ornate", "Has everything")
                    .withTitle("Ornate")
                    .withInputSchema(
                            Json.of(
                                    """
                                    {"type":"object","properties":{"region":{"type":"string",\
                                    "x-mcp-header":"Region"}}}\
                                    """))
                    .withOutputSchema(
                            Json.of(
                                    """
                                    {"type":"object","properties":{"n":{"type":"integer"}},\
                                    "required":["n"]}\
                                    """))
                    .withAnnotation("readOnlyHint", true)
                    .with("icons", Json.of("[{\"src\":\"https://example.com/i.png\"}]"))
                    .with("_meta", Json.of("{\"com.example/rank\":2.50,\"tags\":[\"a\",\"b\"]}"));

    private SampleListings() {}

    static void addTo(McpServer.Builder builder) {
        builder.tool(ORNATE, (_, _) -> CallResult.structured(Json.object("n", 1)))
                .intercept((_, request, next) ->
                        isOrnate(request) ? unfit(request) : next.proceed(request))
                .resource(
                        Resource.of("note://many", "many")
                                .withTitle("Many")
                                .withMimeType("text/plain")
                                .with("size", Json.number(12))
                                .with("_meta", Json.object("com.example/rank", 1)),
                        (_, _) -> many("note://many"))
                .template(
                        ResourceTemplate.of("many://{name}", "many of a name"),
                        (_, uri, _) -> many(uri))
                .template(
                        ResourceTemplate.of("find://{path}{?first-name,limit}", "search")
                                .withDescription("Finds"),
                        (_, uri, variables) -> ReadResult.text(uri, variables.json().toString()))
                .prompt(
                        Prompt.of("picture", "Shows a picture")
                                .withTitle("Picture")
                                .withArgument("of", "What it shows", true)
                                .with("_meta", Json.object("com.example/rank", 3)),
                        (_, values) ->
                                PromptResult.of(
                                                Prompt.Message.user(values.text("of")),
                                                Prompt.Message.assistant(
                                                        Content.image(
                                                                SampleServer.PICTURE, "image/png")))
                                        .with("_meta", Json.object("com.example/seal", "unbroken")))
                .completion("picture", "of", (_, typed) -> List.of(typed.value() + "se"));
    }

    private static ReadResult many(String uri) {
        return ReadResult.of(
                        Resource.Contents.text(uri, "one")
                                .withMimeType("text/plain")
                                .with("_meta", Json.object("n", 1)),
                        Resource.Contents.bytes(uri + "/2", SampleServer.PICTURE)
                                .withMimeType("image/png")
                                .with("_meta", Json.object("n", 2)))
                .with("_meta", Json.object("com.example/seal", "unbroken"));
    }

    private static boolean isOrnate(Request request) {
        var params = request.params();
        return request.method().equals(Method.TOOLS_CALL)
                && params != null
                && "ornate".equals(params.text("name"));
    }

    /** A server of ours checks what its handlers give; others do not. */
    private static Result unfit(Request request) {
        var result = CallResult.structured(Json.object("n", "no integer"));
        return Result.of(request.id(), result.json());
    }
}
