package io.tieline.wire;

/** The answer of a request that succeeded. Immutable. */
public final class Result implements Response {
    private final Payload payload;
    private final Id id;

    /** Slices of the message, as it was before the edits of the payload. */
    private final Json idSlice;

    private final Json result;

    Result(Payload payload, Id id, Json idSlice, Json result) {
        this.payload = payload;
        this.id = id;
        this.idSlice = idSlice;
        this.result = result;
    }

    /** A result of our own, which must be an object. */
    public static Result of(Id id, Json result) {
        requireObject(result);
        JsonWriter writer = new JsonWriter().raw("{").name("jsonrpc").add("2.0").name("id");
        int idStart = writer.length();
        writer.add(id.json()).name("result");
        int start = writer.length();
        Json json = writer.add(result).raw("}").distinctJson();
        return new Result(
                json,
                id,
                new Json(json.array(), idStart, id.json().length()),
                new Json(json.array(), start, result.length(), result.isDistinct()));
    }

    @Override
    public Payload payload() {
        return payload;
    }

    @Override
    public Id id() {
        return id;
    }

    /** An object. */
    public Json result() {
        return payload instanceof Splice edits ? edits.edited(result) : result;
    }

    /** Says whether a tool tells in it that it failed (all revisions, "Tools: Error Handling"). */
    public boolean isToolError() {
        return Json.TRUE.equals(result().get("isError"));
    }

    @Override
    public Result withId(Id id) {
        Result whole = whole();
        Splice edits = new Splice(whole.json()).replace(whole.idSlice, id.json());
        return new Result(edits, id, whole.idSlice, whole.result);
    }

    /** The same answer with another result, which must be an object. */
    public Result withResult(Json result) {
        requireObject(result);
        Result whole = whole();
        Splice edits = new Splice(whole.json()).replace(whole.result, result);
        return new Result(edits, id, whole.idSlice, whole.result);
    }

    /** The same in one run, of which all parts are slices. */
    private Result whole() {
        return payload instanceof Splice edits
                ? new Result(edits.whole(), id, edits.moved(idSlice), edits.moved(result))
                : this;
    }

    private static void requireObject(Json result) {
        if (!result.isObject()) {
            throw new IllegalArgumentException("a result must be an object, not " + result.kind());
        }
    }

    @Override
    public String toString() {
        return "result " + id;
    }
}
