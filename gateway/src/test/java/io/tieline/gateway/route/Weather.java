package io.tieline.gateway.route;

import io.tieline.gateway.ArgumentOverride;
import io.tieline.gateway.Exposure;
import io.tieline.gateway.ToolOverride;
import io.tieline.gateway.route.ExposedTool.Translation;
import io.tieline.wire.Json;
import io.tieline.wire.RpcError;
import java.util.Objects;

/** A tool to be shown in other words, and calls of it. */
final class Weather {

    static final Json TOOL =
            Json.of(
                    """
                    { "name" : "weather", "x":1e400, "description":"Tells.", "inputSchema" : {
                      "type":"object", "$defs":{"a":2.50},
                      "properties" : { "location" : {"type":"string","x-mcp-header":"Place"} ,
                        "tenant":{"type":"string"}, "days" : { "type":"integer" } },
                      "required" : [ "location", "tenant" ] },
                      "_meta":{"_fastmcp":{"tags":["read","eu"]}} }\
                    """);

    static final ArgumentOverride PLAIN = ArgumentOverride.NONE;
    static final ArgumentOverride CITY = PLAIN.withName("city");
    static final ArgumentOverride TENANT = PLAIN.withHide(true).withDefault(Json.string("t1"));

    private Weather() {}

    static ExposedTool shown(ToolOverride override) {
        return shown(TOOL, override);
    }

    static ExposedTool shown(Json tool, ToolOverride override) {
        var name = Objects.requireNonNull(tool.text("name"));
        return Objects.requireNonNull(
                ExposedTool.of(tool, Exposure.ALL.withOverride(name, override)));
    }

    static ToolOverride with(String argument, ArgumentOverride override) {
        return ToolOverride.NONE.withArgument(argument, override);
    }

    static Json call(String arguments) {
        return Json.of("{ \"name\" : \"weather\", \"arguments\" : " + arguments + " , \"z\":2.50}");
    }

    /** The arguments that the server is given. */
    static String given(ExposedTool tool, String arguments) {
        return tool.translated(call(arguments)) instanceof Translation.Translated(var params)
                ? String.valueOf(params.get("arguments"))
                : "refused";
    }

    static RpcError refusal(ExposedTool tool, String arguments) {
        return ((Translation.Refused) tool.translated(call(arguments))).error();
    }
}
