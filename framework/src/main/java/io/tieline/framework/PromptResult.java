package io.tieline.framework;

import io.tieline.wire.Json;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A prompt written out (all revisions, "Getting a Prompt").
 *
 * @param json the result as it stands on the wire
 */
public record PromptResult(Json json) {

    /** One message of the user. */
    public static PromptResult text(String text) {
        return of(Prompt.Message.user(text));
    }

    /** These messages. */
    public static PromptResult of(Prompt.Message... messages) {
        return new PromptResult(
                Json.object(
                        "messages",
                        Json.array(Stream.of(messages).map(Prompt.Message::json).toList())));
    }

    /** What the prompt is for. */
    public @Nullable String description() {
        return json.text("description");
    }

    /** The messages. */
    public List<Prompt.Message> messages() {
        return JsonMembers.elements(json, "messages").stream().map(Prompt.Message::new).toList();
    }

    /** The member {@code _meta}, or an empty object. */
    public Json meta() {
        return JsonMembers.object(json, "_meta");
    }

    /** The same result with a description. */
    public PromptResult withDescription(String description) {
        return with("description", Json.string(description));
    }

    /** The same result with any other member: {@code _meta}. */
    public PromptResult with(String member, Json value) {
        return new PromptResult(json.with(member, value));
    }
}
