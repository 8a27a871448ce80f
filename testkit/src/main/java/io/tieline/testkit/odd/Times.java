package io.tieline.testkit.odd;

import static io.tieline.testkit.odd.ServerTransport.EVENTS;
import static io.tieline.testkit.odd.ServerTransport.HTTP_SSE;
import static io.tieline.testkit.odd.ServerTransport.STDIO;

import java.time.Duration;
import java.util.List;

/** Servers that take their time. The limits are 10 minutes of silence and an hour in all. */
final class Times {

    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Duration ALMOST = Duration.ofMinutes(9);
    private static final Duration TOO_LONG = Duration.ofMinutes(11);

    private Times() {}

    static List<OddServer> all() {
        return List.of(
                OddServer.named("silent", "Is silent for five minutes and then answers.")
                        .upon(
                                "odd",
                                (heard, voice) -> {
                                    voice.pass(LONG);
                                    voice.ordinary();
                                })
                        .inBothEras()
                        .works(),
                OddServer.named("comment-once", "Sends one comment, and nothing for five minutes.")
                        .over(EVENTS, HTTP_SSE)
                        .upon(
                                "odd",
                                (heard, voice) -> {
                                    voice.raw(": connected\n\n");
                                    voice.meet();
                                    voice.pass(LONG);
                                    voice.ordinary();
                                })
                        .inBothEras()
                        .works(),
                OddServer.named(
                                "comments-that-stop",
                                "Sends three comments a second apart, and nothing for five minutes.")
                        .over(EVENTS, HTTP_SSE)
                        .upon("odd", commenting(List.of(1L, 1L, 300L)))
                        .inBothEras()
                        .works(),
                OddServer.named("comments-at-times", "Sends a comment now and then.")
                        .over(EVENTS, HTTP_SSE)
                        .upon("odd", commenting(List.of(1L, 40L, 3L, 200L, 90L)))
                        .works(),
                OddServer.named(
                                "comments-in-rhythm",
                                "Sends a comment every 15 seconds, but none while its tool works.")
                        .over(EVENTS, HTTP_SSE)
                        .upon("odd", commenting(List.of(15L, 15L, 15L, 300L, 15L)))
                        .works(),
                OddServer.named("progress-for-an-hour", "Reports progress every nine minutes.")
                        .over(STDIO, EVENTS, HTTP_SSE)
                        .upon("odd", lasting(voice -> voice.progress()))
                        .works(),
                OddServer.named("logs-for-an-hour", "Logs something every nine minutes.")
                        .over(STDIO, EVENTS, HTTP_SSE)
                        .upon(
                                "odd",
                                lasting(voice ->
                                        voice.tell(
                                                "notifications/message",
                                                "{\"level\":\"info\",\"data\":\"busy\"}")))
                        .works(),
                OddServer.named("pings-only", "Never answers three calls, but pings meanwhile.")
                        .over(STDIO, HTTP_SSE, EVENTS)
                        .upon(
                                "odd",
                                (heard, voice) -> {
                                    voice.meet();
                                    voice.pass(TOO_LONG);
                                })
                        .with(new Outcome.Fails(-31002, "no sign of life", 3)),
                OddServer.named("late", "Answers a minute after its time, three times in a row.")
                        .over(STDIO, HTTP_SSE)
                        .upon("odd", (heard, voice) -> voice.alone(Times::late))
                        .with(new Outcome.Fails(-31002, "no sign of life", 3)),
                OddServer.named("slow-to-start", "Takes 50 seconds to answer initialize.")
                        .upon(
                                "initialize",
                                (heard, voice) -> {
                                    voice.pass(Duration.ofSeconds(50));
                                    voice.ordinary();
                                })
                        .works());
    }

    private static void late(Heard heard, Voice voice) throws Exception {
        voice.meet(); // Whatever was said before has been read.
        voice.pass(TOO_LONG);
        voice.ordinary();
    }

    private static Step commenting(List<Long> pauses) {
        return (heard, voice) -> {
            for (var seconds : pauses) {
                voice.raw(": padding\n\n");
                voice.meet();
                voice.pass(Duration.ofSeconds(seconds));
            }
            voice.ordinary();
        };
    }

    /** Something that is said. */
    private interface Sign {
        void give(Voice voice) throws Exception;
    }

    private static Step lasting(Sign sign) {
        return (heard, voice) -> {
            for (int i = 0; i < 5; i++) {
                voice.pass(ALMOST);
                sign.give(voice);
                voice.meet();
            }
            voice.ordinary();
        };
    }
}
