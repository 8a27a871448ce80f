package io.tieline.wire;

import org.jspecify.annotations.Nullable;

/**
 * The answer of a request that failed; one from a peer passes with whatever its error holds.
 * Immutable.
 */
public final class Failure implements Response {
    private final Json json;
    private final @Nullable Id id;

    /** A slice of the message, which may hold a null; absent if the message has no id. */
    private final @Nullable Json idSlice;

    private final RpcError error;

    Failure(Json json, @Nullable Id id, @Nullable Json idSlice, RpcError error) {
        this.json = json;
        this.id = id;
        this.idSlice = idSlice;
        this.error = error;
    }

    /**
     * A failure of our own.
     *
     * @param id null if that of the request could not be read
     */
    public static Failure of(@Nullable Id id, RpcError error) {
        Json idJson = id == null ? Json.NULL : id.json();
        JsonWriter writer = new JsonWriter().raw("{").name("jsonrpc").add("2.0").name("id");
        int idStart = writer.length();
        Json json = writer.add(idJson).name("error").add(error.json()).raw("}").distinctJson();
        return new Failure(json, id, new Json(json.array(), idStart, idJson.length()), error);
    }

    @Override
    public Json json() {
        return json;
    }

    @Override
    public @Nullable Id id() {
        return id;
    }

    public RpcError error() {
        return error;
    }

    @Override
    public Failure withId(Id id) {
        Splice splice = new Splice(json);
        if (idSlice == null) {
            splice.insertFirst(json, "id", id.json());
        } else {
            splice.replace(idSlice, id.json());
        }
        Json edited = splice.apply(true);
        Json newSlice = idSlice == null ? edited.get("id") : splice.moved(idSlice, edited);
        return new Failure(edited, id, newSlice, error);
    }

    @Override
    public String toString() {
        return "failure " + id + " (" + error.code() + ")";
    }
}
