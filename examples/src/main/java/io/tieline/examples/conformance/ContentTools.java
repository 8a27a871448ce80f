package io.tieline.examples.conformance;

import io.tieline.framework.CallResult;
import io.tieline.framework.Content;
import io.tieline.framework.LogLevel;
import io.tieline.framework.McpServer;
import io.tieline.framework.Resource;
import io.tieline.framework.Tool;
import io.tieline.wire.Json;

/** Tools that ask nothing: every kind of content, an error, log lines and progress. */
final class ContentTools {

    private static final Content IMAGE = Content.image(Samples.redPixel(), "image/png");

    private ContentTools() {}

    static void addTo(McpServer.Builder server) {
        addContents(server);
        addReports(server);
        server.tool(
                Tool.of("test_error_handling", "Always fails"),
                (_, _) -> CallResult.error("This tool intentionally returns an error for testing"));
        server.tool(
                Tool.of("json_schema_2020_12_tool", "Tool with JSON Schema 2020-12 features")
                        .withInputSchema(Samples.DEMANDING_SCHEMA),
                (_, arguments) -> CallResult.text("Received " + arguments.json()));
        server.tool(
                Tool.of("test_header_mirroring", "Its argument is repeated in a header over HTTP")
                        .withInputSchema(
                                Json.of(
                                        """
                                        {"type":"object","properties":\
                                        {"region":{"type":"string","x-mcp-header":"Region"}},\
                                        "required":["region"]}\
                                        """)),
                (_, arguments) -> CallResult.text("In " + arguments.text("region")));
    }

    private static void addContents(McpServer.Builder server) {
        server.tool(
                Tool.of("test_simple_text", "Answers with one line of text"),
                (_, _) -> CallResult.text("This is a simple text response for testing."));
        server.tool(
                Tool.of("test_image_content", "Answers with an image"),
                (_, _) -> CallResult.of(IMAGE));
        server.tool(
                Tool.of("test_audio_content", "Answers with a sound"),
                (_, _) -> CallResult.of(Content.audio(Samples.silence(), "audio/wav")));
        server.tool(
                Tool.of("test_embedded_resource", "Answers with a resource inside the result"),
                (_, _) ->
                        CallResult.of(
                                embedded(
                                        "test://embedded-resource",
                                        "text/plain",
                                        "This is an embedded resource content.")));
        server.tool(
                Tool.of("test_multiple_content_types", "Answers with text, an image, a resource"),
                (_, _) ->
                        CallResult.of(
                                Content.text("Multiple content types test:"),
                                IMAGE,
                                embedded(
                                        "test://mixed-content-resource",
                                        "application/json",
                                        "{\"test\":\"data\",\"value\":123}")));
    }

    private static void addReports(McpServer.Builder server) {
        server.tool(
                Tool.of("test_tool_with_logging", "Logs three times while it runs"),
                (context, _) -> {
                    context.log(LogLevel.INFO, "Tool execution started");
                    context.log(LogLevel.INFO, "Tool processing data");
                    context.log(LogLevel.INFO, "Tool execution completed");
                    return CallResult.text("Logged three messages.");
                });
        server.tool(
                Tool.of("test_logging_tool", "Logs once"),
                (context, _) -> {
                    context.log(LogLevel.INFO, "test_logging_tool was called");
                    return CallResult.text("Logged once.");
                });
        server.tool(
                Tool.of("test_tool_with_progress", "Reports progress at 0, 50 and 100"),
                (context, _) -> {
                    context.progress(0, 100);
                    context.progress(50, 100);
                    context.progress(100, 100);
                    return CallResult.text("Reported progress three times.");
                });
    }

    private static Content embedded(String uri, String mimeType, String text) {
        return Content.embedded(Resource.Contents.text(uri, text).withMimeType(mimeType));
    }
}
