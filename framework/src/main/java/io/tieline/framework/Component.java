package io.tieline.framework;

import io.tieline.wire.Json;
import org.jspecify.annotations.Nullable;

/**
 * What a server offers by name: a tool, a resource, a resource template or a prompt (all revisions,
 * "Server Features").
 *
 * <p>A component is the JSON object that is listed on the wire, with typed accessors for what the
 * protocol defines. What is not known here (a vendor's member, a member of a later revision) stays
 * in {@link #json()} and is listed unchanged. Immutable; two components are equal if their bytes
 * are.
 */
public sealed interface Component permits Tool, Resource, ResourceTemplate, Prompt {

    /** The object as it stands in a listing. */
    Json json();

    /**
     * What tells this component from its siblings: the name of a tool or prompt, the URI of a
     * resource, the template of a resource template.
     */
    String identity();

    /** The name for programs, and for people where there is no title. */
    default String name() {
        return JsonMembers.required(json(), "name");
    }

    /** The name for people, if there is one (since 2025-06-18). */
    default @Nullable String title() {
        return json().text("title");
    }

    /** What it is for, in words for a model; absent is not empty. */
    default @Nullable String description() {
        return json().text("description");
    }

    /** The member {@code _meta}, or an empty object. */
    default Json meta() {
        return JsonMembers.object(json(), "_meta");
    }
}
