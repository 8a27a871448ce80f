package io.tieline.testkit.simulation;

import io.tieline.wire.Failure;
import io.tieline.wire.Json;
import io.tieline.wire.MetaKey;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import io.tieline.wire.Result;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Messages without what belongs to one hop, or to one era: the rest must be the same everywhere.
 */
final class Normalised {

    private static final List<String> ENVELOPE =
            List.of(
                    "progressToken",
                    "leg",
                    MetaKey.PROTOCOL_VERSION,
                    MetaKey.CLIENT_CAPABILITIES,
                    MetaKey.CLIENT_INFO,
                    MetaKey.LOG_LEVEL);

    private Normalised() {}

    static String request(Request request) {
        return request.method() + call(request.params());
    }

    /** What a call is about, whichever attempt at it this is. */
    static String call(@Nullable Json params) {
        return String.valueOf(meta(without(params, "inputResponses", "requestState"), ENVELOPE));
    }

    /** The same, but for all that may change from one attempt to the next. */
    static String errand(Request request) {
        var params = without(request.params(), "inputResponses", "requestState");
        return request.method() + (params == null ? "" : params.without("_meta"));
    }

    static String question(String method, @Nullable Json params) {
        var bare = meta(without(params, "elicitationId"), List.of("progressToken"));
        return method + (bare == null ? "{}" : bare);
    }

    static String notification(Notification notification) {
        return notification.method()
                + meta(
                        without(notification.params(), "progressToken"),
                        List.of(MetaKey.SUBSCRIPTION_ID));
    }

    static String response(@Nullable Response response) {
        return switch (response) {
            case null -> "nothing";
            case Failure failure -> "error " + failure.error().data();
            case Result result ->
                    String.valueOf(
                            meta(
                                    without(
                                            result.result(),
                                            "resultType",
                                            "ttlMs",
                                            "cacheScope",
                                            "requestState"),
                                    List.of(MetaKey.SERVER_INFO, MetaKey.SUBSCRIPTION_ID)));
        };
    }

    private static @Nullable Json without(@Nullable Json object, String... names) {
        var rest = object;
        for (var name : names) {
            rest = rest == null ? null : rest.without(name);
        }
        return rest;
    }

    private static @Nullable Json meta(@Nullable Json params, List<String> without) {
        var meta = params == null ? null : params.get("_meta");
        if (params == null || meta == null) {
            return params;
        }
        for (var name : without) {
            meta = meta.without(name);
        }
        return meta.members().isEmpty() ? params.without("_meta") : params.with("_meta", meta);
    }
}
