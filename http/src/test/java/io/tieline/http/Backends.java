package io.tieline.http;

import io.tieline.session.Environment;
import io.tieline.session.Observer;
import io.tieline.session.backend.Link;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.Revision;
import java.io.IOException;

/** One scripted server, a backend for it, and links to it whose handshake is done. */
public final class Backends implements AutoCloseable {

    static final String SESSION = "session-1";

    /** What a script adds to the handshake, which {@link #handshake} does for all of them. */
    private static final String INITIALIZED = "\"method\":\"notifications/initialized\"";

    final EventLoops loops;
    final ScriptedServer server;
    final HttpBackendSettings settings;

    Backends(ScriptedServer.Script script) {
        this(HttpBackendSettings.DEFAULT, script);
    }

    Backends(HttpBackendSettings settings, ScriptedServer.Script script) {
        this(NetworkIo.usual(), settings, script);
    }

    Backends(NetworkIo io, HttpBackendSettings settings, ScriptedServer.Script script) {
        this.loops = EventLoops.open(1, io);
        this.settings = settings;
        this.server = new ScriptedServer(script);
    }

    /** Lives by this clock, and leaves nothing to chance. */
    static HttpBackendSettings with(ManualTimers timers) {
        return HttpBackendSettings.DEFAULT.withEnvironment(
                new Environment(timers, () -> 0, Observer.NONE));
    }

    /**
     * A Streamable HTTP server without a GET stream; everything but the handshake is the test's.
     */
    static ScriptedServer.Script handshake(ScriptedServer.Script rest) {
        return (request, reply) -> {
            if (request.method().equals("DELETE")) {
                reply.status("204 No Content");
            } else if (request.method().equals("GET")
                    && request.header("last-event-id").isEmpty()) {
                reply.status("405 Method Not Allowed");
            } else if (request.body().contains("\"method\":\"initialize\"")) {
                reply.json(initializeResult("0"), "Mcp-Session-Id: " + SESSION);
            } else if (request.body().contains(INITIALIZED)) {
                reply.status("202 Accepted");
            } else {
                rest.serve(request, reply);
            }
        };
    }

    static String initializeResult(String id) {
        return answer(
                id,
                "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{},"
                        + "\"serverInfo\":{\"name\":\"scripted\",\"version\":\"1\"}}");
    }

    static String answer(Object id, String result) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":" + result + "}";
    }

    static Request initialize() {
        return Request.of(
                Id.of(0), Method.INITIALIZE, Json.object("protocolVersion", "2025-11-25"));
    }

    public static Request call(long id) {
        return Request.of(Id.of(id), Method.TOOLS_CALL, Json.object("name", "echo"));
    }

    HttpBackend backend() {
        return HttpBackend.to(server.uri("/mcp"), loops, settings);
    }

    Link connect(Link.Listener listener) {
        return backend().connect(listener);
    }

    /**
     * A link after its handshake; the server's three requests for it are consumed and answered, and
     * its connections are at rest.
     */
    Link open(Link.Listener listener) throws Exception {
        var link = connect(listener);
        var initialize = new Heard();
        link.request(initialize(), initialize);
        initialize.message();
        link.opened(Revision.V2025_11_25);
        link.send(Notification.of(Method.INITIALIZED, null));
        for (int i = 0; i < 3; i++) {
            server.next();
        }
        server.awaitAnswers(3);
        SettledLoops.await(loops);
        return link;
    }

    @Override
    public void close() throws IOException {
        server.close();
        loops.close();
    }
}
