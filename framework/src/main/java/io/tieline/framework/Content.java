package io.tieline.framework;

import io.tieline.wire.Json;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * One block of content: in the result of a tool, in a prompt, in what a model says (all revisions,
 * "Content Types").
 *
 * <p>A block is the JSON object on the wire. Annotations, {@code _meta} and whatever else it
 * carries are in {@link #json()}; a block of a kind that is not known here is an {@link Other}.
 * Immutable.
 */
public sealed interface Content {

    /** The block as it stands on the wire. */
    Json json();

    /** Words. */
    record Text(Json json) implements Content {
        /** The words. */
        public String text() {
            return JsonMembers.required(json, "text");
        }
    }

    /** A picture. */
    record Image(Json json) implements Content {
        /** The picture's file, decoded. */
        public byte[] data() {
            return JsonMembers.bytes(json, "data");
        }

        /** Its media type. */
        public String mimeType() {
            return JsonMembers.required(json, "mimeType");
        }
    }

    /** Sound (since 2025-03-26; clients of older revisions are given a line of text instead). */
    record Audio(Json json) implements Content {
        /** The sound's file, decoded. */
        public byte[] data() {
            return JsonMembers.bytes(json, "data");
        }

        /** Its media type. */
        public String mimeType() {
            return JsonMembers.required(json, "mimeType");
        }
    }

    /**
     * A resource that can be read (since 2025-06-18; clients of older revisions are given its URI
     * as text).
     */
    record Link(Json json) implements Content {
        /** What the link leads to. */
        public Resource resource() {
            return new Resource(json.without("type"));
        }
    }

    /** A resource with its contents. */
    record Embedded(Json json) implements Content {
        /** The contents. */
        public Resource.Contents contents() {
            return new Resource.Contents(JsonMembers.object(json, "resource"));
        }
    }

    /** A model wants to use a tool; in sampling only (since 2025-11-25). */
    record ToolUse(Json json) implements Content {
        /** What the result will refer to. */
        public String id() {
            return JsonMembers.required(json, "id");
        }

        /** The tool's name. */
        public String name() {
            return JsonMembers.required(json, "name");
        }

        /** The arguments. */
        public Values input() {
            return new Values(JsonMembers.object(json, "input"));
        }
    }

    /** What a tool gave that a model wanted to use; in sampling only (since 2025-11-25). */
    record ToolResult(Json json) implements Content {
        /** The {@link ToolUse#id}. */
        public String toolUseId() {
            return JsonMembers.required(json, "toolUseId");
        }

        /** What it gave. */
        public CallResult result() {
            return new CallResult(json);
        }
    }

    /** A block of a kind that is not known here. */
    record Other(Json json) implements Content {
        /** Its kind. */
        public @Nullable String type() {
            return json.text("type");
        }
    }

    /** The block that this object is. */
    static Content of(Json json) {
        return switch (json.text("type")) {
            case "text" -> new Text(json);
            case "image" -> new Image(json);
            case "audio" -> new Audio(json);
            case "resource_link" -> new Link(json);
            case "resource" -> new Embedded(json);
            case "tool_use" -> new ToolUse(json);
            case "tool_result" -> new ToolResult(json);
            case null, default -> new Other(json);
        };
    }

    /** Words. */
    static Text text(String text) {
        return new Text(Json.object("type", "text", "text", text));
    }

    /** A picture. */
    static Image image(byte[] data, String mimeType) {
        return new Image(file("image", data, mimeType));
    }

    /** Sound. */
    static Audio audio(byte[] data, String mimeType) {
        return new Audio(file("audio", data, mimeType));
    }

    /** A link to a resource. */
    static Link link(Resource resource) {
        return new Link(resource.json().with("type", Json.string("resource_link")));
    }

    /** A resource with its contents. */
    static Embedded embedded(Resource.Contents contents) {
        return new Embedded(Json.object("type", "resource", "resource", contents.json()));
    }

    private static Json file(String type, byte[] data, String mimeType) {
        var encoded = Base64.getEncoder().encodeToString(data);
        return Json.object("type", type, "data", encoded, "mimeType", mimeType);
    }
}
