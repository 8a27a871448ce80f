package io.tieline.framework;

import io.tieline.wire.Json;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Runs a tool's handler and makes a result of what it returns, checked if the tool says what its
 * results are like. Safe for use by several threads.
 */
final class ToolRun {

    /** What is a result, or a part of one, as it is. */
    private static final Set<Class<?>> RESULTS = Set.of(CallResult.class, Content.class);

    private final String name;
    private final Tool.Body<Values, ?> body;
    private final @Nullable OutputCheck check;

    ToolRun(Tool tool, Tool.Body<Values, ?> body) {
        this.name = tool.name();
        this.body = body;
        var schema = tool.outputSchema();
        this.check = schema == null ? null : new OutputCheck(name, schema);
    }

    /** The tool with the schema of what its handler returns, if that is known to be a record. */
    static Tool withOutput(Tool tool, Class<?> result) {
        return tool.outputSchema() == null
                        && Shapes.isStructured(result)
                        && RESULTS.stream().noneMatch(it -> it.isAssignableFrom(result))
                ? tool.withOutputSchema(RecordSchema.written(result))
                : tool;
    }

    /**
     * Serves one call.
     *
     * @throws UnfitResultException if what the handler returns is no result of this tool
     */
    CallResult call(McpContext context, Values arguments) throws Exception {
        var result = result(body.call(context, arguments));
        if (check != null && !result.isError()) {
            check.require(result.structuredContent());
        }
        return result;
    }

    private CallResult result(@Nullable Object returned) {
        return switch (returned) {
            case null ->
                    throw new UnfitResultException(
                            "The handler of the tool \""
                                    + name
                                    + "\" returned null instead of a result; CallResult.of() says"
                                    + " nothing");
            case CallResult whole -> whole;
            case CharSequence text -> CallResult.text(text.toString());
            case Content block -> CallResult.of(block);
            case Optional<?> maybe -> maybe.isEmpty() ? CallResult.of() : result(maybe.get());
            case Collection<?> all when isContent(all) ->
                    CallResult.of(all.stream().map(Content.class::cast).toList());
            default -> written(Binding.toJson(returned));
        };
    }

    private static boolean isContent(Collection<?> all) {
        return !all.isEmpty() && all.stream().allMatch(Content.class::isInstance);
    }

    private CallResult written(Json json) {
        if (json.isObject()) {
            return CallResult.structured(json);
        }
        if (json.isString()) {
            return CallResult.text(json.asString());
        }
        return CallResult.text(json.toString())
                .with("structuredContent", Json.object("result", json));
    }
}
