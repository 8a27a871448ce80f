package io.tieline.framework;

import io.tieline.wire.Json;
import org.jspecify.annotations.Nullable;

/**
 * A tool as it is listed (all revisions, "Tools").
 *
 * <pre>{@code
 * Tool.of("add", "Adds two numbers")
 *         .withInputSchema(Json.of("""
 *                 {"type":"object","properties":{"a":{"type":"number"},"b":{"type":"number"}},
 *                  "required":["a","b"]}"""))
 * }</pre>
 *
 * @param json the object as it stands in a listing; it has at least a name
 */
public record Tool(Json json) implements Component {

    /** Does what the tool promises. Runs on a virtual thread of its own and may block. */
    @FunctionalInterface
    public interface Handler {

        /**
         * Serves one call.
         *
         * @throws ToolException if the tool fails in a way that the caller should read about
         * @throws io.tieline.wire.McpException to answer with a JSON-RPC error
         * @throws Exception anything else: the caller learns that the tool failed, not why
         */
        CallResult call(McpContext context, Values arguments) throws Exception;
    }

    /**
     * Does what the tool promises, given its arguments as a record.
     *
     * @param <A> the record
     */
    @FunctionalInterface
    public interface TypedHandler<A> {

        /** Serves one call; it may throw what {@link Handler#call} may. */
        CallResult call(McpContext context, A arguments) throws Exception;
    }

    private static final Json ANY_OBJECT = Json.object("type", "object");

    public Tool {
        Member.required(json, "name");
    }

    /** A tool that takes any arguments; narrow it with {@link #withInputSchema}. */
    public static Tool of(String name) {
        return new Tool(Json.object("name", name, "inputSchema", ANY_OBJECT));
    }

    /** A tool with a description for the model that shall choose it. */
    public static Tool of(String name, String description) {
        return of(name).withDescription(description);
    }

    @Override
    public String identity() {
        return name();
    }

    /** The JSON Schema of the arguments. */
    public Json inputSchema() {
        return Member.object(json, "inputSchema");
    }

    /** The JSON Schema of the structured result, if there is one (since 2025-06-18). */
    public @Nullable Json outputSchema() {
        return json.get("outputSchema");
    }

    /** What the tool says of its own behaviour, or an empty object (since 2025-03-26). */
    public Json annotations() {
        return Member.object(json, "annotations");
    }

    /** The same tool under another name. */
    public Tool withName(String name) {
        return with("name", Json.string(name));
    }

    /** The same tool with a name for people. */
    public Tool withTitle(String title) {
        return with("title", Json.string(title));
    }

    /** The same tool with another description. */
    public Tool withDescription(String description) {
        return with("description", Json.string(description));
    }

    /** The same tool with this JSON Schema for its arguments; its root type is object. */
    public Tool withInputSchema(Json schema) {
        return with("inputSchema", schema);
    }

    /** The same tool, whose arguments are the components of this record. */
    public Tool withInput(Class<? extends Record> type) {
        return withInputSchema(RecordSchema.of(type));
    }

    /** The same tool with this JSON Schema for its structured result. */
    public Tool withOutputSchema(Json schema) {
        return with("outputSchema", schema);
    }

    /** The same tool, whose structured result has the components of this record. */
    public Tool withOutput(Class<? extends Record> type) {
        return withOutputSchema(RecordSchema.of(type));
    }

    /** The same tool with this annotation, {@code readOnlyHint} for example. */
    public Tool withAnnotation(String name, boolean hint) {
        return with("annotations", annotations().with(name, Json.bool(hint)));
    }

    /** The same tool with any other member: {@code icons}, {@code _meta}. */
    public Tool with(String member, Json value) {
        return new Tool(json.with(member, value));
    }
}
