package io.tieline.testkit.museum;

import io.tieline.gateway.Interceptor;
import io.tieline.session.backend.Backend;
import io.tieline.session.client.Exchange;
import io.tieline.testkit.federation.FederatedWiring;
import io.tieline.wire.Json;
import io.tieline.wire.Message;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import io.tieline.wire.Result;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tasks keep the names that their servers have given them: of two of one name the first one is
 * asked for, whichever is meant.
 */
final class TaskOfTheFirst implements FederatedWiring {

    private static final List<String> NAME = List.of("task", "taskId");

    private final Map<String, String> known = new HashMap<>();
    private @Nullable String latest;

    @Override
    public Backend backend(String server, Backend backend) {
        return LinkTap.onEach(
                backend,
                core ->
                        new LinkTap(backend, core) {
                            @Override
                            void says(@Nullable Stream on, Message message) {
                                var own =
                                        message instanceof Result result
                                                ? result.result().at("task", "taskId")
                                                : null;
                                latest = own == null ? latest : own.asString();
                                super.says(on, message);
                            }
                        });
    }

    @Override
    public List<Interceptor> interceptors() {
        return List.of(this::intercept);
    }

    private void intercept(Exchange exchange, Request request, Interceptor.Next next) {
        exchange.onFinish(response -> named(response, exchange.caller().principal().toString()));
        var params = request.params() == null ? Json.EMPTY_OBJECT : request.params();
        var sealed = known.get(exchange.caller().principal() + " " + params.text("taskId"));
        next.proceed(
                sealed == null
                        ? request
                        : request.withParams(params.with("taskId", Json.string(sealed))));
    }

    private Response named(Response response, String principal) {
        var own = latest;
        if (own == null || !(response instanceof Result result)) {
            return response;
        }
        var sealed = result.result().text("task", "taskId");
        if (sealed == null) {
            return response;
        }
        known.putIfAbsent(principal + " " + own, sealed);
        return result.withResult(result.result().with(NAME, Json.string(own)));
    }
}
