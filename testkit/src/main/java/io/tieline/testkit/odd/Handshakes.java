package io.tieline.testkit.odd;

import static io.tieline.testkit.odd.ServerTransport.EVENTS;
import static io.tieline.testkit.odd.ServerTransport.HTTP_SSE;
import static io.tieline.testkit.odd.ServerTransport.JSON;
import static io.tieline.testkit.odd.ServerTransport.STDIO;

import java.time.Duration;
import java.util.List;

/** Servers that begin otherwise than the specification says. */
final class Handshakes {

    private static final int BROKE = -31003;

    private Handshakes() {}

    static List<OddServer> all() {
        return List.of(
                OddServer.named("older-2024", "Speaks 2024-11-05, whatever it is asked for.")
                        .revision("2024-11-05")
                        .works(),
                OddServer.named("older-2025", "Speaks 2025-06-18, whatever it is asked for.")
                        .revision("2025-06-18")
                        .works(),
                OddServer.named("unknown-revision", "Speaks a revision that nobody knows.")
                        .revision("2099-01-01")
                        .with(new Outcome.CannotOpen(BROKE, "2099-01-01")),
                OddServer.named("refuses-revisions", "Refuses initialize: no revision suits it.")
                        .upon(
                                "initialize",
                                (heard, voice) ->
                                        voice.fail(
                                                "{\"code\":-32602,\"message\":\"Unsupported protocol"
                                                        + " version\"}"))
                        .with(new Outcome.CannotOpen(BROKE, "Unsupported protocol version")),
                OddServer.named("bare", "Says nothing of itself but its revision.")
                        .answers("initialize", "{\"protocolVersion\":\"2025-11-25\"}")
                        .works(),
                OddServer.named("null-members", "Says null for what it does not have.")
                        .answers(
                                "initialize",
                                "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{\"tools\":{},"
                                        + "\"prompts\":null,\"logging\":null},\"serverInfo\":{\"name\":"
                                        + "\"odd\",\"version\":\"1\",\"title\":null},"
                                        + "\"instructions\":null}")
                        .works(),
                OddServer.named("tells-early", "Sends notifications before it answers initialize.")
                        .over(STDIO, EVENTS, HTTP_SSE)
                        .upon(
                                "initialize",
                                (heard, voice) -> {
                                    voice.tell(
                                            "notifications/message",
                                            "{\"level\":\"info\",\"data\":\"starting\"}");
                                    voice.tell("notifications/tools/list_changed", "{}");
                                    voice.ordinary();
                                })
                        .works(),
                OddServer.named("pings-early", "Pings before it answers initialize.")
                        .over(STDIO, EVENTS, HTTP_SSE)
                        .upon(
                                "initialize",
                                (heard, voice) -> {
                                    voice.meet();
                                    voice.ordinary();
                                })
                        .works(),
                OddServer.named("asks-early", "Asks for the roots before it answers initialize.")
                        .over(STDIO, EVENTS, HTTP_SSE)
                        .upon(
                                "initialize",
                                (heard, voice) -> {
                                    var _ = voice.ask("roots/list", "");
                                    voice.ordinary();
                                })
                        .works(),
                OddServer.named(
                                "dies-of-surprises",
                                "Ends when its first message is not initialize.")
                        .over(STDIO)
                        .upon("server/discover", (heard, voice) -> voice.hangUp())
                        .works(),
                OddServer.named(
                                "deaf-to-surprises",
                                "Never answers a method that it does not know.")
                        .over(STDIO, HTTP_SSE)
                        .upon(
                                "server/discover",
                                (heard, voice) -> voice.pass(Duration.ofSeconds(10)))
                        .works(),
                surprised("surprised-400", "400 Bad Request"),
                surprised("surprised-404", "404 Not Found"),
                surprised("surprised-422", "422 Unprocessable Content"),
                surprised("surprised-500", "500 Internal Server Error"),
                OddServer.named("refuses-initialize", "Refuses initialize with 400 and words.")
                        .over(EVENTS, JSON)
                        .web((request, reply) -> {
                            boolean post = request.method().equals("POST");
                            if (post) {
                                reply.whole(
                                        "400 Bad Request",
                                        "text/plain",
                                        "Bad Request: Unsupported protocol version");
                            }
                            return post;
                        })
                        .with(new Outcome.CannotOpen(-31001, "Unsupported protocol version")));
    }

    private static OddServer surprised(String name, String status) {
        return OddServer.named(name, "Has HTTP " + status + " for methods that it does not know.")
                .over(EVENTS, JSON)
                .web((request, reply) -> {
                    boolean unknown = request.body().contains("\"server/discover\"");
                    if (unknown) {
                        reply.whole(status, "text/plain", "What?");
                    }
                    return unknown;
                })
                .works();
    }
}
