package io.tieline.bench.start;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;

/**
 * The least server there is, whose own start takes no time: over HTTP it runs already, as a command
 * it is a shell script.
 */
final class Pong implements AutoCloseable {

    private static final Pattern ID = Pattern.compile("\"id\":(\"[^\"]*\"|-?\\d+)");
    private static final String RESULT = "{\"content\":[{\"type\":\"text\",\"text\":\"pong\"}]}";
    private static final String INITIALIZED =
            "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{\"tools\":{}},"
                    + "\"serverInfo\":{\"name\":\"pong\",\"version\":\"1\"}}";
    private static final String UNKNOWN = "\"error\":{\"code\":-32601,\"message\":\"no\"}";

    /** The server as a shell script. */
    static final String SCRIPT =
            """
            while read -r line; do
                id=${line#*'"id":'}
                id=${id%%%%[,\\}]*}
                case $line in
                    *'"method":"initialize"'*) end='"result":%s' ;;
                    *'"method":"tools/call"'*) end='"result":%s' ;;
                    *'"id":'*) end='%s' ;;
                    *) continue ;;
                esac
                printf '{"jsonrpc":"2.0","id":%%s,%%s}\\n' "$id" "$end"
            done
            """
                    .formatted(INITIALIZED, RESULT, UNKNOWN);

    private final HttpServer server;

    Pong() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/mcp", Pong::serve);
        server.start();
    }

    String uri() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/mcp";
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private static void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            var message = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            var id = ID.matcher(message);
            if (!exchange.getRequestMethod().equals("POST")) {
                exchange.sendResponseHeaders(405, -1);
            } else if (message.contains("\"method\":\"notifications/") || !id.find()) {
                exchange.sendResponseHeaders(202, -1);
            } else {
                var answer = answer(message, id.group(1)).getBytes(UTF_8);
                exchange.getResponseHeaders().set("Content-Type", "application/json");
                exchange.sendResponseHeaders(200, answer.length);
                exchange.getResponseBody().write(answer);
            }
        }
    }

    private static String answer(String message, String id) {
        String end = UNKNOWN;
        if (message.contains("\"method\":\"initialize\"")) {
            end = "\"result\":" + INITIALIZED;
        } else if (message.contains("\"method\":\"tools/call\"")) {
            end = "\"result\":" + RESULT;
        }
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + "," + end + "}";
    }
}
