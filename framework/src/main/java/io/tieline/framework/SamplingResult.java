package io.tieline.framework;

import io.tieline.wire.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the client's model said (all handshake revisions, "Sampling").
 *
 * @param json the result as it stands on the wire
 */
public record SamplingResult(Json json) {

    /** Words. */
    public static SamplingResult text(String model, String text) {
        return of(model, Content.text(text));
    }

    /** One block, of whatever kind. */
    public static SamplingResult of(String model, Content content) {
        return new SamplingResult(
                Json.object("role", "assistant", "content", content.json(), "model", model));
    }

    /** The blocks; usually one. */
    public List<Content> content() {
        return Blocks.of(json);
    }

    /** All text blocks, a line break between them. */
    public String text() {
        return Blocks.joined(content());
    }

    /** Which model it was; empty if the client did not say. */
    public String model() {
        var model = json.text("model");
        return model == null ? "" : model;
    }

    /** Why it stopped, if the client knows. */
    public @Nullable String stopReason() {
        return json.text("stopReason");
    }

    /** The same result with a reason why the model stopped. */
    public SamplingResult withStopReason(String reason) {
        return with("stopReason", Json.string(reason));
    }

    /** The same result with any other member. */
    public SamplingResult with(String member, Json value) {
        return new SamplingResult(json.with(member, value));
    }
}
