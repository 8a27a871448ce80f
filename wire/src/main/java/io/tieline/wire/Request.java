package io.tieline.wire;

import org.jspecify.annotations.Nullable;

/** A message that wants exactly one {@link Response} under its id. Immutable. */
public final class Request implements Message {
    private final Json json;
    private final Id id;
    private final String method;

    /** Slices of the message; the last two may hold a null. */
    private final Json idSlice;

    private final @Nullable Json params;
    private final @Nullable Json meta;
    private final @Nullable Json token;

    Request(
            Json json,
            Id id,
            Json idSlice,
            String method,
            @Nullable Json params,
            @Nullable Json meta,
            @Nullable Json token) {
        this.json = json;
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

    private static Json lastMember(Json message, Json value) {
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
    public Json json() {
        return json;
    }

    public Id id() {
        return id;
    }

    public String method() {
        return method;
    }

    /** An object, or null if there are none. */
    public @Nullable Json params() {
        return params;
    }

    /** The member {@code _meta} of the params, an object, or null. */
    public @Nullable Json meta() {
        return meta != null && meta.isObject() ? meta : null;
    }

    /** The member {@code progressToken} of the meta, a string or an integer, or null. */
    public @Nullable Json progressToken() {
        return token != null && Id.isIdentifier(token) ? token : null;
    }

    /** The same request under another id. */
    public Request withId(Id id) {
        return with(id, null);
    }

    /**
     * The same request under another id and progress token, in one copy.
     *
     * @param progressToken a string or an integer, which replaces the token or is added; null
     *     leaves the request as it is in this respect
     */
    public Request with(Id id, @Nullable Json progressToken) {
        Splice splice = new Splice(json).replace(idSlice, id.json());
        if (progressToken == null || token != null) {
            if (progressToken != null && token != null) {
                splice.replace(token, progressToken);
            }
            return moved(splice, id);
        }
        addToken(splice, progressToken);
        Json edited = splice.apply(true);
        Json newParams = params == null ? edited.get("params") : splice.moved(params, edited);
        return located(edited, id, splice.moved(idSlice, edited), method, newParams);
    }

    private Request moved(Splice splice, Id newId) {
        Json edited = splice.apply(true);
        return new Request(
                edited,
                newId,
                splice.moved(idSlice, edited),
                method,
                params == null ? null : splice.moved(params, edited),
                meta == null ? null : splice.moved(meta, edited),
                token == null ? null : splice.moved(token, edited));
    }

    /** In front of its siblings, where it will be found at once. */
    private void addToken(Splice splice, Json progressToken) {
        Json newMeta = Json.object("progressToken", progressToken);
        if (params == null) {
            splice.insertFirst(json, "params", Json.object("_meta", newMeta));
        } else if (meta == null) {
            splice.insertFirst(params, "_meta", newMeta);
        } else if (meta.isObject()) {
            splice.insertFirst(meta, "progressToken", progressToken);
        } else {
            splice.replace(meta, newMeta);
        }
    }

    /** The same request with other params, which must be an object. */
    public Request withParams(Json params) {
        requireObject(params);
        Splice splice = new Splice(json);
        if (this.params == null) {
            splice.insertFirst(json, "params", params);
        } else {
            splice.replace(this.params, params);
        }
        Json edited = splice.apply(true);
        Json newParams =
                this.params == null ? edited.get("params") : splice.moved(this.params, edited);
        return located(edited, id, splice.moved(idSlice, edited), method, newParams);
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
