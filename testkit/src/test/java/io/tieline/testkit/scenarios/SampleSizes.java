package io.tieline.testkit.scenarios;

import io.tieline.framework.CallResult;
import io.tieline.framework.Content;
import io.tieline.framework.McpContext;
import io.tieline.framework.McpServer;
import io.tieline.framework.Tool;
import io.tieline.framework.Values;
import io.tieline.wire.Json;

/** What is large: deep trees, pictures, and a schema of many levels. */
final class SampleSizes {

    /** So many objects inside one another. */
    static final int SCHEMA_LEVELS = 30;

    /** Takes and gives a value of many levels, checked against its schema. */
    static final Tool NESTED =
            Tool.of("nested", "Goes deep")
                    .withInputSchema(schema(SCHEMA_LEVELS))
                    .withOutputSchema(schema(SCHEMA_LEVELS));

    private SampleSizes() {}

    static void addTo(McpServer.Builder builder) {
        builder.tool(NESTED, SampleSizes::same)
                .tool(Tool.of("same"), SampleSizes::same)
                .tool(
                        Tool.of("tree"),
                        (_, values) -> structured(tree((int) values.integer("levels"))))
                .tool(
                        Tool.of("picture"),
                        (_, values) ->
                                CallResult.of(
                                        Content.image(
                                                picture((int) values.integer("bytes")),
                                                "image/png")));
    }

    private static CallResult same(McpContext context, Values values) {
        return structured(values.json());
    }

    private static CallResult structured(Json value) {
        return CallResult.of().with("structuredContent", value);
    }

    /** An object of so many levels. */
    static Json tree(int levels) {
        return Json.of("{\"a\":".repeat(levels - 1) + "{}" + "}".repeat(levels - 1));
    }

    /** Bytes of every value. */
    static byte[] picture(int bytes) {
        var picture = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            picture[i] = (byte) (i * 31 + i / 256);
        }
        return picture;
    }

    private static Json schema(int levels) {
        return Json.of(
                "{\"type\":\"object\",\"required\":[\"a\"],\"properties\":{\"a\":"
                                .repeat(levels - 1)
                        + "{\"type\":\"object\"}"
                        + "}}".repeat(levels - 1));
    }
}
