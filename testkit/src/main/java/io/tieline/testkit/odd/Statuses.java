package io.tieline.testkit.odd;

import static io.tieline.testkit.odd.ServerTransport.EVENTS;
import static io.tieline.testkit.odd.ServerTransport.HTTP_SSE;
import static io.tieline.testkit.odd.ServerTransport.JSON;

import java.util.List;

/** Servers that take messages with other statuses, types and headers than others do. */
final class Statuses {

    private static final String ALL_VISIBLE =
            "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~".repeat(30) + "-%d";

    private Statuses() {}

    static List<OddServer> all() {
        return List.of(
                taking("notified-200", "with 200", WebStep.status("200 OK")),
                taking(
                        "notified-200-untyped",
                        "with 200, no type and no body",
                        WebStep.status("200 OK", "", "")),
                taking(
                        "notified-200-null",
                        "with 200 and JSON that says null",
                        WebStep.status("200 OK", "application/json", "null")),
                taking(
                        "notified-200-result",
                        "with 200 and a result without an id",
                        WebStep.status(
                                "200 OK",
                                "application/json",
                                "{\"jsonrpc\":\"2.0\",\"id\":null,\"result\":{}}")),
                taking(
                        "notified-202-words",
                        "with 202 and a word",
                        WebStep.status("202 Accepted", "text/plain", "Accepted")),
                taking(
                        "notified-204",
                        "with 204",
                        (request, reply) -> {
                            reply.raw("HTTP/1.1 204 No Content\r\n\r\n");
                            return true;
                        }),
                notTaking("notified-400", "400 Bad Request"),
                notTaking("notified-404", "404 Not Found"),
                notTaking("notified-405", "405 Method Not Allowed"),
                notTaking("notified-500", "500 Internal Server Error"),
                OddServer.named("own-32002", "Fails a tool with a code that is a resource's.")
                        .inBothEras()
                        .upon(
                                "odd",
                                (heard, voice) ->
                                        voice.fail("{\"code\":-32002,\"message\":\"No paper\"}"))
                        .fails(-32002, "No paper"),
                OddServer.named("no-session-id", "Gives no session id.")
                        .over(EVENTS, JSON)
                        .sessionId("")
                        .works(),
                OddServer.named("long-session-id", "Gives a session id of 1,000 odd characters.")
                        .over(EVENTS, JSON)
                        .sessionId(ALL_VISIBLE)
                        .works(),
                OddServer.named("typed-with-charset", "Declares a charset with its types.")
                        .over(EVENTS, JSON, HTTP_SSE)
                        .eventsType("text/event-stream;charset=UTF-8")
                        .jsonType("Application/JSON; charset=utf-8")
                        .inBothEras()
                        .works(),
                OddServer.named("older-http", "Speaks HTTP/1.0: no chunks, no lengths.")
                        .over(EVENTS, JSON, HTTP_SSE)
                        .olderHttp()
                        .inBothEras()
                        .works(),
                OddServer.named("continues", "Says 100 Continue and 103 before its answers.")
                        .over(EVENTS, JSON)
                        .web((request, reply) -> {
                            if (request.method().equals("POST")) {
                                reply.raw("HTTP/1.1 100 Continue\r\n\r\n");
                                reply.raw("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n");
                            }
                            return false;
                        })
                        .inBothEras()
                        .works(),
                OddServer.named("moved-within", "Sends every POST to another path of its own.")
                        .over(EVENTS, JSON)
                        .web((request, reply) -> {
                            boolean moves = request.target().equals("/mcp");
                            if (moves) {
                                reply.whole("307 Temporary Redirect", "", "", "Location: /mcp/");
                            }
                            return moves;
                        })
                        .inBothEras()
                        .works());
    }

    private static OddServer taking(String name, String how, WebStep step) {
        return OddServer.named(name, "Takes notifications " + how + ".")
                .over(EVENTS, JSON, HTTP_SSE)
                .taking(step)
                .works();
    }

    private static OddServer notTaking(String name, String status) {
        return OddServer.named(name, "Refuses notifications with " + status + ".")
                .over(EVENTS, JSON)
                .web((request, reply) -> {
                    boolean notified = request.body().contains("\"method\":\"notifications/");
                    if (notified) {
                        reply.whole(status, "text/plain", "");
                    }
                    return notified;
                })
                .works();
    }
}
