package io.tieline.framework;

import io.tieline.wire.Json;
import org.jspecify.annotations.Nullable;

/**
 * What a program says of itself: the protocol's {@code clientInfo} and {@code serverInfo} (all
 * revisions, "Lifecycle").
 *
 * @param json the object as it stands on the wire
 */
public record Implementation(Json json) {

    /** A program of this name and version. */
    public static Implementation of(String name, String version) {
        return new Implementation(Json.object("name", name, "version", version));
    }

    /** Its name; empty if the peer did not say. */
    public String name() {
        var name = json.text("name");
        return name == null ? "" : name;
    }

    /** Its version; empty if the peer did not say. */
    public String version() {
        var version = json.text("version");
        return version == null ? "" : version;
    }

    /** What people call it (since 2025-06-18). */
    public @Nullable String title() {
        return json.text("title");
    }

    /** The same with any other member: {@code title}, {@code websiteUrl}. */
    public Implementation with(String member, Json value) {
        return new Implementation(json.with(member, value));
    }
}
