package io.tieline.testkit.odd;

import static io.tieline.testkit.odd.ServerTransport.EVENTS;
import static io.tieline.testkit.odd.ServerTransport.HTTP_SSE;
import static io.tieline.testkit.odd.ServerTransport.JSON;

import io.tieline.wire.Json;
import java.util.List;
import java.util.stream.Stream;

/** Servers that have forgotten their sessions, each with other words for it. */
final class ForgottenSessions {

    private static final String LOST =
            "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32001,\"message\":\"Session not"
                    + " found\"}}";

    private ForgottenSessions() {}

    static List<OddServer> all() {
        return Stream.concat(
                        Stream.of(
                                        "400 Bad Request",
                                        "401 Unauthorized",
                                        "403 Forbidden",
                                        "404 Not Found",
                                        "410 Gone",
                                        "422 Unprocessable Content",
                                        "500 Internal Server Error",
                                        "503 Service Unavailable")
                                .map(ForgottenSessions::withStatus),
                        others().stream())
                .toList();
    }

    private static List<OddServer> others() {
        return List.of(
                forgetting("forgets-200", "HTTP 200 and error -32001")
                        .over(EVENTS, JSON)
                        .unknownSession(WebStep.status("200 OK", "application/json", LOST))
                        .with(new Outcome.BeginsAnew()),
                forgetting("forgets-404-in-words", "HTTP 404 and plain words")
                        .over(EVENTS, JSON)
                        .unknownSession(
                                WebStep.status(
                                        "404 Not Found", "text/plain", "Could not find session"))
                        .with(new Outcome.BeginsAnew()),
                forgetting("forgets-with-own-id", "HTTP 404 and an error with the request's id")
                        .over(EVENTS, JSON)
                        .unknownSession(withOwnId("404 Not Found", -32001, "Session not found"))
                        .with(new Outcome.BeginsAnew()),
                forgetting("forgets-401-own-id", "HTTP 401 and an error with the request's id")
                        .over(JSON)
                        .unknownSession(withOwnId("401 Unauthorized", -32000, "Unauthorized"))
                        .with(new Outcome.BeginsAnew()),
                forgetting("forgets-500-own-id", "HTTP 500 and an error with the request's id")
                        .over(JSON)
                        .unknownSession(withOwnId("500 Oops", -32603, "Internal error"))
                        .with(new Outcome.BeginsAnew()),
                forgetting("forgets-200-own-id", "HTTP 200 and an error with the request's id")
                        .over(JSON)
                        .unknownSession(withOwnId("200 OK", -32602, "Invalid request parameters"))
                        .with(new Outcome.BeginsAnew()),
                forgetting("forgets-200-empty", "HTTP 200 and nothing else")
                        .over(JSON)
                        .unknownSession(WebStep.status("200 OK"))
                        .with(new Outcome.BeginsAnew()),
                forgetting("forgets-404-sse", "HTTP 404 upon each POST")
                        .over(HTTP_SSE)
                        .with(new Outcome.BeginsAnew()),
                forgetting("forgets-400-sse", "HTTP 400 upon each POST")
                        .over(HTTP_SSE)
                        .unknownSession(WebStep.status("400 Bad Request"))
                        .with(new Outcome.BeginsAnew()));
    }

    /** An error that repeats the request's id, as an answer would. */
    private static WebStep withOwnId(String status, int code, String words) {
        return (request, reply) -> {
            var error = Json.object("code", code, "message", words);
            var id = Json.of(request.body()).get("id");
            reply.whole(
                    status,
                    "application/json",
                    "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"error\":" + error + "}");
            return true;
        };
    }

    /** The status is all that it says. */
    private static OddServer withStatus(String status) {
        return forgetting("forgets-" + status.substring(0, 3), "HTTP " + status)
                .over(EVENTS, JSON)
                .unknownSession(WebStep.status(status))
                .with(new Outcome.BeginsAnew());
    }

    private static OddServer.Builder forgetting(String name, String words) {
        return OddServer.named(name, "Forgets its sessions, and has " + words + " for them.")
                .upon(
                        "odd",
                        (heard, voice) -> {
                            voice.forget();
                            voice.ordinary();
                        });
    }
}
