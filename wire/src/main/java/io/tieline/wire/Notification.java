package io.tieline.wire;

import org.jspecify.annotations.Nullable;

/** A message that wants no answer. Immutable. */
public final class Notification implements Message {
    private final Json json;
    private final String method;
    private final @Nullable Json params;

    Notification(Json json, String method, @Nullable Json params) {
        this.json = json;
        this.method = method;
        this.params = params;
    }

    /** A notification of our own. */
    public static Notification of(String method, @Nullable Json params) {
        if (params != null) {
            Request.requireObject(params);
        }
        Json json = Json.object("jsonrpc", "2.0", "method", method, "params", params);
        return new Notification(
                json, method, params == null ? null : Request.lastMember(json, params));
    }

    @Override
    public Json payload() {
        return json;
    }

    public String method() {
        return method;
    }

    /** An object, or null if there are none. */
    public @Nullable Json params() {
        return params;
    }

    /** The same notification with other params, which must be an object. */
    public Notification withParams(Json params) {
        Request.requireObject(params);
        Json edited = json.with("params", params);
        return new Notification(edited, method, edited.get("params"));
    }

    /**
     * The same notification with another value for one member of its params, which is added if they
     * lack it.
     */
    public Notification withParam(String name, Json value) {
        Json known = params == null ? Json.EMPTY_OBJECT : params;
        Json old = known.get(name);
        // As it was read, its parts are slices of it: then one copy is enough.
        if (old == null || !known.isDistinct() || !known.isSliceOf(json)) {
            return withParams(known.with(name, value));
        }
        Splice splice = new Splice(json).replace(old, value);
        return new Notification(splice.whole(), method, splice.moved(known));
    }

    /** The same notification in an array of its own, for whoever keeps it. */
    public Notification detached() {
        if (json.array().length == json.length()) {
            return this;
        }
        Json own = json.detached();
        return new Notification(own, method, params == null ? null : own.get("params"));
    }

    @Override
    public String toString() {
        return method;
    }
}
