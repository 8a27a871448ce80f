package io.tieline.wire;

/** The answer of a request that succeeded. Immutable. */
public final class Result implements Response {
    private final Json json;
    private final Id id;

    /** Slices of the message. */
    private final Json idSlice;

    private final Json result;

    Result(Json json, Id id, Json idSlice, Json result) {
        this.json = json;
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
    public Json json() {
        return json;
    }

    @Override
    public Id id() {
        return id;
    }

    /** An object. */
    public Json result() {
        return result;
    }

    @Override
    public Result withId(Id id) {
        return replaced(idSlice, id.json(), id);
    }

    /** The same answer with another result, which must be an object. */
    public Result withResult(Json result) {
        requireObject(result);
        return replaced(this.result, result, id);
    }

    private Result replaced(Json slice, Json by, Id newId) {
        Splice splice = new Splice(json).replace(slice, by);
        Json edited = splice.apply(true);
        return new Result(
                edited, newId, splice.moved(idSlice, edited), splice.moved(result, edited));
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
