package io.tieline.testkit.odd;

import static io.tieline.testkit.odd.ServerTransport.EVENTS;
import static io.tieline.testkit.odd.ServerTransport.JSON;

import java.util.List;

/** Servers that answer the optional GET, and the last DELETE, in all ways but those that exist. */
final class GeneralStreams {

    private static final String NO_SUCH_METHOD =
            "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32601,\"message\":\"Method not"
                    + " found\"}}";

    private GeneralStreams() {}

    static List<OddServer> all() {
        return List.of(
                get("get-404", "with 404", WebStep.status("404 Not Found")),
                get(
                        "get-404-page",
                        "with 404 and a page",
                        WebStep.status("404 Not Found", "text/html", "<h1>Cannot GET /mcp</h1>")),
                get("get-400", "with 400", WebStep.status("400 Bad Request")),
                get("get-401", "with 401", WebStep.status("401 Unauthorized")),
                get("get-406", "with 406", WebStep.status("406 Not Acceptable")),
                get("get-500", "with 500", WebStep.status("500 Internal Server Error")),
                get("get-501", "with 501", WebStep.status("501 Not Implemented")),
                get(
                        "get-200-json",
                        "with 200 and an error in JSON",
                        WebStep.status("200 OK", "application/json", NO_SUCH_METHOD)),
                get(
                        "get-200-page",
                        "with 200 and a page",
                        WebStep.status("200 OK", "text/html", "<h1>Welcome</h1>")),
                get("get-200-nothing", "with 200 and nothing", WebStep.status("200 OK", "", "")),
                get(
                        "get-that-ends",
                        "with a stream that ends at once",
                        (request, reply) -> {
                            reply.events();
                            reply.end();
                            return true;
                        }),
                get(
                        "get-that-is-cut",
                        "with the end of the connection",
                        (request, reply) -> {
                            reply.cut();
                            return true;
                        }),
                get("get-unanswered", "with nothing at all", (request, reply) -> true),
                OddServer.named("delete-405", "Takes no DELETE.")
                        .over(EVENTS, JSON)
                        .web(WebStep.status("405 Method Not Allowed").upon("DELETE"))
                        .works(),
                OddServer.named("delete-500", "Fails upon DELETE.")
                        .over(EVENTS, JSON)
                        .web(WebStep.status("500 Internal Server Error").upon("DELETE"))
                        .works(),
                OddServer.named("delete-unanswered", "Never answers a DELETE.")
                        .over(EVENTS, JSON)
                        .web(((WebStep) (request, reply) -> true).upon("DELETE"))
                        .works());
    }

    private static OddServer get(String name, String how, WebStep step) {
        return OddServer.named(name, "Answers the optional GET " + how + ".")
                .over(EVENTS, JSON)
                .web(step.upon("GET"))
                .works();
    }
}
