package io.tieline.gateway;

import io.tieline.session.Account;
import io.tieline.session.Budget;
import io.tieline.session.Holding;
import io.tieline.session.backend.BackendSession;
import io.tieline.session.backend.CallOptions;
import io.tieline.session.backend.LinkFailure;
import io.tieline.session.backend.LinkFailure.Executed;
import io.tieline.session.backend.LinkFailure.Kind;
import io.tieline.session.client.Exchange;
import io.tieline.wire.Failure;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import io.tieline.wire.Result;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What a client has set in its session and a fresh backend session must be told: the log level, and
 * the resources it watches. Copies of that alone are kept, not the requests in which they came, and
 * are charged to the client. On the client session's strand.
 */
final class RestoredSettings implements AutoCloseable {

    private static final int MAX_WATCHED = 1024;

    private final Map<String, Json> watched = new LinkedHashMap<>(0);
    private final Upstream upstream;
    private final Holding room;
    private @Nullable Json level;
    private long bytes;
    private boolean closed;

    /** Nothing was set yet; what will be is charged to this account. */
    RestoredSettings(Upstream upstream, Account account) {
        this.upstream = upstream;
        this.room = new Holding(account, Budget.Use.KEPT);
    }

    /**
     * Remembers what this request sets, once the backend has agreed. Where there is no room for
     * that, the request fails.
     */
    void serving(Exchange exchange, Request request) {
        var params = request.params();
        if (params == null) {
            return;
        }
        switch (request.method()) {
            case Method.LOGGING_SET_LEVEL -> onResult(exchange, () -> level(params));
            case Method.RESOURCES_SUBSCRIBE -> onResult(exchange, () -> watch(params));
            case Method.RESOURCES_UNSUBSCRIBE ->
                    onResult(exchange, () -> unwatch(params.text("uri")));
            default -> {}
        }
    }

    private void onResult(Exchange exchange, BooleanSupplier remembers) {
        exchange.onFinish(response ->
                response instanceof Result && !remembers.getAsBoolean()
                        ? noRoom(exchange)
                        : response);
    }

    private Response noRoom(Exchange exchange) {
        var why =
                "There is no room to remember what this session has set; unsubscribe from"
                        + " resources, or try again later";
        var error =
                new LinkFailure(Kind.OVERLOADED, why, Executed.YES).error(upstream.name(), "call");
        return Failure.of(exchange.request().id(), error);
    }

    private boolean watch(Json params) {
        var uri = params.text("uri");
        if (uri == null || watched.size() >= MAX_WATCHED || watched.containsKey(uri)) {
            return true;
        }
        if (!changes(uri.length())) {
            return false;
        }
        watched.put(uri, only(params, "uri"));
        return true;
    }

    private boolean unwatch(@Nullable String uri) {
        return uri == null || watched.remove(uri) == null || changes(-uri.length());
    }

    /** Takes, or gives back, the room for a text and its copy for the backend. */
    private boolean changes(int characters) {
        long wanted = bytes + 3L * characters;
        boolean fits = closed || room.hold(wanted);
        bytes = fits ? wanted : bytes;
        return fits;
    }

    private static Json only(Json params, String name) {
        var value = params.get(name);
        return value == null ? Json.EMPTY_OBJECT : Json.object(name, value);
    }

    @Nullable Json level() {
        return level;
    }

    /** Sets the log level; false if there is no room for it. */
    boolean level(Json params) {
        var next = only(params, "level");
        int longer = next.length() - (level == null ? 0 : level.length());
        if (!changes(longer)) {
            return false;
        }
        level = next;
        return true;
    }

    /** Tells a fresh backend session; whether it agrees is seen by what it sends. */
    void tell(BackendSession session) {
        if (level != null) {
            tell(session, Method.LOGGING_SET_LEVEL, level);
        }
        for (var params : watched.values()) {
            tell(session, Method.RESOURCES_SUBSCRIBE, params);
        }
    }

    private void tell(BackendSession session, String method, Json params) {
        var options = CallOptions.of(upstream.settings().limits());
        session.call(Request.of(Id.of(0), method, params), new GatewayCall(() -> {}), options);
    }

    /** The client's session is over. */
    @Override
    public void close() {
        closed = true;
        room.hold(0);
    }
}
