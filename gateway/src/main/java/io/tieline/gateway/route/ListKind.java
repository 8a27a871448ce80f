package io.tieline.gateway.route;

import io.tieline.wire.Json;
import io.tieline.wire.Method;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A kind of things that servers list (all revisions, "Server Features"; the extensions {@code
 * io.modelcontextprotocol/skills} and {@code io.modelcontextprotocol/events}).
 */
enum ListKind {
    TOOLS(Method.TOOLS_LIST, "tools", "name", "tools", Method.TOOLS_LIST_CHANGED),
    PROMPTS(Method.PROMPTS_LIST, "prompts", "name", "prompts", Method.PROMPTS_LIST_CHANGED),
    RESOURCES(
            Method.RESOURCES_LIST, "resources", "uri", "resources", Method.RESOURCES_LIST_CHANGED),
    TEMPLATES(
            Method.RESOURCES_TEMPLATES_LIST,
            "resourceTemplates",
            "uriTemplate",
            "resources",
            Method.RESOURCES_LIST_CHANGED),
    SKILLS("skills/list", "skills", "uri", "skills", null),
    EVENTS("events/list", "events", "name", "events", "notifications/events/list_changed");

    /** Those of the protocol itself. */
    static final List<ListKind> OF_PROTOCOL = List.of(TOOLS, PROMPTS, RESOURCES, TEMPLATES);

    private final String method;
    private final String member;
    private final String key;
    private final String capability;
    private final @Nullable String changed;

    ListKind(
            String method, String member, String key, String capability, @Nullable String changed) {
        this.method = method;
        this.member = member;
        this.key = key;
        this.capability = capability;
        this.changed = changed;
    }

    /** The kind that this method lists; null if it lists none of them. */
    static @Nullable ListKind listedBy(String method) {
        return Arrays.stream(values())
                .filter(kind -> kind.method.equals(method))
                .findAny()
                .orElse(null);
    }

    /**
     * The kinds of which this notification says that they have changed; none if it says nothing.
     */
    static List<ListKind> changedBy(String method) {
        return Arrays.stream(values()).filter(kind -> method.equals(kind.changed)).toList();
    }

    /** The same, put together by what is told of a change: the kinds, and who has changed them. */
    static Map<List<ListKind>, List<MountedServer>> byNotification(
            Map<MountedServer, Set<ListKind>> changed) {
        var together = new LinkedHashMap<List<ListKind>, List<MountedServer>>();
        var methods = Arrays.stream(values()).map(kind -> kind.changed).distinct();
        for (var method : methods.filter(Objects::nonNull).toList()) {
            var kinds = changedBy(method);
            var servers =
                    changed.entrySet().stream()
                            .filter(one -> !Collections.disjoint(one.getValue(), kinds))
                            .map(Map.Entry::getKey)
                            .toList();
            if (!servers.isEmpty()) {
                together.put(kinds, servers);
            }
        }
        return together;
    }

    /** The method that lists them. */
    String method() {
        return method;
    }

    /** What one of them is called. */
    String one() {
        return switch (this) {
            case TOOLS -> "tool";
            case PROMPTS -> "prompt";
            case RESOURCES -> "resource";
            case TEMPLATES -> "resource template";
            case SKILLS -> "skill";
            case EVENTS -> "event type";
        };
    }

    /** The member of its result in which they stand. */
    String member() {
        return member;
    }

    /** The member of each by which it is known: a name, a URI or a template. */
    String key() {
        return key;
    }

    /** The capability of servers that have some. */
    String capability() {
        return capability;
    }

    /** The notification that says that they have changed; null if there is none. */
    @Nullable String changed() {
        return changed;
    }

    /** The flag by which a client without a session listens to their changes (2026-07-28). */
    String listenFlag() {
        return capability + "ListChanged";
    }

    /** Whether they are known by a name, which gets a prefix; a URI gets none. */
    boolean isNamed() {
        return this == TOOLS || this == PROMPTS || this == EVENTS;
    }

    /** Whether they are an extension's, which servers have to declare. */
    boolean isOfExtension() {
        return this == SKILLS || this == EVENTS;
    }

    /** Whether a server that has said this in its {@code initialize} result has none of them. */
    boolean isMissingIn(Json initializeResult) {
        return initializeResult.at("capabilities", capability) == null;
    }
}
