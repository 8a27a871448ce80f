package io.tieline.testkit.museum;

import io.tieline.gateway.Exposure;
import io.tieline.gateway.Interceptor;
import io.tieline.gateway.route.Mount;
import io.tieline.testkit.federation.FederatedWiring;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Result;
import java.util.List;
import java.util.Set;

/** A filter hides tools from the list; who knows the name of one can call it. */
final class HiddenFromTheListOnly implements FederatedWiring {

    private List<Mount> filtered = List.of();

    @Override
    public List<Mount> mounts(List<Mount> mounts) {
        filtered = mounts;
        return mounts.stream().map(mount -> mount.withExposure(Exposure.ALL)).toList();
    }

    @Override
    public List<Interceptor> interceptors() {
        return List.of((exchange, request, next) -> {
            if (request.method().equals(Method.TOOLS_LIST)) {
                exchange.onFinish(response ->
                        response instanceof Result result
                                ? result.withResult(filtered(result.result()))
                                : response);
            }
            next.proceed(request);
        });
    }

    private Json filtered(Json page) {
        var shown = page.list("tools").stream().filter(this::isShown).toList();
        return page.with("tools", Json.array(shown));
    }

    private boolean isShown(Json tool) {
        var name = String.valueOf(tool.text("name"));
        return filtered.stream()
                .allMatch(mount -> {
                    var start = mount.prefix().isEmpty() ? "" : mount.prefix() + "__";
                    return !name.startsWith(start)
                            || mount.exposure()
                                    .tools()
                                    .admits(name.substring(start.length()), Set.of());
                });
    }
}
