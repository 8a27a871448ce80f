package io.tieline.framework;

import io.tieline.gateway.SessionPolicy;
import io.tieline.session.Environment;
import io.tieline.session.client.Service;

/** The ways from a client to a server: straight, and through proxies of every policy. */
enum Route {
    STRAIGHT,
    PROXY_OF_EACH_CLIENT,
    PROXY_OF_ALL,
    PROXY_OF_EACH_REQUEST,
    TWO_PROXIES;

    /** The near end of the way to this server. */
    Service to(Service server) {
        return to(server, new SystemTimers().environment());
    }

    /** The near end of the way to this server. */
    Service to(Service server, Environment environment) {
        return switch (this) {
            case STRAIGHT -> server;
            case PROXY_OF_EACH_CLIENT ->
                    proxy(server, SessionPolicy.PER_CLIENT_SESSION, environment);
            case PROXY_OF_ALL -> proxy(server, SessionPolicy.SHARED, environment);
            case PROXY_OF_EACH_REQUEST -> proxy(server, SessionPolicy.PER_REQUEST, environment);
            case TWO_PROXIES ->
                    proxy(
                            PROXY_OF_EACH_CLIENT.to(server, environment),
                            SessionPolicy.PER_CLIENT_SESSION,
                            environment);
        };
    }

    private static McpProxy proxy(Service server, SessionPolicy policy, Environment environment) {
        return McpProxy.to(server).sessions(policy).environment(environment).build();
    }
}
