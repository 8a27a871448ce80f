package io.tieline.framework;

import io.tieline.wire.Json;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A prompt as it is listed (all revisions, "Prompts").
 *
 * @param json the object as it stands in a listing; it has at least a name
 */
public record Prompt(Json json) implements Component {

    /** Writes the prompt out. Runs on a virtual thread of its own and may block. */
    @FunctionalInterface
    public interface Handler {

        /**
         * Serves one request.
         *
         * @throws io.tieline.wire.McpException to answer with a JSON-RPC error
         * @throws Exception anything else: the client learns that it failed, not why
         */
        PromptResult render(McpContext context, Values arguments) throws Exception;
    }

    /**
     * What a prompt can be given.
     *
     * @param json the object as it stands in a listing
     */
    public record Argument(Json json) {

        public Argument {
            JsonMembers.required(json, "name");
        }

        /** Its name. */
        public String name() {
            return JsonMembers.required(json, "name");
        }

        /** What it is for. */
        public @Nullable String description() {
            return json.text("description");
        }

        /** Whether the prompt cannot do without. */
        public boolean required() {
            return JsonMembers.flag(json, "required");
        }
    }

    /**
     * One turn of a conversation: in a prompt, and in what a model is asked to sample.
     *
     * @param json the object as it stands on the wire
     */
    public record Message(Json json) {

        /** What the user says. */
        public static Message user(Content content) {
            return new Message(Json.object("role", "user", "content", content.json()));
        }

        /** What the user says, as text. */
        public static Message user(String text) {
            return user(Content.text(text));
        }

        /** What the model says. */
        public static Message assistant(Content content) {
            return new Message(Json.object("role", "assistant", "content", content.json()));
        }

        /** What the model says, as text. */
        public static Message assistant(String text) {
            return assistant(Content.text(text));
        }

        /** {@code user} or {@code assistant}. */
        public String role() {
            return JsonMembers.required(json, "role");
        }

        /** What is said; more than one block only in sampling, since 2025-11-25. */
        public List<Content> content() {
            return Blocks.of(json);
        }

        /** All text blocks, a line break between them. */
        public String text() {
            return Blocks.joined(content());
        }
    }

    public Prompt {
        JsonMembers.required(json, "name");
    }

    /** A prompt without arguments. */
    public static Prompt of(String name) {
        return new Prompt(Json.object("name", name));
    }

    /** A prompt with a description. */
    public static Prompt of(String name, String description) {
        return of(name).withDescription(description);
    }

    @Override
    public String identity() {
        return name();
    }

    /** What it can be given. */
    public List<Argument> arguments() {
        return JsonMembers.elements(json, "arguments").stream().map(Argument::new).toList();
    }

    /** The same prompt with one argument more. */
    public Prompt withArgument(String name, String description, boolean required) {
        var all = new ArrayList<>(JsonMembers.elements(json, "arguments"));
        all.add(Json.object("name", name, "description", description, "required", required));
        return with("arguments", Json.array(all));
    }

    /** The same prompt with a name for people. */
    public Prompt withTitle(String title) {
        return with("title", Json.string(title));
    }

    /** The same prompt with another description. */
    public Prompt withDescription(String description) {
        return with("description", Json.string(description));
    }

    /** The same prompt with any other member: {@code icons}, {@code _meta}. */
    public Prompt with(String member, Json value) {
        return new Prompt(json.with(member, value));
    }
}
