package io.tieline.wire;

import org.jspecify.annotations.Nullable;

/**
 * The answer of a request that failed; one from a peer passes with whatever its error holds.
 * Immutable.
 */
public final class Failure implements Response {
    private final Payload payload;
    private final @Nullable Id id;

    /**
     * A slice of the message before the edits of the payload, which may hold a null; absent if that
     * has no id.
     */
    private final @Nullable Json idSlice;

    private final RpcError error;

    Failure(Payload payload, @Nullable Id id, @Nullable Json idSlice, RpcError error) {
        this.payload = payload;
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
    public Payload payload() {
        return payload;
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
        Json whole = json();
        Json known = payload instanceof Splice ? whole.get("id") : idSlice;
        Splice edits = new Splice(whole);
        if (known == null) {
            edits.insertFirst(whole, "id", id.json());
        } else {
            edits.replace(known, id.json());
        }
        return new Failure(edits, id, known, error);
    }

    @Override
    public String toString() {
        return "failure " + id + " (" + error.code() + ")";
    }
}
