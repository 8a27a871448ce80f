package io.tieline.framework;

import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Request;
import io.tieline.wire.Revision;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a server offers itself, and what serves it. Safe for use by several threads: what
 * is added or removed while clients are connected counts from their next request on.
 */
final class Components {

    private final ComponentTable<Tool, ToolRun> tools =
            new ComponentTable<>("tool", "tools", "name");
    private final ComponentTable<Resource, Resource.Handler> resources =
            new ComponentTable<>("resource", "resources", "uri");
    private final ComponentTable<ResourceTemplate, Family> templates =
            new ComponentTable<>("resource template", "resourceTemplates", "uriTemplate");
    private final ComponentTable<Prompt, Prompt.Handler> prompts =
            new ComponentTable<>("prompt", "prompts", "name");
    private final Map<String, Completion.Handler> completions = new ConcurrentHashMap<>();

    /** A template that can be matched, and what reads its resources. */
    record Family(UriTemplate template, ResourceTemplate.Handler handler) {}

    ComponentTable<Tool, ToolRun> tools() {
        return tools;
    }

    ComponentTable<Resource, Resource.Handler> resources() {
        return resources;
    }

    ComponentTable<ResourceTemplate, Family> templates() {
        return templates;
    }

    ComponentTable<Prompt, Prompt.Handler> prompts() {
        return prompts;
    }

    void add(Tool tool, Tool.Body<Values, ?> body, Class<?> result) {
        ToolRun.requireResult(tool.name(), result);
        if (tool.outputSchema() != null) {
            OutputCheck.requireSchema(tool.name(), tool.outputSchema());
        }
        var listed = ToolRun.withOutput(tool, result);
        tools.add(listed, new ToolRun(listed, body));
    }

    /** Of which type the results of a handler are, from the empty array that the compiler made. */
    static Class<?> typeOf(Class<?> array) {
        return Objects.requireNonNull(array.getComponentType());
    }

    <A extends Record> void add(
            Tool tool, Class<A> arguments, Tool.Body<A, ?> body, Class<?> result) {
        add(
                tool.withInput(arguments),
                (context, values) -> body.call(context, values.as(arguments, "arguments")),
                result);
    }

    void add(ResourceTemplate template, ResourceTemplate.Handler handler) {
        templates.add(template, new Family(new UriTemplate(template.uriTemplate()), handler));
    }

    void complete(String reference, String argument, Completion.Handler handler) {
        if (completions.putIfAbsent(key(reference, argument), handler) != null) {
            throw new IllegalArgumentException(
                    "There is a completion of the argument "
                            + key(reference, argument)
                            + " already; give one for each");
        }
    }

    Completion.@Nullable Handler completion(String reference, String argument) {
        return completions.get(key(reference, argument));
    }

    private static String key(String reference, String argument) {
        return argument + " of " + reference;
    }

    /** Whether a completion for this prompt or template may be asked of us. */
    boolean offers(String reference) {
        return prompts.find(reference) != null || templates.find(reference) != null;
    }

    /** The table that this request lists, or null if it lists none. */
    @Nullable ComponentTable<?, ?> listedBy(Request request) {
        return switch (request.method()) {
            case Method.TOOLS_LIST -> tools;
            case Method.RESOURCES_LIST -> resources;
            case Method.RESOURCES_TEMPLATES_LIST -> templates;
            case Method.PROMPTS_LIST -> prompts;
            default -> null;
        };
    }

    boolean isEmpty() {
        return tools.isEmpty()
                && resources.isEmpty()
                && templates.isEmpty()
                && prompts.isEmpty()
                && completions.isEmpty();
    }

    /** What a backend says of itself, with what we can besides. */
    Json addedTo(Json welcome, Revision revision) {
        if (isEmpty()) {
            return welcome;
        }
        var both = JsonMembers.object(welcome, "capabilities");
        for (var own : capabilities(revision).members()) {
            both = with(both, own);
        }
        return welcome.with("capabilities", both);
    }

    /** Adds what we can and the backend cannot. */
    private static Json with(Json declared, Json.Member own) {
        var known = declared.get(own.name());
        if (known == null) {
            return declared.with(own.name(), own.value());
        }
        var both = declared;
        for (var detail : own.value().members()) {
            both = both.with(List.of(own.name(), detail.name()), detail.value());
        }
        return both;
    }

    /** What a server with these components declares in the handshake. */
    Json capabilities(Revision revision) {
        var changing = Json.object("listChanged", true);
        boolean readable = !resources.isEmpty() || !templates.isEmpty();
        boolean completing = !completions.isEmpty() && revision != Revision.V2024_11_05;
        return Json.object(
                "logging", Json.EMPTY_OBJECT,
                "completions", completing ? Json.EMPTY_OBJECT : null,
                "prompts", prompts.isEmpty() ? null : changing,
                "resources", readable ? changing.with("subscribe", Json.TRUE) : null,
                "tools", tools.isEmpty() ? null : changing);
    }

    /** The family of resources to which this URI belongs, with what its variables stand for. */
    @Nullable Match match(String uri) {
        for (var item : templates.all()) {
            var variables = item.handler().template().match(uri);
            if (variables != null) {
                return new Match(item.handler().handler(), variables);
            }
        }
        return null;
    }

    /** Whether a resource of this URI may be read here. */
    boolean reads(String uri) {
        return resources.find(uri) != null || match(uri) != null;
    }

    /** A URI that a family claims. */
    record Match(ResourceTemplate.Handler handler, Values variables) {}
}
