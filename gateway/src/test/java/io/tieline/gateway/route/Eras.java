package io.tieline.gateway.route;

import io.tieline.testkit.peers.ScriptedServer;
import io.tieline.wire.Revision;

/** Of which eras the clients of a federation are, and the servers behind it. */
enum Eras {
    HANDSHAKE_ON_BOTH_SIDES(Revision.V2025_11_25, false),
    STATELESS_SERVERS(Revision.V2025_11_25, true),
    STATELESS_CLIENTS(Revision.V2026_07_28, false),
    STATELESS_ON_BOTH_SIDES(Revision.V2026_07_28, true);

    private final Revision client;
    private final boolean hasStatelessServers;

    Eras(Revision client, boolean hasStatelessServers) {
        this.client = client;
        this.hasStatelessServers = hasStatelessServers;
    }

    Revision client() {
        return client;
    }

    boolean hasStatelessClients() {
        return client.isStateless();
    }

    boolean hasStatelessServers() {
        return hasStatelessServers;
    }

    /** A server of their era. */
    ScriptedServer server() {
        return hasStatelessServers ? ScriptedServer.stateless() : ScriptedServer.stateful();
    }
}
