package io.tieline.wire;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A message that wants exactly one {@link Response} under its id. Immutable. */
public final class Request implements Message {

    private final Payload payload;
    private final Id id;
    private final String method;

    /**
     * Slices of the message, as it was before the edits of the payload; the last two may hold a
     * null.
     */
    private final Json idSlice;

    private final @Nullable Json params;
    private final @Nullable Json meta;
    private final @Nullable Json token;

    Request(
            Payload payload,
            Id id,
            Json idSlice,
            String method,
            @Nullable Json params,
            @Nullable Json meta,
            @Nullable Json token) {
        this.payload = payload;
        this.id = id;
        this.idSlice = idSlice;
        this.method = method;
        this.params = params;
        this.meta = meta;
        this.token = token;
    }

    /** A request of our own. */
    public static Request of(Id id, String method, @Nullable Json params) {
        JsonWriter writer = new JsonWriter().raw("{").name("jsonrpc").add("2.0").name("id");
        int idStart = writer.length();
        writer.add(id.json()).name("method").add(method);
        if (params != null) {
            requireObject(params);
            writer.name("params").add(params);
        }
        Json json = writer.raw("}").distinctJson();
        Json idSlice = new Json(json.array(), idStart, id.json().length());
        return located(json, id, idSlice, method, params == null ? null : lastMember(json, params));
    }

    /** The params, where they lie in a message that ends with them. */
    static Json lastMember(Json message, Json value) {
        int start = message.length() - 1 - value.length();
        return new Json(message.array(), start, value.length(), value.isDistinct());
    }

    private static Request located(
            Json json, Id id, Json idSlice, String method, @Nullable Json params) {
        Json meta = params == null ? null : params.get("_meta");
        Json token = meta == null ? null : meta.get("progressToken");
        return new Request(json, id, idSlice, method, params, meta, token);
    }

    @Override
    public Payload payload() {
        return payload;
    }

    public Id id() {
        return id;
    }

    public String method() {
        return method;
    }

    /** An object, or null if there are none. */
    public @Nullable Json params() {
        return edited(params);
    }

    /** The member {@code _meta} of the params, an object, or null. */
    public @Nullable Json meta() {
        Json known = edited(meta);
        return known != null && known.isObject() ? known : null;
    }

    /** The member {@code progressToken} of the meta, a string or an integer, or null. */
    public @Nullable Json progressToken() {
        Json known = edited(token);
        return known != null && Id.isIdentifier(known) ? known : null;
    }

    private @Nullable Json edited(@Nullable Json slice) {
        return slice != null && payload instanceof Splice edits ? edits.edited(slice) : slice;
    }

    /** The same in one run, of which all parts are slices. */
    private Request whole() {
        if (!(payload instanceof Splice edits)) {
            return this;
        }
        return new Request(
                edits.whole(),
                id,
                edits.moved(idSlice),
                method,
                params == null ? null : edits.moved(params),
                meta == null ? null : edits.moved(meta),
                token == null ? null : edits.moved(token));
    }

    /** The same request under another id. */
    public Request withId(Id id) {
        return with(id, null);
    }

    /**
     * The same request under another id and progress token; nothing is copied for it.
     *
     * @param progressToken a string or an integer, which replaces the token or is added; null
     *     leaves the request as it is in this respect
     */
    public Request with(Id id, @Nullable Json progressToken) {
        return whole().under(id, progressToken);
    }

    private Request under(Id newId, @Nullable Json newToken) {
        Json json = json();
        Splice edits = new Splice(json).replace(idSlice, newId.json());
        if (newToken != null && token == null) {
            addToken(edits, newToken);
            return whole(edits, newId);
        }
        if (newToken != null && token != null) {
            edits.replace(token, newToken);
        }
        return new Request(edits, newId, idSlice, method, params, meta, token);
    }

    /** In front of its siblings, where it will be found at once. */
    private void addToken(Splice edits, Json progressToken) {
        Json newMeta = Json.object("progressToken", progressToken);
        if (params == null) {
            edits.insertFirst(json(), "params", Json.object("_meta", newMeta));
        } else if (meta == null) {
            edits.insertFirst(params, "_meta", newMeta);
        } else if (meta.isObject()) {
            edits.insertFirst(meta, "progressToken", progressToken);
        } else {
            edits.replace(meta, newMeta);
        }
    }

    /** The same request with other params, which must be an object. */
    public Request withParams(Json params) {
        requireObject(params);
        return whole().carrying(params);
    }

    private Request carrying(Json newParams) {
        Json json = json();
        Splice edits = new Splice(json);
        if (params == null) {
            edits.insertFirst(json, "params", newParams);
        } else {
            edits.replace(params, newParams);
        }
        return whole(edits, id);
    }

    /** The same request, whose {@code _meta} has these members in place of those of their names. */
    public Request withMeta(Map<String, Json> members) {
        return whole().saying(members);
    }

    private Request saying(Map<String, Json> members) {
        Json said = meta == null || !meta.isObject() ? Json.EMPTY_OBJECT : meta;
        Json newMeta = said.withAll(members);
        Splice edits = new Splice(json());
        if (params == null) {
            edits.insertFirst(json(), "params", Json.object("_meta", newMeta));
        } else if (meta == null) {
            edits.insertFirst(params, "_meta", newMeta);
        } else {
            edits.replace(meta, newMeta);
        }
        return whole(edits, id);
    }

    /** The same after edits that have changed the params. */
    private Request whole(Splice edits, Id newId) {
        Json edited = edits.whole();
        Json newParams = params == null ? edited.get("params") : edits.moved(params);
        return located(edited, newId, edits.moved(idSlice), method, newParams);
    }

    static void requireObject(Json params) {
        if (!params.isObject()) {
            throw new IllegalArgumentException("params must be an object, not " + params.kind());
        }
    }

    @Override
    public String toString() {
        return method + " " + id;
    }
}
