package io.tieline.gateway;

import io.tieline.session.Caller;
import io.tieline.session.backend.CallOptions;
import io.tieline.session.client.ClientSession;
import io.tieline.session.client.Exchange;
import io.tieline.session.client.StatelessClient;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What of its client goes to the backend with a session or a call, as the settings say. */
record Forwarding(GatewaySettings settings) {

    /**
     * What goes with a call besides the request: the time limits, and the headers that this client
     * may pass on.
     */
    CallOptions options(Exchange exchange) {
        // A call carries its own alone: none of those with which its session was opened.
        var caller = exchange.caller();
        var headers = headersOr(caller, "");
        var limits = settings.limits();
        if (exchange.client() instanceof StatelessClient client) {
            // A gateway forwards the parameter headers that it does not know as well.
            var mirrored = caller.headersFrom("mcp-param-");
            return CallOptions.of(headers, mirrored, client.metadata(), nameOf(exchange), limits);
        }
        return CallOptions.of(headers, Map.of(), null, nameOf(exchange), limits);
    }

    /** Those of this caller's headers that go to the backend. */
    Map<String, String> headers(Caller caller) {
        return headersOr(caller, null);
    }

    /** The same, if they have changed; else these that are known. */
    Map<String, String> headers(Caller caller, Map<String, String> known) {
        var now = headers(caller);
        return now.equals(known) ? known : now;
    }

    /** The same, with this value for each that the caller has left out; null leaves it out. */
    private Map<String, String> headersOr(Caller caller, @Nullable String absent) {
        if (settings.forwardedHeaders().isEmpty()) {
            return Map.of();
        }
        var headers = new HashMap<String, String>(0);
        for (var name : settings.forwardedHeaders()) {
            var sent = caller.headers().get(name);
            var value = sent == null ? absent : sent;
            if (value != null) {
                headers.put(name, value);
            }
        }
        return headers;
    }

    /**
     * Clients without a session are told apart by the connection: nothing else is certain that the
     * clients of one principal do not choose themselves.
     */
    private static String nameOf(Exchange exchange) {
        if (exchange.client() instanceof ClientSession session) {
            return session.id();
        }
        var caller = exchange.caller();
        return !caller.isIdentified() ? caller.peer() : caller.principal() + " at " + caller.peer();
    }
}
