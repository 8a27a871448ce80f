package io.tieline.testkit.federation;

import io.tieline.gateway.Interceptor;
import io.tieline.gateway.route.Mount;
import io.tieline.session.backend.Backend;
import java.util.List;

/**
 * How the parts of a federated world are joined. An exhibit of the museum joins one of them wrongly
 * and leaves the rest as it is.
 */
public interface FederatedWiring {

    /** Everything is joined as in the program. */
    FederatedWiring STRAIGHT = new FederatedWiring() {};

    /** What the gateway of this server takes for it. */
    default Backend backend(String server, Backend backend) {
        return backend;
    }

    /** The servers as the federation is given them, at first and at each reload. */
    default List<Mount> mounts(List<Mount> mounts) {
        return mounts;
    }

    /** What sees every request of a client, and every answer. */
    default List<Interceptor> interceptors() {
        return List.of();
    }
}
