package io.tieline.bench.start;

import io.tieline.bench.subject.Backend;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Starts the program, opens a session and makes a call, then some more.
 *
 * @param project the top of the source tree, whose program it is
 * @param calls how many are made after the first
 */
record FirstCall(Path project, int calls) {

    /**
     * What was seen.
     *
     * @param millis from the start of the process to the answer of the first call
     * @param cpuMillis what the process had computed by then
     * @param megabytes resident by then
     * @param later resident after the other calls
     */
    record Seen(double millis, double cpuMillis, double megabytes, double later) {}

    /** How the program is started. */
    record Variant(String name, List<String> options, String javaOptions) {}

    private static final String INITIALIZE =
            "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{\"protocolVersion\":"
                    + "\"2025-11-25\",\"capabilities\":{},"
                    + "\"clientInfo\":{\"name\":\"bench\",\"version\":\"1\"}}}";
    private static final String INITIALIZED =
            "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}";

    /** Over HTTP, in front of a server over HTTP that runs already. */
    Seen http(Variant variant, URI backend) throws IOException, InterruptedException {
        var line = line(variant, "--listen=127.0.0.1:0");
        line.add("--backend=" + backend);
        // Made before the clock starts: a client's own first use of HTTP is no part of the figure.
        try (var client = HttpClient.newHttpClient();
                var started = new Started(line, variant.javaOptions())) {
            var front = URI.create(started.ready());
            var opened = post(client, front, null, INITIALIZE);
            check(opened.body(), 0, "serverInfo");
            var session = opened.headers().firstValue("mcp-session-id").orElse(null);
            post(client, front, session, INITIALIZED);
            check(post(client, front, session, call(1)).body(), 1, "pong");
            double millis = started.millis();
            double cpu = started.cpuMillis();
            double first = started.megabytes();
            for (int i = 2; i <= calls + 1; i++) {
                check(post(client, front, session, call(i)).body(), i, "pong");
            }
            return new Seen(millis, cpu, first, started.megabytes());
        }
    }

    /** Over stdio, in front of a command. */
    Seen stdio(Variant variant) throws IOException {
        var line = line(variant, "--stdio");
        line.addAll(Backend.cheapestCommand(project));
        try (var started = new Started(line, variant.javaOptions())) {
            started.say(INITIALIZE);
            check(started.hear(), 0, "serverInfo");
            started.say(INITIALIZED);
            started.say(call(1));
            check(started.hear(), 1, "pong");
            double millis = started.millis();
            double cpu = started.cpuMillis();
            double first = started.megabytes();
            for (int i = 2; i <= calls + 1; i++) {
                started.say(call(i));
                check(started.hear(), i, "pong");
            }
            return new Seen(millis, cpu, first, started.megabytes());
        }
    }

    private List<String> line(Variant variant, String front) {
        var line = new ArrayList<String>();
        line.add(project.resolve("bin/tieline").toString());
        line.add("run");
        line.add(front);
        line.addAll(variant.options());
        return line;
    }

    private static HttpResponse<String> post(
            HttpClient client, URI front, @Nullable String session, String body)
            throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(front)
                        .header("Content-Type", "application/json")
                        .header("Accept", "application/json, text/event-stream")
                        .POST(HttpRequest.BodyPublishers.ofString(body));
        if (session != null) {
            request.header("Mcp-Session-Id", session).header("MCP-Protocol-Version", "2025-11-25");
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private static String call(int id) {
        return "{\"jsonrpc\":\"2.0\",\"id\":"
                + id
                + ",\"method\":\"tools/call\",\"params\":{\"name\":\"echo\",\"arguments\":{\"text\":\"pong\"}}}";
    }

    private static void check(String answer, int id, String content) {
        if (!answer.contains("\"id\":" + id + ",") || !answer.contains(content)) {
            throw new IllegalStateException("wrong answer to " + id + ": " + answer);
        }
    }
}
