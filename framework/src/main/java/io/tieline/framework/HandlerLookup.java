package io.tieline.framework;

import io.tieline.wire.Json;
import io.tieline.wire.McpException;
import io.tieline.wire.Method;
import io.tieline.wire.Request;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** Finds the handler that a request names and gives it its arguments. */
final class HandlerLookup {

    private HandlerLookup() {}

    /** What is to be done for the request; null if it names nothing that is offered here. */
    static @Nullable RequestHandler of(Request request, Components components) {
        var params = request.params() == null ? Json.EMPTY_OBJECT : request.params();
        return switch (request.method()) {
            case Method.TOOLS_CALL -> tool(params, components);
            case Method.RESOURCES_READ -> resource(params, components);
            case Method.PROMPTS_GET -> prompt(params, components);
            case Method.COMPLETION_COMPLETE -> completion(params, components);
            default -> null;
        };
    }

    private static @Nullable RequestHandler tool(Json params, Components components) {
        var name = params.text("name");
        var item = name == null ? null : components.tools().find(name);
        if (item == null) {
            return null;
        }
        var arguments = JsonMembers.arguments(params);
        return context -> call(item, context, arguments).json();
    }

    /**
     * What a tool throws becomes a result for the model, unless it is meant for the protocol (all
     * revisions, "Tools: Error Handling").
     */
    private static CallResult call(
            ComponentTable.Item<Tool, ToolRun> item, McpContext context, Values arguments)
            throws InterruptedException {
        try {
            return item.handler().call(context, arguments);
        } catch (UnfitResultException ours) {
            var _ = context.fault(ours);
            return CallResult.error(ours.told());
        } catch (ToolException | UnansweredException | InvalidValueException told) {
            return CallResult.error(String.valueOf(told.getMessage()));
        } catch (McpException | CancellationException | InterruptedException passed) {
            throw passed;
        } catch (Exception e) {
            return CallResult.error(context.fault(e).message());
        }
    }

    private static @Nullable RequestHandler resource(Json params, Components components) {
        var uri = params.text("uri");
        if (uri == null) {
            return null;
        }
        var item = components.resources().find(uri);
        if (item != null) {
            return context -> read(item.handler().read(context, uri), uri);
        }
        var match = components.match(uri);
        return match == null
                ? null
                : context -> read(match.handler().read(context, uri, match.variables()), uri);
    }

    private static @Nullable RequestHandler prompt(Json params, Components components) {
        var name = params.text("name");
        var item = name == null ? null : components.prompts().find(name);
        if (item == null) {
            return null;
        }
        var arguments = JsonMembers.arguments(params);
        return context -> {
            requireAll(item.component(), arguments);
            var result = item.handler().render(context, arguments);
            return UnfitResultException.requireResult(result, "prompt \"" + name + "\"").json();
        };
    }

    private static Json read(@Nullable ReadResult result, String uri) {
        return UnfitResultException.requireResult(result, "resource \"" + uri + "\"").json();
    }

    private static void requireAll(Prompt prompt, Values arguments) {
        for (var argument : prompt.arguments()) {
            if (argument.required() && !arguments.has(argument.name())) {
                throw new InvalidValueException(argument.name());
            }
        }
    }

    private static @Nullable RequestHandler completion(Json params, Components components) {
        var prompt = params.text("ref", "name");
        var reference = prompt == null ? params.text("ref", "uri") : prompt;
        var argument = params.text("argument", "name");
        if (reference == null || argument == null || !components.offers(reference)) {
            return null;
        }
        var handler = components.completion(reference, argument);
        return context -> {
            var values =
                    handler == null
                            ? List.<String>of()
                            : handler.complete(context, new Completion.Request(params));
            var what = "completion of \"" + argument + "\"";
            return Json.object(
                    "completion",
                    Completion.of(UnfitResultException.requireResult(values, what)).json());
        };
    }
}
