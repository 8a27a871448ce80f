package io.tieline.testkit.odd;

import static io.tieline.testkit.odd.ServerTransport.EVENTS;
import static io.tieline.testkit.odd.ServerTransport.HTTP_SSE;
import static io.tieline.testkit.odd.ServerTransport.JSON;
import static io.tieline.testkit.odd.ServerTransport.STDIO;

import java.util.List;

/** Servers that break off before they have answered. */
final class BrokenStreams {

    private static final int GONE = -31001;

    private BrokenStreams() {}

    static List<OddServer> all() {
        return List.of(
                OddServer.named("cut-in-a-stream", "Cuts the connection in the middle of a stream.")
                        .over(EVENTS)
                        .upon(
                                "odd",
                                (heard, voice) -> {
                                    voice.raw(": a moment\n\n");
                                    voice.hangUp();
                                })
                        .inBothEras()
                        .fails(GONE, "ended the response before its answer"),
                OddServer.named("cut-before-a-body", "Cuts the connection instead of an answer.")
                        .over(JSON)
                        .upon("odd", (heard, voice) -> voice.hangUp())
                        .inBothEras()
                        .fails(GONE, "closed the connection before it had answered"),
                OddServer.named("ends-unanswered", "Ends the stream in order, without an answer.")
                        .over(EVENTS)
                        .upon("odd", (heard, voice) -> voice.raw(": nothing\n\n"))
                        .inBothEras()
                        .fails(GONE, "ended the response before its answer"),
                OddServer.named(
                                "ids-without-resumption",
                                "Numbers its events, breaks off, and takes no GET.")
                        .over(EVENTS)
                        .upon(
                                "odd",
                                (heard, voice) -> {
                                    voice.raw("id: 7\ndata:\n\n");
                                    voice.meet();
                                    voice.hangUp();
                                })
                        .fails(GONE, "ended the response before its answer"),
                OddServer.named(
                                "no-last-line-end",
                                "Ends the stream without the empty line after its last event.")
                        .over(EVENTS)
                        .upon(
                                "odd",
                                (heard, voice) -> {
                                    voice.raw(
                                            "data: {\"jsonrpc\":\"2.0\",\"id\":"
                                                    + heard.id()
                                                    + ",\"result\":{\"content\":[]}}");
                                    voice.endHere();
                                })
                        .inBothEras()
                        .fails(GONE, "ended the response before its answer"),
                OddServer.named("dies", "Ends in the middle of a call.")
                        .over(STDIO, HTTP_SSE)
                        .upon("odd", (heard, voice) -> voice.hangUp())
                        .with(new Outcome.Ends(GONE, "")));
    }
}
