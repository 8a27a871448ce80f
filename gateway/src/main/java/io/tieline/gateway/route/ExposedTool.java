package io.tieline.gateway.route;

import io.tieline.gateway.Exposure;
import io.tieline.gateway.ToolOverride;
import io.tieline.wire.Json;
import io.tieline.wire.RpcError;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One tool of a server in the words in which clients see it, and the way back from their calls to
 * the server's own. What the words do not change stays byte for byte. Immutable; made once for a
 * listing, in time that grows with the tool's bytes.
 */
final class ExposedTool {

    /** A call in the server's words, or the reason why it does not reach the server. */
    sealed interface Translation {

        /**
         * The server can have it.
         *
         * @param params of its {@code tools/call}
         */
        record Translated(Json params) implements Translation {}

        /** The client is answered with this. */
        record Refused(RpcError error) implements Translation {}
    }

    private final String nativeName;
    private final Json definition;
    private final ExposedArguments arguments;

    private ExposedTool(String nativeName, Json definition, ExposedArguments arguments) {
        this.nativeName = nativeName;
        this.definition = definition;
        this.arguments = arguments;
    }

    /**
     * A tool as this exposure shows it.
     *
     * @param tool as its server lists it
     * @return null if it is not shown, or has no name
     */
    static @Nullable ExposedTool of(Json tool, Exposure exposure) {
        var name = tool.text("name");
        if (name == null) {
            return null;
        }
        var override = exposure.override(name);
        Set<String> tags = override.tags() == null ? Tags.of(tool) : override.tags();
        if (override.isDisabled() || !exposure.tools().admits(name, tags)) {
            return null;
        }
        var schema = tool.part("inputSchema");
        var arguments = new ExposedArguments(name, override.arguments(), schema);
        var words = words(tool, override);
        var shown = arguments.shown(schema);
        var definition = shown.equals(schema) ? words : words.with("inputSchema", shown);
        return new ExposedTool(name, definition.detached(), arguments);
    }

    private static Json words(Json tool, ToolOverride override) {
        var words = new LinkedHashMap<String, Json>();
        put(words, "name", override.name());
        put(words, "title", override.title());
        put(words, "description", override.description());
        var shown = tool.withAll(words);
        if (override.annotations() != null) {
            shown = merged(shown, "annotations", override.annotations());
        }
        if (override.meta() != null) {
            shown = merged(shown, "_meta", override.meta());
        }
        return override.tags() == null ? shown : Tags.replaced(shown, override.tags());
    }

    private static void put(Map<String, Json> words, String name, @Nullable String text) {
        if (text != null) {
            words.put(name, Json.string(text));
        }
    }

    private static Json merged(Json tool, String name, Json more) {
        var members = new LinkedHashMap<String, Json>();
        more.members().forEach(member -> members.put(member.name(), member.value()));
        return tool.with(name, tool.part(name).withAll(members));
    }

    /** The server's name of it. */
    String nativeName() {
        return nativeName;
    }

    /** What clients call it, before the server's prefix: as the definition says. */
    String name() {
        return Objects.requireNonNull(definition.text("name"));
    }

    /** As clients see it, but for the server's prefix: see {@link Naming#shown(Json)}. */
    Json definition() {
        return definition;
    }

    /** What its words cannot do, one sentence each, for the log: there is none if all is well. */
    List<String> problems() {
        return arguments.problems();
    }

    /**
     * A call in the server's words: the tool's own name, arguments renamed back, and what clients
     * do not give filled in.
     *
     * @param params of the client's {@code tools/call}, under whatever name it knows the tool by
     */
    Translation translated(Json params) {
        var said = params.get("arguments");
        var given = said == null || said.isNull() ? null : said;
        var error = arguments.refusal(given);
        if (error != null) {
            return new Translation.Refused(error);
        }
        var words = new LinkedHashMap<String, Json>();
        if (!nativeName.equals(params.text("name"))) {
            words.put("name", Json.string(nativeName));
        }
        var own = arguments.translated(given);
        if (own != null && !own.equals(given)) {
            words.put("arguments", own);
        }
        return new Translation.Translated(params.withAll(words));
    }
}
