package io.tieline.framework;

import io.tieline.wire.Json;
import org.jspecify.annotations.Nullable;

/**
 * A family of resources whose URIs follow an RFC 6570 template (all revisions, "Resource
 * Templates").
 *
 * @param json the object as it stands in a listing; it has at least a template and a name
 */
public record ResourceTemplate(Json json) implements Component {

    /** Reads resources of the family. Runs on a virtual thread of its own and may block. */
    @FunctionalInterface
    public interface Handler {

        /**
         * Serves one reading.
         *
         * @param uri what the client asked for, as it wrote it
         * @param variables what the template's variables stand for in this URI, percent-decoded;
         *     those of a query that the URI leaves out are absent
         * @throws io.tieline.wire.McpException to answer with a JSON-RPC error
         * @throws Exception anything else: the client learns that reading failed, not why
         */
        ReadResult read(McpContext context, String uri, Values variables) throws Exception;
    }

    public ResourceTemplate {
        JsonMembers.required(json, "uriTemplate");
        JsonMembers.required(json, "name");
    }

    /** A family of resources: {@code ResourceTemplate.of("city://{name}/weather", "weather")}. */
    public static ResourceTemplate of(String uriTemplate, String name) {
        return new ResourceTemplate(Json.object("uriTemplate", uriTemplate, "name", name));
    }

    @Override
    public String identity() {
        return uriTemplate();
    }

    /** The template, as listed. */
    public String uriTemplate() {
        return JsonMembers.required(json, "uriTemplate");
    }

    /** The media type that all resources of the family have, if they have one. */
    public @Nullable String mimeType() {
        return json.text("mimeType");
    }

    /** The same family with a name for people. */
    public ResourceTemplate withTitle(String title) {
        return with("title", Json.string(title));
    }

    /** The same family with another description. */
    public ResourceTemplate withDescription(String description) {
        return with("description", Json.string(description));
    }

    /** The same family with a media type. */
    public ResourceTemplate withMimeType(String mimeType) {
        return with("mimeType", Json.string(mimeType));
    }

    /** The same family with any other member: {@code annotations}, {@code _meta}. */
    public ResourceTemplate with(String member, Json value) {
        return new ResourceTemplate(json.with(member, value));
    }
}
