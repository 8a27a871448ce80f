package io.tieline.framework;

import io.tieline.wire.Json;
import java.io.Closeable;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.stream.BaseStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Runs a tool's handler and makes a result of what it returns, checked if the tool says what its
 * results are like. Safe for use by several threads.
 */
final class ToolRun {

    /** What is a result, or a part of one, as it is. */
    private static final Set<Class<?>> RESULTS = Set.of(CallResult.class, Content.class);

    /** Of libraries that need not be there. */
    private static final Set<String> REACTIVE = Set.of("org.reactivestreams.Publisher");

    private final String name;
    private final Tool.Body<Values, ?> body;
    private final @Nullable OutputCheck check;

    ToolRun(Tool tool, Tool.Body<Values, ?> body) {
        this.name = tool.name();
        this.body = body;
        var schema = tool.outputSchema();
        this.check = schema == null ? null : new OutputCheck(name, schema);
    }

    /**
     * Requires that values of this type can be results, as far as the type tells.
     *
     * @throws IllegalArgumentException if they cannot; the message says what to return instead
     */
    static void requireResult(String tool, Class<?> type) {
        var why = whyNone(type);
        if (why != null) {
            throw new IllegalArgumentException(none(tool, type, why));
        }
    }

    private static String none(String tool, Class<?> type, String why) {
        return "The handler of the tool \""
                + tool
                + "\" returns "
                + type.getName()
                + ", which is no result: "
                + why;
    }

    /** Why a value of this type is no result, and what is; null if it may be one. */
    private static @Nullable String whyNone(Class<?> type) {
        if (Flow.Publisher.class.isAssignableFrom(type)
                || REACTIVE.stream().anyMatch(name -> isA(type, name))) {
            return "subscribe to it, and return what it publishes; handlers may block";
        }
        if (BaseStream.class.isAssignableFrom(type) || Iterator.class.isAssignableFrom(type)) {
            return "return a list of its elements";
        }
        if (Closeable.class.isAssignableFrom(type)) {
            return "read it, and return a text or Content";
        }
        return null;
    }

    private static boolean isA(Class<?> type, String name) {
        return Stream.concat(
                        Stream.of(type.getInterfaces()), Stream.ofNullable(type.getSuperclass()))
                .anyMatch(it -> it.getName().equals(name) || isA(it, name));
    }

    /** The tool with the schema of what its handler returns, if that is known to be a record. */
    static Tool withOutput(Tool tool, Class<?> result) {
        return tool.outputSchema() == null
                        && Shapes.isStructured(result)
                        && RESULTS.stream().noneMatch(it -> it.isAssignableFrom(result))
                ? withOutput(tool, RecordSchema.written(result))
                : tool;
    }

    /** A schema that is none of an object is not listed: it stands for anything at all. */
    private static Tool withOutput(Tool tool, Json schema) {
        return "object".equals(schema.text("type")) ? tool.withOutputSchema(schema) : tool;
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

    private CallResult result(@Nullable Object returned) throws Exception {
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
            case CompletionStage<?> later -> result(awaited(later.toCompletableFuture()));
            case Future<?> later -> result(awaited(later));
            default -> written(json(returned));
        };
    }

    /** Handlers may block, so a handler that does not is waited for. */
    private static @Nullable Object awaited(Future<?> later) throws Exception {
        try {
            return later.get();
        } catch (InterruptedException takenBack) {
            later.cancel(true);
            throw takenBack;
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof Exception own ? own : failed;
        }
    }

    private Json json(Object returned) {
        var type = returned.getClass();
        var why = whyNone(type);
        var json = why == null ? JsonTypes.toJson(returned) : Json.NULL;
        if (why == null && json.equals(Json.EMPTY_OBJECT) && !isObject(returned)) {
            why = "it has nothing that JSON could hold; return a record";
        }
        if (why != null) {
            throw new UnfitResultException(none(name, type, why));
        }
        return json;
    }

    private static boolean isObject(Object returned) {
        return returned instanceof Json
                || returned instanceof Values
                || returned instanceof Record
                || returned instanceof Map
                || returned instanceof JsonNode;
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
