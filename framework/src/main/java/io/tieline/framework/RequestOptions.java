package io.tieline.framework;

import io.tieline.wire.Json;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What is particular to one request of a client: {@code
 * RequestOptions.timeLimit(Duration.ofSeconds(5)).withProgress(System.out::println)}.
 *
 * @param timeLimit how long the server may take in all; null leaves it to the client's limits
 * @param progress hears how far the request has come; null leaves it to the client's handler
 * @param meta goes along as {@code _meta}
 */
public record RequestOptions(
        @Nullable Duration timeLimit, @Nullable Consumer<Progress> progress, Json meta) {

    /** Nothing in particular. */
    public static final RequestOptions NONE = new RequestOptions(null, null, Json.EMPTY_OBJECT);

    public RequestOptions {
        if (timeLimit != null && !timeLimit.isPositive()) {
            throw new IllegalArgumentException("A time limit is positive, not " + timeLimit);
        }
        if (!meta.isObject()) {
            throw new IllegalArgumentException("_meta is an object, not " + meta.kind());
        }
    }

    /** A time limit, and nothing else. */
    public static RequestOptions timeLimit(Duration limit) {
        return NONE.withTimeLimit(limit);
    }

    /** Somebody who hears how far the request has come, and nothing else. */
    public static RequestOptions progress(Consumer<Progress> listener) {
        return NONE.withProgress(listener);
    }

    /** The same with a time limit. */
    public RequestOptions withTimeLimit(Duration limit) {
        return new RequestOptions(limit, progress, meta);
    }

    /**
     * The same with somebody who hears how far the request has come: in order, on a virtual thread,
     * and all of it before the request's result is returned.
     */
    public RequestOptions withProgress(Consumer<Progress> listener) {
        return new RequestOptions(timeLimit, listener, meta);
    }

    /** The same with another {@code _meta}. */
    public RequestOptions withMeta(Json object) {
        return new RequestOptions(timeLimit, progress, object);
    }
}
