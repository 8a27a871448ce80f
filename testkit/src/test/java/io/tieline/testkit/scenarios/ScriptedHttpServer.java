package io.tieline.testkit.scenarios;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tieline.wire.Json;
import io.tieline.wire.Limits;
import io.tieline.wire.MalformedException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * An MCP server of the handshake era whose HTTP answers a test can bend: over Streamable HTTP at
 * {@code /mcp}, over HTTP+SSE at {@code /sse}. It answers pings and every tool at once, but for the
 * tool {@code slow}: that one reports progress, and waits for the test.
 */
final class ScriptedHttpServer implements AutoCloseable {

    private static final String WELCOME =
            "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{\"tools\":{},\"logging\":{}},"
                    + "\"serverInfo\":{\"name\":\"scripted\",\"version\":\"1\"}}";

    /** What the test makes of a request; null leaves it to the server. */
    @FunctionalInterface
    interface Bend {
        @Nullable Answer of(Sent sent);
    }

    /** A message as it was sent, in which session, and with whose credentials. */
    record Sent(
            String httpMethod,
            @Nullable String session,
            @Nullable String authorization,
            Json message) {

        String method() {
            var method = message.text("method");
            return method == null ? "" : method;
        }

        String tool() {
            var tool = message.at("params", "name");
            return tool == null ? "" : tool.asString();
        }

        String id() {
            var id = message.get("id");
            return id == null ? "null" : id.toString();
        }
    }

    /** What is answered with. */
    record Answer(int status, String type, String body) {

        /** The connection is closed instead. */
        static final int NONE = 0;

        /** To another place. */
        static final int REDIRECT = 307;

        static Answer json(int status, String body) {
            return new Answer(status, "application/json", body);
        }

        static Answer status(int status) {
            return new Answer(status, "text/plain", "");
        }
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Bend bend;
    private final AtomicInteger sessions = new AtomicInteger();
    private final Map<String, SseStream> streams = new ConcurrentHashMap<>();
    private final Semaphore finished = new Semaphore(0);
    private final int comments;
    private volatile int oldest = 1;

    /**
     * @param comments how many comments a slow tool's stream begins with
     */
    ScriptedHttpServer(int comments, Bend bend) throws IOException {
        this.comments = comments;
        this.bend = bend;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.start();
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    /** How many sessions were begun. */
    int sessions() {
        return sessions.get();
    }

    /** Forgets every session there is. */
    void forget() {
        oldest = sessions.get() + 1;
    }

    boolean knows(@Nullable String session) {
        return session != null && Integer.parseInt(session) >= oldest;
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            var query = exchange.getRequestURI().getQuery();
            var session =
                    query == null
                            ? exchange.getRequestHeaders().getFirst("Mcp-Session-Id")
                            : query.substring("session=".length());
            var sent =
                    new Sent(
                            exchange.getRequestMethod(),
                            session,
                            exchange.getRequestHeaders().getFirst("Authorization"),
                            parsed(body));
            var refused = query == null ? bend.of(sent) : null;
            if (refused != null) {
                send(exchange, refused);
            } else if (exchange.getRequestURI().getPath().equals("/sse")) {
                sse(exchange);
            } else if (query != null) {
                posted(exchange, sent);
            } else {
                answer(exchange, sent);
            }
        }
    }

    private static Json parsed(String body) {
        try {
            return body.isEmpty()
                    ? Json.EMPTY_OBJECT
                    : Json.parse(body.getBytes(UTF_8), Limits.DEFAULT);
        } catch (MalformedException e) {
            throw new AssertionError(e);
        }
    }

    private void answer(HttpExchange exchange, Sent sent) throws IOException {
        if (sent.tool().equals("slow")) {
            work(sent, new SseStream(exchange));
            return;
        }
        send(exchange, usual(exchange, sent));
    }

    private static void send(HttpExchange exchange, Answer bent) throws IOException {
        if (bent.status() == Answer.NONE) {
            exchange.close();
            return;
        }
        if (bent.status() == Answer.REDIRECT) {
            exchange.getResponseHeaders().set("Location", "https://elsewhere.example/mcp");
        }
        var bytes = bent.body().getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", bent.type());
        exchange.sendResponseHeaders(bent.status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private void work(Sent sent, SseStream stream) throws IOException {
        for (int i = 0; i < comments; i++) {
            stream.raw(": keep-alive\n\n");
        }
        var token = sent.message().at("params", "_meta", "progressToken");
        stream.say(
                "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":"
                        + "{\"progress\":1,\"progressToken\":"
                        + token
                        + "}}");
        finished.acquireUninterruptibly();
        stream.say(String.valueOf(result(sent)));
    }

    /** Lets one slow tool come to its end. */
    void finish() {
        finished.release();
    }

    private Answer usual(HttpExchange exchange, Sent sent) {
        if (!sent.httpMethod().equals("POST")) {
            return Answer.status(405);
        }
        if (sent.method().equals("initialize")) {
            exchange.getResponseHeaders().set("Mcp-Session-Id", "" + sessions.incrementAndGet());
        }
        var result = result(sent);
        return result == null ? Answer.status(202) : Answer.json(200, result);
    }

    private static @Nullable String result(Sent sent) {
        var result =
                switch (sent.method()) {
                    case "initialize" -> WELCOME;
                    case "ping" -> "{}";
                    case "tools/list" -> "{\"tools\":[]}";
                    case "tools/call" -> "{\"content\":[{\"type\":\"text\",\"text\":\"done\"}]}";
                    default -> null;
                };
        var answer = "{\"jsonrpc\":\"2.0\",\"id\":" + sent.id();
        if (result != null) {
            return answer + ",\"result\":" + result + "}";
        }
        var unknown = ",\"error\":{\"code\":-32601,\"message\":\"Method not found\"}}";
        return sent.message().get("id") == null || sent.method().isEmpty()
                ? null
                : answer + unknown;
    }

    private void sse(HttpExchange exchange) throws IOException {
        var session = "" + sessions.incrementAndGet();
        var stream = new SseStream(exchange);
        streams.put(session, stream);
        stream.raw("event: endpoint\ndata: /messages?session=" + session + "\n\n");
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException closed) {
            streams.remove(session);
        }
    }

    private void posted(HttpExchange exchange, Sent sent) throws IOException {
        var bent = bend.of(sent);
        if (bent != null) {
            send(exchange, bent);
            return;
        }
        var said = result(sent);
        exchange.sendResponseHeaders(202, -1);
        exchange.close();
        var stream = streams.get(String.valueOf(sent.session()));
        if (stream == null || said == null) {
            return;
        }
        if (sent.tool().equals("slow")) {
            work(sent, stream);
        } else {
            stream.say(said);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    /** One event stream. */
    private static final class SseStream {

        private final HttpExchange exchange;

        SseStream(HttpExchange exchange) throws IOException {
            this.exchange = exchange;
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
        }

        void say(String message) throws IOException {
            raw("data: " + message + "\n\n");
        }

        synchronized void raw(String text) throws IOException {
            exchange.getResponseBody().write(text.getBytes(UTF_8));
            exchange.getResponseBody().flush();
        }
    }
}
