package io.tieline.testkit.odd;

import static io.tieline.testkit.odd.ServerTransport.EVENTS;
import static io.tieline.testkit.odd.ServerTransport.HTTP_SSE;
import static io.tieline.testkit.odd.ServerTransport.JSON;

import io.tieline.wire.Json;
import java.util.List;

/** Servers that refuse one call over HTTP, each in its own way; nothing else is wrong with them. */
final class Refusals {

    private static final int GONE = -31001;
    private static final int BROKE = -31003;
    private static final int OVERLOADED = -31004;

    private Refusals() {}

    static List<OddServer> all() {
        return List.of(
                answering("refuses-404-by-id", "404 Not Found", -32601, "Method not found"),
                answering("refuses-400-by-id", "400 Bad Request", -32602, "x must be a number"),
                answering("refuses-500-by-id", "500 Internal Server Error", -32603, "Out of ink"),
                refusing(
                                "refuses-403-in-words",
                                "403 Forbidden",
                                "text/plain",
                                "Access is only allowed at localhost:3103")
                        .fails(GONE, "Access is only allowed at localhost:3103"),
                refusing("refuses-401", "401 Unauthorized", "application/json", "{}")
                        .fails(GONE, "401"),
                refusing("refuses-429", "429 Too Many Requests", "text/plain", "Slow down")
                        .fails(OVERLOADED, "429"),
                refusing(
                                "refuses-502-page",
                                "502 Bad Gateway",
                                "text/html",
                                "<html><h1>502 Bad Gateway</h1></html>")
                        .fails(GONE, "502"),
                refusing("answers-202", "202 Accepted", "", "").fails(BROKE, "202"),
                refusing("answers-a-page", "200 OK", "text/html", "<h1>Please log in</h1>")
                        .fails(BROKE, "text/html"),
                refusing("answers-words", "200 OK", "text/plain", "done")
                        .fails(BROKE, "text/plain"),
                refusing("answers-nothing", "200 OK", "application/json", "").fails(BROKE, ""),
                refusing("answers-null", "200 OK", "application/json", "null").fails(BROKE, ""),
                refusing(
                                "moves-away",
                                "302 Found",
                                "text/html",
                                "",
                                "Location: https://login.example.com/")
                        .fails(BROKE, "login.example.com"),
                OddServer.named("refuses-posts-of-calls", "Refuses the POST of a call with 500.")
                        .over(HTTP_SSE)
                        .web(call("500 Internal Server Error", "text/plain", "Out of ink"))
                        .fails(GONE, "500"));
    }

    /** An HTTP error whose body is the JSON-RPC error of the very request. */
    private static OddServer answering(String name, String status, int code, String message) {
        return OddServer.named(name, "Answers a call with " + status + " and its error.")
                .over(EVENTS, JSON)
                .inBothEras()
                .web((request, reply) -> {
                    boolean odd = request.body().contains("\"odd\"");
                    if (odd) {
                        reply.whole(
                                status,
                                "application/json",
                                "{\"jsonrpc\":\"2.0\",\"id\":"
                                        + Json.of(request.body()).get("id")
                                        + ",\"error\":{\"code\":"
                                        + code
                                        + ",\"message\":\""
                                        + message
                                        + "\"}}");
                    }
                    return odd;
                })
                .fails(code, message);
    }

    private static OddServer.Builder refusing(
            String name, String status, String type, String body, String... headers) {
        return OddServer.named(name, "Answers a call with " + status + " and nothing of use.")
                .over(EVENTS, JSON)
                .inBothEras()
                .web(call(status, type, body, headers));
    }

    private static WebStep call(String status, String type, String body, String... headers) {
        return (request, reply) -> {
            boolean odd = request.body().contains("\"odd\"");
            if (odd) {
                reply.whole(status, type, body, headers);
            }
            return odd;
        };
    }
}
