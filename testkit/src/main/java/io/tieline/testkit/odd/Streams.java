package io.tieline.testkit.odd;

import static io.tieline.testkit.odd.ServerTransport.EVENTS;
import static io.tieline.testkit.odd.ServerTransport.HTTP_SSE;

import java.time.Duration;
import java.util.List;

/** Servers whose event streams are unlike others, though they say the same. */
final class Streams {

    private static final Duration LONG = Duration.ofMinutes(5);

    private Streams() {}

    static List<OddServer> all() {
        return List.of(
                OddServer.named("no-comments", "Is silent for five minutes and then answers.")
                        .upon(
                                "odd",
                                (heard, voice) -> {
                                    voice.pass(LONG);
                                    voice.ordinary();
                                })
                        .works(),
                OddServer.named("carriage-returns", "Ends each line of its events with CR LF.")
                        .over(EVENTS, HTTP_SSE)
                        .framing(text -> "event: message\r\ndata: " + text + "\r\n\r\n")
                        .works(),
                OddServer.named("lone-carriage-returns", "Ends each line of its events with CR.")
                        .over(EVENTS, HTTP_SSE)
                        .framing(text -> "event: message\rdata: " + text + "\r\r")
                        .works(),
                OddServer.named(
                                "many-data-lines",
                                "Breaks the JSON of each message over several data lines.")
                        .over(EVENTS, HTTP_SSE)
                        .framing(text ->
                                "data:{\ndata:"
                                        + text.substring(1, text.length() - 1)
                                        + "\ndata:}\n\n")
                        .works(),
                OddServer.named(
                                "other-fields",
                                "Sends fields in its events that nobody knows, and a time to retry.")
                        .over(EVENTS, HTTP_SSE)
                        .framing(text -> "retry: 500\nfoo: bar\nbaz\ndata: " + text + "\n\n")
                        .works(),
                OddServer.named("byte-order-mark", "Begins each answer's stream with a BOM.")
                        .over(EVENTS)
                        .upon(
                                Heard::isRequest,
                                (heard, voice) -> {
                                    voice.raw("\uFEFF");
                                    voice.ordinary();
                                })
                        .works(),
                OddServer.named(
                                "split-characters",
                                "Breaks its answer in the middle of a character.")
                        .over(EVENTS, HTTP_SSE, ServerTransport.STDIO)
                        .upon("odd", Streams::split)
                        .with(new Outcome.Works("ö\uD83D\uDE00")));
    }

    private static void split(Heard heard, Voice voice) throws Exception {
        var message =
                "{\"jsonrpc\":\"2.0\",\"id\":"
                        + heard.id()
                        + ",\"result\":"
                        + OrdinaryServer.content("ö\uD83D\uDE00")
                        + "}";
        for (byte b : voice.framed(message)) {
            voice.raw(new byte[] {b});
        }
    }
}
