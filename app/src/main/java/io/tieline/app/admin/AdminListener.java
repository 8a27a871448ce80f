package io.tieline.app.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tieline.wire.Json;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens on the admin address: {@code /healthz}, {@code /readyz}, {@code /metrics}, {@code
 * /api/…}, {@code POST /reload}, {@code POST /drain}, and the live view at {@code /}. Each request
 * has a virtual thread of its own; none runs on a thread that carries messages. Safe for use by
 * several threads.
 */
public final class AdminListener implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AdminListener.class);

    /** A gateway that does not come back from a round trip by then does not live. */
    private static final Duration ALIVE = Duration.ofSeconds(1);

    private static final String JSON = "application/json";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AdminAccess access;
    private final GatewayState gateway;
    private final ServerStates servers;
    private final LiveCalls calls;
    private final PrometheusMeters metrics;
    private final EventFeed feed;
    private final LiveView view = new LiveView();
    private final long began = System.currentTimeMillis();

    private AdminListener(
            HttpServer server,
            AdminSettings settings,
            GatewayState gateway,
            ServerStates servers,
            LiveCalls calls,
            PrometheusMeters metrics) {
        this.server = server;
        this.access = new AdminAccess(settings, server.getAddress());
        this.gateway = gateway;
        this.servers = servers;
        this.calls = calls;
        this.metrics = metrics;
        this.feed = new EventFeed(calls.ring());
    }

    /**
     * Listens, and returns when it can be used.
     *
     * @throws IOException if the address cannot be listened on
     */
    public static AdminListener open(
            AdminSettings settings, GatewayState gateway, AdminObservers observers)
            throws IOException {
        var server = HttpServer.create(settings.address(), 0);
        var listener =
                new AdminListener(
                        server,
                        settings,
                        gateway,
                        observers.servers(),
                        observers.calls(),
                        observers.metrics());
        server.setExecutor(listener.threads);
        server.createContext("/", listener::serve);
        server.start();
        return listener;
    }

    /** Where it is called from this machine. */
    public URI uri() {
        var address = server.getAddress().getAddress();
        var text = address.isAnyLocalAddress() ? "127.0.0.1" : address.getHostAddress();
        var host = text.contains(":") ? "[" + text + "]" : text;
        return URI.create("http://" + host + ":" + server.getAddress().getPort());
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            boolean isView = view.has(exchange);
            var refused = refusal(exchange, isView);
            if (refused == null && isView) {
                view.send(exchange);
            } else if (refused == null) {
                route(exchange);
            } else {
                if (refused.status() == 401) {
                    exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer");
                }
                problem(exchange, refused.status(), refused.why());
            }
        } catch (RuntimeException fault) {
            LOG.error("A fault at the admin address; please report it", fault);
        }
    }

    private AdminAccess.@Nullable Refused refusal(HttpExchange exchange, boolean isView) {
        var headers = exchange.getRequestHeaders();
        var local = exchange.getLocalAddress();
        return isView ? access.foreign(headers, local) : access.refusal(headers, local);
    }

    private void route(HttpExchange exchange) throws IOException {
        var path = exchange.getRequestURI().getPath();
        switch (exchange.getRequestMethod()) {
            case "GET" -> show(exchange, path);
            case "POST" -> act(exchange, path);
            default -> problem(exchange, 405, "Use GET, or POST for /reload and /drain");
        }
    }

    private void show(HttpExchange exchange, String path) throws IOException {
        switch (path) {
            case "/healthz" -> health(exchange);
            case "/readyz" -> ready(exchange);
            case "/metrics" -> metrics.write(exchange);
            case "/api/servers" -> list(exchange, "servers", serverStates());
            case "/api/sessions" -> list(exchange, "sessions", gateway.sessions());
            case "/api/children" -> list(exchange, "children", gateway.children());
            case "/api/calls" -> list(exchange, "calls", calls.inFlight());
            case "/api/state" -> json(exchange, 200, state());
            case "/api/events" -> feed.serve(exchange);
            default ->
                    problem(
                            exchange,
                            404,
                            "Nothing is here; there are /, /healthz, /readyz, /metrics, /api/state,"
                                    + " /api/servers, /api/sessions, /api/children, /api/calls and"
                                    + " /api/events");
        }
    }

    private void act(HttpExchange exchange, String path) throws IOException {
        switch (path) {
            case "/reload" -> {
                if (gateway.reload()) {
                    json(exchange, 202, Json.object("reload", "begun"));
                } else {
                    problem(exchange, 409, "The configuration does not come from a file");
                }
            }
            case "/drain" -> {
                gateway.drain();
                json(exchange, 202, Json.object("drain", "begun"));
            }
            default -> problem(exchange, 404, "Only /reload and /drain take POST");
        }
    }

    private void health(HttpExchange exchange) throws IOException {
        boolean alive = gateway.isAlive(ALIVE);
        json(exchange, alive ? 200 : 503, Json.object("status", alive ? "ok" : "stuck"));
    }

    private void ready(HttpExchange exchange) throws IOException {
        var refused = gateway.refusedConfiguration();
        boolean ready = !gateway.isDraining() && refused == null;
        json(
                exchange,
                ready ? 200 : 503,
                Json.object(
                        "ready",
                        ready,
                        "draining",
                        gateway.isDraining(),
                        "refusedConfiguration",
                        refused,
                        "servers",
                        Json.array(serverStates())));
    }

    private List<Json> serverStates() {
        return gateway.servers().stream().map(servers::json).toList();
    }

    private Json state() {
        return Json.object(
                "began",
                began,
                "draining",
                gateway.isDraining(),
                "servers",
                Json.array(serverStates()),
                "sessions",
                Json.array(gateway.sessions()),
                "children",
                Json.array(gateway.children()),
                "calls",
                Json.array(calls.inFlight()));
    }

    private static void list(HttpExchange exchange, String name, List<Json> all)
            throws IOException {
        json(exchange, 200, Json.object(name, Json.array(all)));
    }

    private static void problem(HttpExchange exchange, int status, String why) throws IOException {
        json(exchange, status, Json.object("error", why));
    }

    private static void json(HttpExchange exchange, int status, Json body) throws IOException {
        send(exchange, status, JSON, (body + "\n").getBytes(UTF_8));
    }

    static void send(HttpExchange exchange, int status, String type, byte[] body)
            throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    /** Ends every request and stops listening. */
    @Override
    public void close() {
        feed.close();
        server.stop(0);
        threads.shutdownNow();
    }
}
