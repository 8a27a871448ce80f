package io.tieline.app.demo;

import io.tieline.framework.Elicitation;
import io.tieline.framework.McpClient;
import io.tieline.gateway.Gateway;
import io.tieline.gateway.GatewaySettings;
import io.tieline.http.EventLoops;
import io.tieline.http.HttpBackend;
import io.tieline.http.HttpListener;
import io.tieline.http.HttpSettings;
import io.tieline.session.Environment;
import io.tieline.session.Observer;
import io.tieline.session.client.Service;
import io.tieline.wire.Revision;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;

/** A server, a gateway in front of it and a client, with real sockets between them. */
final class Scene implements AutoCloseable {

    private final EventLoops loops;
    private final HttpListener server;
    private final Gateway gateway;
    private final HttpListener front;
    private final McpClient client;

    private Scene(
            EventLoops loops,
            HttpListener server,
            Gateway gateway,
            HttpListener front,
            McpClient client) {
        this.loops = loops;
        this.server = server;
        this.gateway = gateway;
        this.front = front;
        this.client = client;
    }

    /** Opens everything; the client has connected when it returns. */
    static Scene open(Service served, Elicitation.Handler user, Sightings sightings)
            throws IOException {
        var loops = EventLoops.open();
        var world = new Environment(loops.timers(), new SecureRandom(), Observer.NONE);
        var anywhere =
                HttpSettings.DEFAULT.withAddress(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        var server = HttpListener.serve(served, anywhere, loops, world);
        var gateway =
                new Gateway(
                        HttpBackend.to(server.uri(), loops),
                        // As a server that has never heard of the other era.
                        GatewaySettings.DEFAULT.withRevision(Revision.LATEST_HANDSHAKE),
                        world);
        var front = HttpListener.serve(gateway, anywhere, loops, world);
        var client =
                McpClient.to(new Tap(HttpBackend.to(front.uri(), loops), sightings))
                        .info("tieline-demo", "1")
                        .environment(world)
                        .onElicitation(user)
                        .connect();
        return new Scene(loops, server, gateway, front, client);
    }

    McpClient client() {
        return client;
    }

    /** A client of the revision without sessions; the one who asks for it closes it. */
    McpClient stateless(Elicitation.Handler user, Sightings seen) {
        return McpClient.to(new Tap(HttpBackend.to(front.uri(), loops), seen))
                .info("tieline-demo", "1")
                .revision(Revision.STATELESS)
                .onElicitation(user)
                .connect();
    }

    int frontPort() {
        return front.port();
    }

    int serverPort() {
        return server.port();
    }

    /** How many sessions the gateway has with clients. */
    int clientSessions() {
        return front.sessions().size();
    }

    /** How many sessions the server has with the gateway. */
    int serverSessions() {
        return server.sessions().size();
    }

    @Override
    public void close() {
        client.close();
        front.close();
        gateway.close();
        server.close();
        loops.close();
    }
}
