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

    /**
     * Does what a tool promises: {@code (context, order) -> new Receipt(…)}. Runs on a virtual
     * thread of its own and may block.
     *
     * <p>It may return
     *
     * <ul>
     *   <li>a {@link CallResult}, which passes as it is;
     *   <li>a text, an {@link Content} or a list of them: the blocks of the result;
     *   <li>a record, a map, or a {@link Json} object: the structured result, and a text block of
     *       the same JSON. The output schema of a record, and of a sealed interface of records, is
     *       derived and listed, unless the tool has one already;
     *   <li>a number, a boolean, a list, a set, an array: the member {@code result} of a structured
     *       result, and a text block of the JSON;
     *   <li>an enum constant, an {@code Instant} or whatever else JSON writes as a string: a text;
     *   <li>a {@code CompletableFuture}, or another future, of any of these: it is waited for.
     * </ul>
     *
     * <p>It must not return null; {@code CallResult.of()} says nothing. If the tool has an output
     * schema, the result is checked against it: one that does not fit becomes an error that names
     * the place. Streams, publishers and the like are no results.
     *
     * @param <A> what it is given: {@link Values}, or a record
     * @param <R> what it gives back
     */
    @FunctionalInterface
    public interface Body<A, R> {

        /**
         * Serves one call.
         *
         * @throws ToolException if the tool fails in a way that the caller should read about
         * @throws io.tieline.wire.McpException to answer with a JSON-RPC error
         * @throws Exception anything else: the caller learns that the tool failed, not why
         */
        R call(McpContext context, A arguments) throws Exception;
    }

    /** A {@link Body} that reads its arguments one by one. */
    @FunctionalInterface
    public interface Handler extends Body<Values, Object> {}

    /**
     * A {@link Body} that is given its arguments as a record.
     *
     * @param <A> the record
     */
    @FunctionalInterface
    public interface TypedHandler<A> extends Body<A, Object> {}

    private static final Json ANY_OBJECT = Json.object("type", "object");

    public Tool {
        JsonMembers.required(json, "name");
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
        return JsonMembers.object(json, "inputSchema");
    }

    /** The JSON Schema of the structured result, if there is one (since 2025-06-18). */
    public @Nullable Json outputSchema() {
        return json.get("outputSchema");
    }

    /** What the tool says of its own behaviour, or an empty object (since 2025-03-26). */
    public Json annotations() {
        return JsonMembers.object(json, "annotations");
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
        return withOutputSchema(RecordSchema.written(type));
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
