package io.tieline.gateway;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What clients see of one server: which things, and its tools in which words. Immutable.
 *
 * @param tools which tools are shown
 * @param prompts which prompts are shown
 * @param resources which resources and templates are shown, by their URIs
 * @param overrides what is shown of a tool in place of what the server says, by the server's name
 *     of it
 */
public record Exposure(
        Selection tools,
        Selection prompts,
        Selection resources,
        Map<String, ToolOverride> overrides) {

    /** Everything, as the server has it. */
    public static final Exposure ALL =
            new Exposure(Selection.ALL, Selection.ALL, Selection.ALL, Map.of());

    /**
     * A view of a server.
     *
     * @throws IllegalArgumentException if two tools get the same name
     */
    public Exposure {
        overrides = Collections.unmodifiableMap(new LinkedHashMap<>(overrides));
        var owners = new HashMap<String, String>();
        overrides.forEach((own, override) -> {
            var name = Objects.requireNonNullElse(override.name(), own);
            var other = override.isDisabled() ? null : owners.put(name, own);
            if (other != null) {
                throw new IllegalArgumentException(
                        "the tools " + other + " and " + own + " both get the name " + name);
            }
        });
    }

    /** What is shown of a tool in place of what the server says. */
    public ToolOverride override(String tool) {
        return overrides.getOrDefault(tool, ToolOverride.NONE);
    }

    /** The same view with other tools. */
    public Exposure withTools(Selection other) {
        return new Exposure(other, prompts, resources, overrides);
    }

    /** The same view with other prompts. */
    public Exposure withPrompts(Selection other) {
        return new Exposure(tools, other, resources, overrides);
    }

    /** The same view with other resources and templates. */
    public Exposure withResources(Selection other) {
        return new Exposure(tools, prompts, other, overrides);
    }

    /** The same view with this tool in these words, by the server's name of it. */
    public Exposure withOverride(String tool, ToolOverride override) {
        var more = new LinkedHashMap<>(overrides);
        more.put(tool, override);
        return new Exposure(tools, prompts, resources, more);
    }
}
