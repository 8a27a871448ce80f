package io.tieline.framework;

import io.tieline.wire.Json;
import org.jspecify.annotations.Nullable;

/**
 * A place that a client lets a server work in (all handshake revisions, "Roots").
 *
 * @param json the object as it stands on the wire; it has at least a URI
 */
public record Root(Json json) {

    public Root {
        JsonMembers.required(json, "uri");
    }

    /** A place: {@code Root.of("file:///home/alice/project")}. */
    public static Root of(String uri) {
        return new Root(Json.object("uri", uri));
    }

    /** A place with a name for people. */
    public static Root of(String uri, String name) {
        return new Root(Json.object("uri", uri, "name", name));
    }

    /** Where it is. */
    public String uri() {
        return JsonMembers.required(json, "uri");
    }

    /** What people call it. */
    public @Nullable String name() {
        return json.text("name");
    }
}
