package io.tieline.testkit.museum;

import io.tieline.gateway.Interceptor;
import io.tieline.testkit.federation.FederatedWiring;
import io.tieline.wire.Method;
import io.tieline.wire.Result;
import java.util.List;

/** What a list lacks of servers that are away, it does not say. */
final class SilentlyShorter implements FederatedWiring {

    @Override
    public List<Interceptor> interceptors() {
        return List.of((exchange, request, next) -> {
            if (request.method().equals(Method.TOOLS_LIST)) {
                exchange.onFinish(response ->
                        response instanceof Result result
                                ? result.withResult(result.result().without("_meta"))
                                : response);
            }
            next.proceed(request);
        });
    }
}
