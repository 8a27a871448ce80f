package io.tieline.testkit.museum;

import io.tieline.gateway.Interceptor;
import io.tieline.testkit.federation.FederatedWiring;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Result;
import io.tieline.wire.RpcError;
import java.util.List;

/**
 * URIs are rewritten in lists, and taken back from what clients read, but those in the results of
 * tools stay as they are: nobody finds what they name.
 */
final class DanglingUri implements FederatedWiring {

    private static final String MARK = "gw+";

    @Override
    public List<Interceptor> interceptors() {
        return List.of((exchange, request, next) -> {
            if (request.method().equals(Method.RESOURCES_LIST)) {
                exchange.onFinish(response ->
                        response instanceof Result result
                                ? result.withResult(
                                        result.result().withEach("resources", DanglingUri::marked))
                                : response);
            }
            var params = request.params() == null ? Json.EMPTY_OBJECT : request.params();
            var uri = params.text("uri");
            if (uri == null) {
                next.proceed(request);
            } else if (uri.startsWith(MARK)) {
                var own = Json.string(uri.substring(MARK.length()));
                next.proceed(request.withParams(params.with("uri", own)));
            } else {
                exchange.fail(RpcError.of(ErrorCode.RESOURCE_NOT_FOUND, "Unknown: " + uri));
            }
        });
    }

    private static Json marked(Json resource) {
        return resource.with("uri", Json.string(MARK + resource.text("uri")));
    }
}
