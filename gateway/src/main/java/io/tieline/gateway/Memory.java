package io.tieline.gateway;

import io.tieline.session.BackendSession;
import io.tieline.session.CallOptions;
import io.tieline.session.Exchange;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Request;
import io.tieline.wire.Result;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a client has set in its session and a fresh backend session must be told: the log level, and
 * the resources it watches. On the client session's strand.
 */
final class Memory {

    private static final int MAX_WATCHED = 1024;

    private final Map<String, Json> watched = new LinkedHashMap<>(0);
    private @Nullable Json level;

    /** Remembers what this request sets, once the backend has agreed. */
    void serving(Exchange exchange, Request request) {
        var params = request.params();
        if (params == null) {
            return;
        }
        switch (request.method()) {
            case Method.LOGGING_SET_LEVEL -> onResult(exchange, () -> level = params);
            case Method.RESOURCES_SUBSCRIBE -> onResult(exchange, () -> watch(params));
            case Method.RESOURCES_UNSUBSCRIBE ->
                    onResult(exchange, () -> watched.remove(params.text("uri")));
            default -> {}
        }
    }

    private static void onResult(Exchange exchange, Runnable then) {
        exchange.onFinish(response -> {
            if (response instanceof Result) {
                then.run();
            }
            return response;
        });
    }

    private void watch(Json params) {
        var uri = params.text("uri");
        if (uri != null && watched.size() < MAX_WATCHED) {
            watched.put(uri, params);
        }
    }

    @Nullable Json level() {
        return level;
    }

    void level(Json params) {
        level = params;
    }

    /** Tells a fresh backend session; whether it agrees is seen by what it sends. */
    void tell(BackendSession session, Target target) {
        if (level != null) {
            tell(session, target, Method.LOGGING_SET_LEVEL, level);
        }
        for (var params : watched.values()) {
            tell(session, target, Method.RESOURCES_SUBSCRIBE, params);
        }
    }

    private static void tell(BackendSession session, Target target, String method, Json params) {
        var options = CallOptions.of(target.settings().limits());
        session.call(Request.of(Id.of(0), method, params), new Aside(() -> {}), options);
    }
}
