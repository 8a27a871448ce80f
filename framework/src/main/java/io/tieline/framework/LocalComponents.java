package io.tieline.framework;

import io.tieline.gateway.Interceptor;
import io.tieline.session.client.ClientSession;
import io.tieline.session.client.Exchange;
import io.tieline.session.era.RevisionDowngrade;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Failure;
import io.tieline.wire.Json;
import io.tieline.wire.McpException;
import io.tieline.wire.Method;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import io.tieline.wire.Result;
import java.util.ArrayList;
import java.util.function.BiPredicate;
import java.util.function.Function;

/**
 * Serves a proxy's own components beside the backend's. One with the identity of a backend's is
 * listed and served in its place.
 */
final class LocalComponents implements Interceptor {

    private final Components components;
    private final Function<Exchange, ServerSession> sessions;
    private final BiPredicate<Exchange, String> backendCan;

    LocalComponents(
            Components components,
            Function<Exchange, ServerSession> sessions,
            BiPredicate<Exchange, String> backendCan) {
        this.components = components;
        this.sessions = sessions;
        this.backendCan = backendCan;
    }

    @Override
    public void intercept(Exchange exchange, Request request, Next next) {
        if (components.isEmpty()) {
            next.proceed(request);
            return;
        }
        try {
            var shelf = components.listedBy(request);
            var work = HandlerLookup.of(request, components);
            if (shelf != null) {
                merge(exchange, request, shelf);
                next.proceed(request);
            } else if (work != null) {
                RevisionDowngrade.translate(exchange, request, exchange.client().revision());
                HandlerRun.begin(exchange, sessions.apply(exchange), work);
            } else if (settled(exchange, request)) {
                exchange.finish(Json.EMPTY_OBJECT);
            } else {
                next.proceed(request);
            }
        } catch (McpException refused) {
            exchange.fail(refused.error());
        }
    }

    /** Whether the request is over with what it sets here, so that the backend need not see it. */
    private boolean settled(Exchange exchange, Request request) {
        var params = request.params() == null ? Json.EMPTY_OBJECT : request.params();
        if (!(exchange.client() instanceof ClientSession)) {
            return false; // What is set here is set for a session.
        }
        var session = sessions.apply(exchange);
        if (request.method().equals(Method.LOGGING_SET_LEVEL)) {
            session.setLevel(params);
            return !backendCan.test(exchange, "logging");
        }
        var uri = params.text("uri");
        if (uri == null || !components.reads(uri)) {
            return false;
        }
        switch (request.method()) {
            case Method.RESOURCES_SUBSCRIBE -> session.watch(uri);
            case Method.RESOURCES_UNSUBSCRIBE -> session.unwatch(uri);
            default -> {
                return false;
            }
        }
        return true;
    }

    private static void merge(Exchange exchange, Request request, ComponentTable<?, ?> shelf) {
        if (shelf.isEmpty()) {
            return;
        }
        RevisionDowngrade.translate(exchange, request, exchange.client().revision());
        boolean first = request.params() == null || request.params().get("cursor") == null;
        exchange.onFinish(response -> merged(exchange, response, shelf, first));
    }

    private static Response merged(
            Exchange exchange, Response response, ComponentTable<?, ?> shelf, boolean first) {
        return switch (response) {
            case Result result -> result.withResult(merged(result.result(), shelf, first));
            case Failure failure
                    when first && failure.error().code() == ErrorCode.METHOD_NOT_FOUND ->
                    Result.of(
                            exchange.request().id(),
                            merged(Json.EMPTY_OBJECT, shelf, true)); // the backend has none at all
            case Failure failure -> failure;
        };
    }

    private static Json merged(Json page, ComponentTable<?, ?> shelf, boolean first) {
        var listed = new ArrayList<Json>();
        if (first) {
            shelf.all().forEach(item -> listed.add(item.component().json()));
        }
        for (var proxied : JsonMembers.elements(page, shelf.member())) {
            var identity = proxied.text(shelf.key());
            if (identity == null || shelf.find(identity) == null) {
                listed.add(proxied);
            }
        }
        return page.with(shelf.member(), Json.array(listed));
    }
}
