package io.tieline.testkit.odd;

import static io.tieline.testkit.odd.ServerTransport.EVENTS;
import static io.tieline.testkit.odd.ServerTransport.HTTP_SSE;
import static io.tieline.testkit.odd.ServerTransport.STDIO;

import java.util.List;

/** Servers whose event streams look unlike others, though they say the same. */
final class Streams {

    private static final String UNUSUAL = "\u00f6\uD83D\uDE00\u2028\u0085";

    private Streams() {}

    static List<OddServer> all() {
        return List.of(
                OddServer.named("carriage-returns", "Ends each line of its events with CR LF.")
                        .over(EVENTS, HTTP_SSE)
                        .framing(text -> "event: message\r\ndata: " + text + "\r\n\r\n")
                        .inBothEras()
                        .works(),
                OddServer.named("lone-carriage-returns", "Ends each line of its events with CR.")
                        .over(EVENTS, HTTP_SSE)
                        .framing(text -> "event: message\rdata: " + text + "\r\r")
                        .inBothEras()
                        .works(),
                OddServer.named("no-spaces", "Writes no space after the names of fields.")
                        .over(EVENTS, HTTP_SSE)
                        .framing(text -> "data:" + text + "\n\n")
                        .inBothEras()
                        .works(),
                OddServer.named(
                                "many-data-lines",
                                "Breaks the JSON of each message over several data lines.")
                        .over(EVENTS, HTTP_SSE)
                        .framing(text ->
                                "data:{\ndata:"
                                        + text.substring(1, text.length() - 1)
                                        + "\ndata:}\n\n")
                        .inBothEras()
                        .works(),
                OddServer.named(
                                "other-fields",
                                "Sends fields in its events that nobody knows, and a time to retry.")
                        .over(EVENTS, HTTP_SSE)
                        .framing(text -> "retry: 500\nfoo: bar\nbaz\ndata: " + text + "\n\n")
                        .inBothEras()
                        .works(),
                OddServer.named(
                                "other-events",
                                "Sends events of other names, without JSON, before each message.")
                        .over(EVENTS, HTTP_SSE)
                        .framing(text ->
                                "event: heartbeat\ndata: still here\n\n"
                                        + "event: ping\ndata: {}\n\ndata: "
                                        + text
                                        + "\n\n")
                        .inBothEras()
                        .works(),
                OddServer.named("empty-events", "Sends an event without data before each message.")
                        .over(EVENTS, HTTP_SSE)
                        .framing(text -> "id: 1\nretry: 3000\ndata: \n\ndata: " + text + "\n\n")
                        .inBothEras()
                        .works(),
                OddServer.named("byte-order-mark", "Begins each answer's stream with a BOM.")
                        .over(EVENTS)
                        .upon(
                                Heard::isRequest,
                                (heard, voice) -> {
                                    voice.raw("\uFEFF");
                                    voice.ordinary();
                                })
                        .inBothEras()
                        .works(),
                OddServer.named(
                                "split-characters",
                                "Sends an answer with unusual characters byte by byte.")
                        .over(EVENTS, HTTP_SSE, STDIO)
                        .upon("odd", Streams::byteByByte)
                        .inBothEras()
                        .with(new Outcome.Works(UNUSUAL)),
                OddServer.named(
                                "open-after-the-answer",
                                "Never ends the stream on which it has answered.")
                        .over(EVENTS)
                        .upon(
                                "odd",
                                (heard, voice) -> {
                                    voice.ordinary();
                                    voice.neverEnd();
                                })
                        .inBothEras()
                        .works(),
                OddServer.named("answers-twice", "Says each answer twice.")
                        .over(EVENTS, HTTP_SSE, STDIO)
                        .upon(
                                "odd",
                                (heard, voice) -> {
                                    voice.ordinary();
                                    voice.ordinary();
                                })
                        .inBothEras()
                        .works());
    }

    private static void byteByByte(Heard heard, Voice voice) throws Exception {
        var message =
                "{\"jsonrpc\":\"2.0\",\"id\":"
                        + heard.id()
                        + ",\"result\":"
                        + OrdinaryServer.content(UNUSUAL)
                        + "}";
        for (byte b : voice.framed(message)) {
            voice.raw(new byte[] {b});
        }
    }
}
