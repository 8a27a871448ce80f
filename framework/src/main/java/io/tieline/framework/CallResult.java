package io.tieline.framework;

import io.tieline.wire.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a tool gives back (all revisions, "Calling Tools").
 *
 * <p>A tool that fails gives a result too, with {@link #isError}: it is meant for the model, which
 * can try again. A client whose revision has no structured content or no such block gets what its
 * revision has; the handler need not care.
 *
 * @param json the result as it stands on the wire
 */
public record CallResult(Json json) {

    /** One block of text. */
    public static CallResult text(String text) {
        return of(Content.text(text));
    }

    /** These blocks, or none. */
    public static CallResult of(Content... content) {
        return of(List.of(content));
    }

    /** These blocks. */
    public static CallResult of(List<? extends Content> content) {
        return new CallResult(Json.object("content", Blocks.json(content)));
    }

    /**
     * A structured result, and the same as text for those who cannot read it.
     *
     * @param value a record, a map, or a {@link Json}; it must be an object
     * @throws IllegalArgumentException if it is not
     */
    public static CallResult structured(Object value) {
        var json = JsonTypes.toObject(value);
        return text(json.toString()).with("structuredContent", json);
    }

    /** A failure, in words for the model. */
    public static CallResult error(String message) {
        return error(Content.text(message));
    }

    /** A failure, told by these blocks. */
    public static CallResult error(Content... content) {
        return of(content).with("isError", Json.TRUE);
    }

    /** The blocks. */
    public List<Content> content() {
        return Blocks.of(json);
    }

    /** All text blocks, a line break between them; empty if there are none. */
    public String text() {
        return Blocks.joined(content());
    }

    /** The structured result, if there is one. */
    public @Nullable Json structuredContent() {
        return json.get("structuredContent");
    }

    /**
     * The structured result as a record.
     *
     * @throws IllegalArgumentException if there is none, or it does not fit
     */
    public <T> T structured(Class<T> type) {
        var value = structuredContent();
        if (value == null) {
            throw new IllegalArgumentException("The tool gave no structured content");
        }
        return JsonTypes.fromJson(value, type, "structuredContent");
    }

    /** Whether the tool failed. */
    public boolean isError() {
        return JsonMembers.flag(json, "isError");
    }

    /** The member {@code _meta}, or an empty object. */
    public Json meta() {
        return JsonMembers.object(json, "_meta");
    }

    /** The same result with any other member: {@code _meta}. */
    public CallResult with(String member, Json value) {
        return new CallResult(json.with(member, value));
    }
}
