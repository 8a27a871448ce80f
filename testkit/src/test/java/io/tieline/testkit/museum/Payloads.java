package io.tieline.testkit.museum;

import io.tieline.session.client.ReplyStream;
import io.tieline.wire.Json;
import io.tieline.wire.Request;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds a client's request again behind the gateway, by what it says: everything but its id and
 * progress token. For exhibits that spoil both sides.
 */
final class Payloads {

    /** A request as its client wrote it, and the way back. */
    record Original(Request request, ReplyStream stream) {}

    private final Map<Json, Original> originals = new HashMap<>();

    void remember(Request request, ReplyStream stream) {
        var key = key(request);
        if (key != null) {
            originals.put(key, new Original(request, stream));
        }
    }

    @Nullable Original of(Request request) {
        var key = key(request);
        return key == null ? null : originals.get(key);
    }

    private static @Nullable Json key(Request request) {
        var params = request.params();
        return params == null ? null : params.without(List.of("_meta", "progressToken"));
    }
}
