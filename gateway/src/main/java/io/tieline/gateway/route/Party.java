package io.tieline.gateway.route;

import io.tieline.session.client.Branch;
import io.tieline.session.client.Client;
import io.tieline.session.client.Exchange;
import io.tieline.wire.Json;
import io.tieline.wire.Request;
import io.tieline.wire.RpcError;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A client of a federation, and its way to each of the servers: a session, or the sender of one
 * request. Used on the client's strand.
 */
interface Party {

    /** The client. */
    Client client();

    /** Carries a request of the client to a server and back, in the server's words. */
    void serve(MountedServer server, Exchange exchange, Request request);

    /** Makes a request of a server in the client's name, of which the client knows nothing. */
    Exchange.Cancellation ask(
            MountedServer server, String method, Json params, Branch.Listener listener);

    /** What the client sees, by all that is known of the servers' lists. */
    View view(ListKind kind);

    /** The server has just listed this to the client. */
    void listed(MountedServer server, ListKind kind, Catalogue catalogue);

    /** The server did not list anything. */
    void failed(MountedServer server, ListKind kind, RpcError error);

    /** Whether the server has listed things of this kind to this client within this time. */
    boolean isFresh(MountedServer server, ListKind kind, long nanos);

    /** The servers that did not list things of this kind when they were asked last, and why. */
    Map<MountedServer, RpcError> away(ListKind kind);

    /** The client has been given this view. */
    void shown(View view);

    /** The server that has named this URI to the client; null if none has. */
    @Nullable MountedServer learned(String uri);

    /** The server has named this URI to the client. */
    void learn(String uri, MountedServer server);
}
