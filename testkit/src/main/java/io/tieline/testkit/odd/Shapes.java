package io.tieline.testkit.odd;

import static io.tieline.testkit.odd.ServerTransport.EVENTS;
import static io.tieline.testkit.odd.ServerTransport.HTTP_SSE;
import static io.tieline.testkit.odd.ServerTransport.JSON;
import static io.tieline.testkit.odd.ServerTransport.STDIO;

import java.util.List;

/** Servers whose messages have members that others have not, or lack what others have. */
final class Shapes {

    private static final String TOOLS_OPEN =
            OrdinaryServer.TOOLS.substring(0, OrdinaryServer.TOOLS.length() - 1);

    private Shapes() {}

    static List<OddServer> all() {
        return List.of(
                OddServer.named(
                                "members-beyond",
                                "Puts members into its messages that nobody knows.")
                        .writing(text ->
                                "{\"x-trace\":[1,{\"a\":null}],"
                                        + text.substring(1, text.length() - 1)
                                        + ",\"took\":0.5}")
                        .inBothEras()
                        .works(),
                OddServer.named("null-cursor", "Ends its list of tools with a cursor that is null.")
                        .answers("tools/list", TOOLS_OPEN + ",\"nextCursor\":null}")
                        .inBothEras()
                        .works(),
                OddServer.named(
                                "nulls",
                                "Writes null for whatever a result of a tool does not have.")
                        .answers(
                                "odd",
                                "{\"content\":[{\"type\":\"text\",\"text\":\"odd\",\"annotations\":null,"
                                        + "\"_meta\":null}],\"structuredContent\":null,"
                                        + "\"isError\":null,\"_meta\":null}")
                        .inBothEras()
                        .works(),
                OddServer.named("null-params", "Sends requests and notifications with null params.")
                        .over(STDIO, EVENTS, HTTP_SSE)
                        .upon(
                                "odd",
                                (heard, voice) -> {
                                    voice.tell("notifications/tools/list_changed", "null");
                                    var _ = voice.ask("ping", ",\"params\":null");
                                    voice.ordinary();
                                })
                        .works(),
                OddServer.named(
                                "strange-progress",
                                "Reports progress with tokens that nobody gave, and of other types.")
                        .over(STDIO, EVENTS, HTTP_SSE)
                        .upon(
                                "odd",
                                (heard, voice) -> {
                                    for (var token : List.of("\"x\"", "1.5", "null", "{}", "-7")) {
                                        voice.tell(
                                                "notifications/progress",
                                                "{\"progressToken\":" + token + ",\"progress\":1}");
                                    }
                                    voice.ordinary();
                                })
                        .inBothEras()
                        .works(),
                OddServer.named(
                                "strange-logs",
                                "Logs at levels that do not exist, and without data.")
                        .over(STDIO, EVENTS, HTTP_SSE)
                        .upon(
                                "odd",
                                (heard, voice) -> {
                                    voice.tell("notifications/message", "{\"level\":\"loud\"}");
                                    voice.tell("notifications/message", "{}");
                                    voice.tell("notifications/message", "[]");
                                    voice.tell("notifications/stderr", "{\"content\":\"x\"}");
                                    voice.ordinary();
                                })
                        .works(),
                OddServer.named("asks-unasked", "Asks what its client has not declared.")
                        .over(STDIO, EVENTS, HTTP_SSE)
                        .upon(
                                "odd",
                                (heard, voice) -> {
                                    var _ =
                                            voice.ask(
                                                    "sampling/createMessage",
                                                    ",\"params\":{\"messages\":[],"
                                                            + "\"maxTokens\":1}");
                                    voice.ordinary();
                                })
                        .works(),
                OddServer.named("deep", "Answers with a tree of 500 levels.")
                        .answers(
                                "odd",
                                "{\"content\":[{\"type\":\"text\",\"text\":\"odd\"}],"
                                        + "\"structuredContent\":{\"x\":"
                                        + "[".repeat(500)
                                        + "]".repeat(500)
                                        + "}}")
                        .inBothEras()
                        .works(),
                OddServer.named("large", "Answers with three million characters.")
                        .answers("odd", OrdinaryServer.content("x".repeat(3_000_000)))
                        .inBothEras()
                        .with(new Outcome.Works("x".repeat(3_000_000))),
                OddServer.named("batches", "Answers in batches, as 2025-03-26 allows.")
                        .over(STDIO, EVENTS, JSON)
                        .revision("2025-03-26")
                        .upon(heard -> heard.isRequest() && !heard.is("initialize"), Step.ORDINARY)
                        .writing(text -> text.contains("protocolVersion") ? text : "[" + text + "]")
                        .works());
    }
}
