package io.tieline.testkit.museum;

import io.tieline.gateway.Interceptor;
import io.tieline.testkit.federation.FederatedWiring;
import io.tieline.wire.Failure;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Result;
import java.util.List;

/** Where no server can list, there is nothing: the client takes all tools for gone. */
final class EmptyListAsSuccess implements FederatedWiring {

    private static final Json NOTHING = Json.object("tools", Json.EMPTY_ARRAY);

    @Override
    public List<Interceptor> interceptors() {
        return List.of((exchange, request, next) -> {
            if (request.method().equals(Method.TOOLS_LIST)) {
                exchange.onFinish(response ->
                        response instanceof Failure ? Result.of(request.id(), NOTHING) : response);
            }
            next.proceed(request);
        });
    }
}
