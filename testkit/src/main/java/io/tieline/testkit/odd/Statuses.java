package io.tieline.testkit.odd;

import static io.tieline.testkit.odd.ServerTransport.EVENTS;
import static io.tieline.testkit.odd.ServerTransport.HTTP_SSE;
import static io.tieline.testkit.odd.ServerTransport.JSON;

import java.util.List;

/** Servers that answer with other statuses, types and headers than others do. */
final class Statuses {

    private Statuses() {}

    static List<OddServer> all() {
        return List.of(
                OddServer.named("delete-405", "Takes no DELETE.")
                        .over(EVENTS, JSON)
                        .web(WebStep.status("405 Method Not Allowed").upon("DELETE"))
                        .works(),
                OddServer.named("notified-200", "Takes notifications with 200 and no body.")
                        .over(EVENTS, JSON, HTTP_SSE)
                        .taking(WebStep.status("200 OK"))
                        .works(),
                OddServer.named("notified-204", "Takes notifications with 204.")
                        .over(EVENTS, JSON, HTTP_SSE)
                        .taking((request, reply) -> {
                            reply.raw("HTTP/1.1 204 No Content\r\n\r\n");
                            return true;
                        })
                        .works(),
                OddServer.named("no-session-id", "Gives no session id.")
                        .over(EVENTS, JSON)
                        .sessionId("")
                        .works(),
                OddServer.named("typed-with-charset", "Declares a charset with its types.")
                        .over(EVENTS, JSON, HTTP_SSE)
                        .eventsType("text/event-stream;charset=UTF-8")
                        .jsonType("Application/JSON; charset=utf-8")
                        .works(),
                OddServer.named("older-http", "Speaks HTTP/1.0: no chunks, no lengths.")
                        .over(EVENTS, JSON, HTTP_SSE)
                        .olderHttp()
                        .works());
    }
}
