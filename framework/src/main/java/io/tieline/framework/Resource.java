package io.tieline.framework;

import io.tieline.wire.Json;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * A resource as it is listed (all revisions, "Resources").
 *
 * @param json the object as it stands in a listing; it has at least a URI and a name
 */
public record Resource(Json json) implements Component {

    /** Reads the resource. Runs on a virtual thread of its own and may block. */
    @FunctionalInterface
    public interface Handler {

        /**
         * Serves one reading of the URI.
         *
         * @throws io.tieline.wire.McpException to answer with a JSON-RPC error
         * @throws Exception anything else: the client learns that reading failed, not why
         */
        ReadResult read(McpContext context, String uri) throws Exception;
    }

    /**
     * What was read under one URI: text, or bytes.
     *
     * @param json the object as it stands in a result
     */
    public record Contents(Json json) {

        public Contents {
            JsonMembers.required(json, "uri");
        }

        /** Text under this URI. */
        public static Contents text(String uri, String text) {
            return new Contents(Json.object("uri", uri, "text", text));
        }

        /** Bytes under this URI. */
        public static Contents bytes(String uri, byte[] bytes) {
            return new Contents(
                    Json.object("uri", uri, "blob", Base64.getEncoder().encodeToString(bytes)));
        }

        /** Where it was read. */
        public String uri() {
            return JsonMembers.required(json, "uri");
        }

        /** Its media type, if that is known. */
        public @Nullable String mimeType() {
            return json.text("mimeType");
        }

        /** The text, or null if these are bytes. */
        public @Nullable String text() {
            return json.text("text");
        }

        /**
         * The bytes, or null if this is text.
         *
         * @throws IllegalArgumentException if the peer did not encode them in Base64
         */
        public byte @Nullable [] bytes() {
            return json.text("blob") == null ? null : JsonMembers.bytes(json, "blob");
        }

        /** The member {@code _meta}, or an empty object. */
        public Json meta() {
            return JsonMembers.object(json, "_meta");
        }

        /** The same contents with a media type. */
        public Contents withMimeType(String mimeType) {
            return with("mimeType", Json.string(mimeType));
        }

        /** The same contents with any other member. */
        public Contents with(String member, Json value) {
            return new Contents(json.with(member, value));
        }
    }

    public Resource {
        JsonMembers.required(json, "uri");
        JsonMembers.required(json, "name");
    }

    /** A resource under this URI. */
    public static Resource of(String uri, String name) {
        return new Resource(Json.object("uri", uri, "name", name));
    }

    @Override
    public String identity() {
        return uri();
    }

    /** Where it is read. */
    public String uri() {
        return JsonMembers.required(json, "uri");
    }

    /** Its media type, if that is known. */
    public @Nullable String mimeType() {
        return json.text("mimeType");
    }

    /** The same resource with a name for people. */
    public Resource withTitle(String title) {
        return with("title", Json.string(title));
    }

    /** The same resource with another description. */
    public Resource withDescription(String description) {
        return with("description", Json.string(description));
    }

    /** The same resource with a media type. */
    public Resource withMimeType(String mimeType) {
        return with("mimeType", Json.string(mimeType));
    }

    /**
     * The same resource with any other member: {@code size}, {@code annotations}, {@code _meta}.
     */
    public Resource with(String member, Json value) {
        return new Resource(json.with(member, value));
    }
}
