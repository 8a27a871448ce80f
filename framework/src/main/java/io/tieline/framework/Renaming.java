package io.tieline.framework;

import io.tieline.gateway.Interceptor;
import io.tieline.session.client.Exchange;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import io.tieline.wire.Result;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Other names for a backend's tools: a tool is listed and called by its new name, and no longer by
 * its old one. A tool of the backend that has such a new name already is hidden by it.
 */
final class Renaming implements Interceptor {

    private final Map<String, String> newNames = new HashMap<>();
    private final Map<String, String> oldNames = new HashMap<>();

    /** The tool that the backend calls {@code from} shall be known as {@code to}. */
    void add(String from, String to) {
        if (newNames.containsKey(from) || oldNames.containsKey(to)) {
            throw new IllegalArgumentException(
                    "Cannot rename " + from + " to " + to + ": one of these names is taken");
        }
        newNames.put(from, to);
        oldNames.put(to, from);
    }

    Renaming copy() {
        var copy = new Renaming();
        copy.newNames.putAll(newNames);
        copy.oldNames.putAll(oldNames);
        return copy;
    }

    @Override
    public void intercept(Exchange exchange, Request request, Next next) {
        switch (request.method()) {
            case Method.TOOLS_LIST -> {
                exchange.onFinish(this::listed);
                next.proceed(request);
            }
            case Method.TOOLS_CALL -> call(exchange, request, next);
            default -> next.proceed(request);
        }
    }

    private void call(Exchange exchange, Request request, Next next) {
        var params = request.params() == null ? Json.EMPTY_OBJECT : request.params();
        var name = params.text("name");
        var old = name == null ? null : oldNames.get(name);
        if (old != null) {
            next.proceed(request.withParams(params.with("name", Json.string(old))));
        } else if (name != null && newNames.containsKey(name)) {
            exchange.fail(NotFound.to(Method.TOOLS_CALL, params).error());
        } else {
            next.proceed(request);
        }
    }

    private Response listed(Response response) {
        if (!(response instanceof Result result) || newNames.isEmpty()) {
            return response;
        }
        var tools =
                JsonMembers.elements(result.result(), "tools").stream()
                        .flatMap(tool -> Stream.ofNullable(renamed(tool)))
                        .toList();
        return result.withResult(result.result().with("tools", Json.array(tools)));
    }

    private @Nullable Json renamed(Json tool) {
        var name = tool.text("name");
        var other = name == null ? null : newNames.get(name);
        if (other != null) {
            return tool.with("name", Json.string(other));
        }
        return name != null && oldNames.containsKey(name) ? null : tool;
    }
}
