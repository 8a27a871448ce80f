package io.tieline.framework;

import io.tieline.gateway.Interceptor;
import io.tieline.gateway.Older;
import io.tieline.session.ClientSession;
import io.tieline.session.Exchange;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Failure;
import io.tieline.wire.Json;
import io.tieline.wire.McpException;
import io.tieline.wire.Method;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import io.tieline.wire.Result;
import java.util.ArrayList;
import java.util.function.Function;

/**
 * Serves a proxy's own components beside the backend's. One with the identity of a backend's is
 * listed and served in its place.
 */
final class LocalComponents implements Interceptor {

    private final Components components;
    private final Function<ClientSession, ProxyConversation> conversations;

    LocalComponents(
            Components components, Function<ClientSession, ProxyConversation> conversations) {
        this.components = components;
        this.conversations = conversations;
    }

    @Override
    public void intercept(Exchange exchange, Request request, Next next) {
        if (components.isEmpty()) {
            next.proceed(request);
            return;
        }
        try {
            var shelf = components.listedBy(request);
            var work = Assignment.of(request, components);
            if (shelf != null) {
                merge(exchange, request, shelf);
                next.proceed(request);
            } else if (work != null) {
                Older.translate(exchange, request, exchange.session().revision());
                Handling.begin(exchange, conversations.apply(exchange.session()).session(), work);
            } else if (settled(request, conversations.apply(exchange.session()))) {
                exchange.finish(Json.EMPTY_OBJECT);
            } else {
                next.proceed(request);
            }
        } catch (McpException refused) {
            exchange.fail(refused.error());
        }
    }

    /** Whether the request is over with what it sets here, so that the backend need not see it. */
    private boolean settled(Request request, ProxyConversation conversation) {
        var params = request.params() == null ? Json.EMPTY_OBJECT : request.params();
        var session = conversation.session();
        if (request.method().equals(Method.LOGGING_SET_LEVEL)) {
            session.setLevel(params);
            return !conversation.backendCan("logging");
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

    private static void merge(Exchange exchange, Request request, Shelf<?, ?> shelf) {
        if (shelf.isEmpty()) {
            return;
        }
        Older.translate(exchange, request, exchange.session().revision());
        boolean first = request.params() == null || request.params().get("cursor") == null;
        exchange.onFinish(response -> merged(exchange, response, shelf, first));
    }

    private static Response merged(
            Exchange exchange, Response response, Shelf<?, ?> shelf, boolean first) {
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

    private static Json merged(Json page, Shelf<?, ?> shelf, boolean first) {
        var listed = new ArrayList<Json>();
        if (first) {
            shelf.all().forEach(item -> listed.add(item.component().json()));
        }
        for (var proxied : Member.elements(page, shelf.member())) {
            var identity = proxied.text(shelf.key());
            if (identity == null || shelf.find(identity) == null) {
                listed.add(proxied);
            }
        }
        return page.with(shelf.member(), Json.array(listed));
    }
}
