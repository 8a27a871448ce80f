package io.tieline.gateway;

import io.tieline.testkit.peers.RecordedClient;
import io.tieline.wire.Revision;

/** For whom a backend session is kept that outlives a request. */
enum Kept {
    FOR_ITS_CLIENT,
    FOR_ALL,
    FOR_A_KEY,
    FOR_A_PRINCIPAL;

    private SessionPolicy policy() {
        return switch (this) {
            case FOR_ITS_CLIENT, FOR_A_PRINCIPAL -> SessionPolicy.PER_CLIENT_SESSION;
            case FOR_ALL -> SessionPolicy.SHARED;
            case FOR_A_KEY -> SessionPolicy.pinned("key");
        };
    }

    private Revision revision() {
        return this == FOR_A_PRINCIPAL ? Revision.STATELESS : Revision.LATEST_HANDSHAKE;
    }

    /** A gateway that keeps backend sessions so. */
    GatewayWorld world() {
        return GatewayWorld.stateful(
                GatewaySettings.DEFAULT
                        .withSessions(policy())
                        .withRevision(Revision.LATEST_HANDSHAKE));
    }

    /** A client that has used such a session, so that there is state to lose. */
    RecordedClient client(GatewayWorld world) {
        var client = world.client(revision());
        client.call("echo").result();
        return client;
    }
}
