package io.tieline.testkit.scenarios;

import io.tieline.wire.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A client of Streamable HTTP that posts what a test wants and never opens a GET stream. */
final class RawClient implements AutoCloseable {

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI uri;
    private @Nullable String session;

    RawClient(URI uri) {
        this.uri = uri;
    }

    /** Opens a session with these capabilities; what the gateway says of itself. */
    Json initialize(Json capabilities) throws IOException, InterruptedException {
        var welcome =
                http.send(
                        request(
                                        Json.object(
                                                "protocolVersion",
                                                "2025-11-25",
                                                "capabilities",
                                                capabilities,
                                                "clientInfo",
                                                Json.object("name", "raw", "version", "1")))
                                .build(),
                        BodyHandlers.ofString());
        session = welcome.headers().firstValue("mcp-session-id").orElse(null);
        post("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");
        return messages(welcome.body().lines().iterator()).next();
    }

    private HttpRequest.Builder request(Json params) {
        return builder()
                .POST(
                        BodyPublishers.ofString(
                                Json.object(
                                                "jsonrpc", "2.0",
                                                "id", "i",
                                                "method", "initialize",
                                                "params", params)
                                        .toString()));
    }

    /** Posts a message that is not answered; the status. */
    int post(String message) throws IOException, InterruptedException {
        var request = builder().POST(BodyPublishers.ofString(message)).build();
        return http.send(request, BodyHandlers.discarding()).statusCode();
    }

    /** Posts a request; the messages of its response, as they come. */
    Iterator<Json> ask(String message) throws IOException, InterruptedException {
        var request = builder().POST(BodyPublishers.ofString(message)).build();
        return messages(http.send(request, BodyHandlers.ofLines()).body().iterator());
    }

    /** Posts a request whose response may be long in coming. */
    CompletableFuture<Iterator<Json>> askLater(String message) {
        var request = builder().POST(BodyPublishers.ofString(message)).build();
        return http.sendAsync(request, BodyHandlers.ofLines())
                .thenApply(response -> messages(response.body().iterator()));
    }

    private HttpRequest.Builder builder() {
        var request =
                HttpRequest.newBuilder(uri)
                        .header("content-type", "application/json")
                        .header("accept", "application/json, text/event-stream");
        return session == null ? request : request.header("mcp-session-id", session);
    }

    private static Iterator<Json> messages(Iterator<String> lines) {
        return new Iterator<>() {
            private @Nullable Json next;

            @Override
            public boolean hasNext() {
                while (next == null && lines.hasNext()) {
                    var line = lines.next();
                    var text = line.startsWith("data:") ? line.substring(5).strip() : line;
                    next = text.startsWith("{") ? Json.of(text) : null;
                }
                return next != null;
            }

            @Override
            public Json next() {
                if (!hasNext()) {
                    throw new NoSuchElementException("The response has ended");
                }
                var message = Objects.requireNonNull(next);
                next = null;
                return message;
            }
        };
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
