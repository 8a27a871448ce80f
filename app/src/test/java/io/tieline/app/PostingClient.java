package io.tieline.app;

import io.tieline.wire.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A client of Streamable HTTP that posts what a test wants, one session. */
final class PostingClient implements AutoCloseable {

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI uri;
    private final String[] headers;
    private @Nullable String session;
    private int ids;

    /**
     * @param headers names and values that every request carries
     */
    PostingClient(String url, String... headers) {
        this(URI.create(url + "/mcp"), headers);
    }

    private PostingClient(URI uri, String[] headers) {
        this.uri = uri;
        this.headers = headers;
    }

    /** A client of what is served at this URL, its path included. */
    static PostingClient at(String url) {
        return new PostingClient(URI.create(url), new String[0]);
    }

    /** Another client of the same gateway. */
    PostingClient another() {
        return new PostingClient(uri, headers);
    }

    /** The same client in the same session, whose requests carry these headers instead. */
    PostingClient with(String... others) {
        var same = new PostingClient(uri, others);
        same.session = session;
        return same;
    }

    /** Where it posts to. */
    URI uri() {
        return uri;
    }

    /** The id of its session with the gateway. */
    @Nullable String session() {
        return session;
    }

    /** Opens the session; the result of the handshake. */
    Json initialize() throws IOException, InterruptedException {
        var answer = http.send(request(initializeMessage()), BodyHandlers.ofString());
        session = answer.headers().firstValue("mcp-session-id").orElse(null);
        http.send(
                request("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}"),
                BodyHandlers.ofString());
        return json(answer);
    }

    /** Begins to open a session that nobody will use; the whole answer. */
    CompletableFuture<Json> beginInitialize() {
        return http.sendAsync(request(initializeMessage()), BodyHandlers.ofString())
                .thenApply(PostingClient::json);
    }

    /** Tries to open a session; the status. */
    int tryInitialize() throws IOException, InterruptedException {
        return status(initializeMessage());
    }

    /** Posts this; the status. */
    int status(String body) throws IOException, InterruptedException {
        return http.send(request(body), BodyHandlers.ofString()).statusCode();
    }

    /** Calls a tool; the whole answer. */
    CompletableFuture<Json> call(String tool) {
        return call(tool, Json.object());
    }

    CompletableFuture<Json> call(String tool, Json arguments) {
        var message =
                Json.object(
                        "jsonrpc",
                        "2.0",
                        "id",
                        ++ids,
                        "method",
                        "tools/call",
                        "params",
                        Json.object("name", tool, "arguments", arguments));
        return http.sendAsync(request(message.toString()), BodyHandlers.ofString())
                .thenApply(PostingClient::json);
    }

    private static String initializeMessage() {
        return """
        {"jsonrpc":"2.0","id":"i","method":"initialize","params":{"protocolVersion":"2025-11-25",\
        "capabilities":{"elicitation":{}},"clientInfo":{"name":"posting","version":"1"}}}\
        """;
    }

    private HttpRequest request(String body) {
        var request =
                HttpRequest.newBuilder(uri)
                        .header("content-type", "application/json")
                        .header("accept", "application/json, text/event-stream")
                        .POST(BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        if (session != null) {
            request.header("mcp-session-id", session);
        }
        return request.build();
    }

    /** The message in a JSON body, or the last one of an event stream. */
    private static Json json(HttpResponse<String> answer) {
        var text = answer.body();
        var streamed =
                text.lines()
                        .filter(line -> line.startsWith("data: {"))
                        .reduce((_, last) -> last)
                        .map(line -> line.substring("data: ".length()));
        return Json.of(streamed.orElse(text));
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
