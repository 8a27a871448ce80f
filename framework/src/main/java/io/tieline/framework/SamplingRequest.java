package io.tieline.framework;

import io.tieline.wire.Json;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a server wants the client's model to say (all handshake revisions, "Sampling").
 *
 * @param json the parameters as they stand on the wire
 */
public record SamplingRequest(Json json) {

    /** Lets a model speak for a server. Runs on a virtual thread of its own and may block. */
    @FunctionalInterface
    public interface Handler {

        /**
         * Answers one request; the thread is interrupted if the server withdraws it.
         *
         * @throws io.tieline.wire.McpException to answer with a JSON-RPC error
         * @throws Exception anything else: the server learns that the client failed, not why
         */
        SamplingResult sample(SamplingRequest request) throws Exception;
    }

    /** One message of the user, to be answered within so many tokens. */
    public static SamplingRequest text(String prompt, int maxTokens) {
        return of(maxTokens, Prompt.Message.user(prompt));
    }

    /** A conversation, to be continued within so many tokens. */
    public static SamplingRequest of(int maxTokens, Prompt.Message... messages) {
        return new SamplingRequest(
                Json.object(
                        "messages",
                        Json.array(Stream.of(messages).map(Prompt.Message::json).toList()),
                        "maxTokens",
                        maxTokens));
    }

    /** The conversation so far. */
    public List<Prompt.Message> messages() {
        return JsonMembers.elements(json, "messages").stream().map(Prompt.Message::new).toList();
    }

    /** How many tokens the answer may have; 0 if the server did not say, or no whole number. */
    public long maxTokens() {
        return json.integer("maxTokens").orElse(0);
    }

    /** The system prompt that the server would like. */
    public @Nullable String systemPrompt() {
        return json.text("systemPrompt");
    }

    /** The temperature that the server would like. */
    public OptionalDouble temperature() {
        var value = JsonMembers.decimal(json, "temperature");
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    /** Where the answer shall stop. */
    public List<String> stopSequences() {
        return json.texts("stopSequences");
    }

    /** Hints and priorities for the choice of a model, or an empty object. */
    public Json modelPreferences() {
        return JsonMembers.object(json, "modelPreferences");
    }

    /** The tools that the model may use (since 2025-11-25). */
    public List<Tool> tools() {
        return JsonMembers.elements(json, "tools").stream().map(Tool::new).toList();
    }

    /** The same request with a system prompt. */
    public SamplingRequest withSystemPrompt(String systemPrompt) {
        return with("systemPrompt", Json.string(systemPrompt));
    }

    /** The same request with a temperature. */
    public SamplingRequest withTemperature(double temperature) {
        return with("temperature", JsonMembers.number(temperature));
    }

    /** The same request with sequences at which the answer shall stop. */
    public SamplingRequest withStopSequences(String... sequences) {
        return with("stopSequences", JsonMembers.strings(List.of(sequences)));
    }

    /** The same request with names of models, the best first. */
    public SamplingRequest withModelHints(String... names) {
        var hints = Stream.of(names).map(name -> Json.object("name", name)).toList();
        return with("modelPreferences", modelPreferences().with("hints", Json.array(hints)));
    }

    /** The same request with tools that the model may use (since 2025-11-25). */
    public SamplingRequest withTools(Tool... tools) {
        return with("tools", Json.array(Stream.of(tools).map(Tool::json).toList()));
    }

    /**
     * The same request with any other member: {@code toolChoice}, {@code metadata}, {@code
     * includeContext}.
     */
    public SamplingRequest with(String member, Json value) {
        return new SamplingRequest(json.with(member, value));
    }
}
