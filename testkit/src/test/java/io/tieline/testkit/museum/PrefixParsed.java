package io.tieline.testkit.museum;

import io.tieline.gateway.Interceptor;
import io.tieline.gateway.route.Mount;
import io.tieline.testkit.federation.FederatedWiring;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Request;
import java.util.List;

/**
 * Who owns a name is found by taking it apart at the first separator: of a server {@code a__b} the
 * tool {@code echo} is called at the server {@code a}.
 */
final class PrefixParsed implements FederatedWiring {

    private static final String SEPARATOR = "__";

    private List<String> prefixes = List.of();

    @Override
    public List<Mount> mounts(List<Mount> mounts) {
        prefixes = mounts.stream().map(Mount::prefix).toList();
        return mounts;
    }

    @Override
    public List<Interceptor> interceptors() {
        return List.of((exchange, request, next) -> next.proceed(parsed(request)));
    }

    /** The name that is left is nobody else's, or that of the server in front of it. */
    private Request parsed(Request request) {
        var params = request.params() == null ? Json.EMPTY_OBJECT : request.params();
        var name = params.text("name");
        if (name == null || !request.method().equals(Method.TOOLS_CALL)) {
            return request;
        }
        int at = name.indexOf(SEPARATOR);
        boolean isMisread =
                at >= 0
                        && prefixes.contains(name.substring(0, at))
                        && prefixes.stream()
                                .anyMatch(one ->
                                        one.length() > at && name.startsWith(one + SEPARATOR));
        var rest = isMisread ? name.substring(at + SEPARATOR.length()) : name;
        return request.withParams(params.with("name", Json.string(rest)));
    }
}
