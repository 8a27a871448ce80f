package io.tieline.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.tieline.session.Incident;
import io.tieline.session.Incident.Kind;
import io.tieline.session.Observer.Count;
import io.tieline.wire.Json;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** What stands in the log, and what never does. */
@Timeout(60)
final class LogTest {

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private long now;

    @Test
    void aMessageOfAStrangerCannotLookLikeALineOfOurs() {
        Logs.begin(written, LogThreshold.INFO);
        LoggerFactory.getLogger("test")
                .info("one{}two", "\n12:00:00.000 info  forged\u001b[31m\u202e");
        assertThat(lines()).hasSize(2);
        assertThat(lines().getLast())
                .isEqualTo("    12:00:00.000 info  forged\\u001b[31m\\u202etwo");
    }

    @Test
    void aTraceIsIndented() {
        Logs.begin(written, LogThreshold.INFO);
        LoggerFactory.getLogger("test").error("oh", new IllegalStateException("a\nb"));
        assertThat(lines().getFirst()).matches("[0-9:.]{12} error oh");
        assertThat(lines()).hasSizeGreaterThan(2);
        assertThat(lines().subList(1, lines().size())).allMatch(line -> line.startsWith("    "));
    }

    @Test
    void aLevelHoldsBackWhatIsBelow() {
        Logs.begin(written, LogThreshold.WARN);
        LoggerFactory.getLogger("test").info("hidden");
        LoggerFactory.getLogger("test").warn("shown");
        assertThat(lines()).singleElement().asString().endsWith("warn  shown");
    }

    @Test
    void whatAnOperatorShouldHearOfIsAWarningEachTimeItsNumberDoubles() {
        Logs.begin(written, LogThreshold.WARN);
        var log = new ExchangeLog("shop", true, this::nextSecond);
        for (int number = 1; number <= 10; number++) {
            log.counted(Count.UNKNOWN_ANSWER, "id " + number);
        }
        assertThat(lines())
                .extracting(line -> line.substring(line.indexOf("unknown")))
                .containsExactly(
                        "unknown answer: id 1",
                        "unknown answer: id 2",
                        "unknown answer: id 4 (and 1 more since it was last said)",
                        "unknown answer: id 8 (and 3 more since it was last said)");
    }

    /** Whoever invents names must not hide what the operator has to know of the backend. */
    @Test
    void namesThatAStrangerInventsSilenceNothingThatHappensToTheBackend() {
        Logs.begin(written, LogThreshold.WARN);
        var log = new ExchangeLog("shop", true, () -> 0);
        for (int number = 0; number < 1_000; number++) {
            log.counted(Count.QUESTION_REFUSED, RepetitionsTest.letters(number) + "/x: no method");
        }
        log.happened(new Incident(Kind.SESSION_LOST, "shop", "exit code 3"));
        assertThat(lines()).last().asString().contains("a session broke off: exit code 3");
    }

    @Test
    void anOutageThatComesBackIsToldEachTime() {
        Logs.begin(written, LogThreshold.WARN);
        var log = new ExchangeLog("shop", true, () -> now);
        for (int outage = 0; outage < 5; outage++) {
            log.happened(new Incident(Kind.NOT_OPENED, "shop", "connection refused"));
            log.happened(new Incident(Kind.SESSION_BEGAN, "shop", "in revision 2025-11-25"));
            now += TimeUnit.MINUTES.toNanos(2);
        }
        assertThat(lines()).hasSize(5);
    }

    private long nextSecond() {
        now += TimeUnit.SECONDS.toNanos(1);
        return now;
    }

    @Test
    void ordinaryLifeIsNoWarning() {
        Logs.begin(written, LogThreshold.INFO);
        var log = new ExchangeLog("shop", true);
        for (var count : Count.values()) {
            if (count.isOrdinary()) {
                log.counted(count, "once");
            }
        }
        log.counted(Count.QUESTION_REFUSED, "roots/list: The client did not declare roots");
        assertThat(lines()).isEmpty();
        log.counted(Count.QUESTION_REFUSED, "elicitation/create: The client cannot be asked");
        assertThat(lines()).singleElement().asString().contains("warn  question refused: elic");
    }

    @Test
    void sessionsThatBeginAndEndAreTold() {
        Logs.begin(written, LogThreshold.INFO);
        var log = new ExchangeLog("shop", true);
        log.happened(new Incident(Kind.SESSION_BEGAN, "shop", "in revision 2025-11-25"));
        log.happened(new Incident(Kind.SESSION_ENDED, "shop", "its client has left"));
        log.happened(new Incident(Kind.SESSION_LOST, "shop", "exit code 3"));
        log.happened(new Incident(Kind.NOT_OPENED, "shop", "refused with HTTP status 401"));
        log.happened(new Incident(Kind.MESSAGE_REFUSED, "shop", "HTTP status 500"));
        assertThat(lines())
                .extracting(line -> line.substring(line.indexOf(' ') + 1))
                .containsExactly(
                        "info  Backend shop: a session began, in revision 2025-11-25",
                        "info  Backend shop: a session ended: its client has left",
                        "warn  Backend shop: a session broke off: exit code 3",
                        "warn  Backend shop: no session: refused with HTTP status 401",
                        "warn  Backend shop: a message was not taken: HTTP status 500");
    }

    @Test
    void sessionsOfOneRequestBeginAndEndInSilence() {
        Logs.begin(written, LogThreshold.INFO);
        var log = new ExchangeLog("shop", false);
        log.happened(new Incident(Kind.SESSION_BEGAN, "shop", "in revision 2025-11-25"));
        log.happened(new Incident(Kind.SESSION_ENDED, "shop", "its request is over"));
        assertThat(lines()).isEmpty();
    }

    @Test
    void aStartThatIsLeftAndTakenIsToldAtDebug() {
        Logs.begin(written, LogThreshold.DEBUG);
        var log = new ExchangeLog("shop", true);
        log.happened(new Incident(Kind.START_LEFT, "shop", "its client gave up"));
        log.happened(new Incident(Kind.START_TAKEN, "shop", "another client has come for it"));
        assertThat(lines())
                .extracting(line -> line.substring(line.indexOf(' ') + 1))
                .containsExactly(
                        "debug Backend shop: a start goes on that nobody waits for: its client gave up",
                        "debug Backend shop: a start is waited for again: another client has come for it");
    }

    /** The kind of a backend that refuses, whatever its reason: the line says all of it. */
    @Test
    void aBackendThatRefusesIsALineWithMethodToolCodeAndReasonOnceAndThenCounted()
            throws Exception {
        Logs.begin(written, LogThreshold.INFO);
        var server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    exchange.getRequestBody().readAllBytes();
                    exchange.sendResponseHeaders(401, -1);
                    exchange.close();
                });
        server.start();
        try {
            var plan =
                    PlannerTest.plan(
                            List.of(
                                    "--listen=127.0.0.1:0",
                                    "--backend-revision=2026-07-28",
                                    "--backend=http://127.0.0.1:" + server.getAddress().getPort()),
                            List.of());
            try (var gateway =
                            RunningGateway.start(
                                    plan, System.getenv(), InputStream.nullInputStream());
                    var client =
                            new PostingClient(
                                    gateway.front()
                                            .where()
                                            .replace("at ", "")
                                            .replace("/mcp", ""))) {
                client.initialize();
                for (int call = 0; call < 5; call++) {
                    client.call("book").get(30, TimeUnit.SECONDS);
                }
            }
        } finally {
            server.stop(0);
        }
        assertThat(lines())
                .filteredOn(line -> line.contains("tools/call book"))
                .hasSizeBetween(1, 3)
                .allMatch(line -> line.contains("warn"))
                .first()
                .asString()
                .contains("backend 127.0.0.1:", "error -31001 in ", "401", "credentials");
    }

    /** Scenario 40. */
    @Test
    void scenario40AnExchangeIsOneLineWithoutWhatItCarried() throws Exception {
        Logs.begin(written, LogThreshold.DEBUG);
        try (var server = new HeldServer()) {
            var plan =
                    PlannerTest.plan(
                            List.of(
                                    "--listen=127.0.0.1:0",
                                    "--header=X-Key: c4n4ry",
                                    "--backend=" + server.url() + "?key=c4n4ry"),
                            List.of());
            try (var gateway =
                            RunningGateway.start(
                                    plan, System.getenv(), InputStream.nullInputStream());
                    var client =
                            new PostingClient(
                                    gateway.front().where().replace("at ", "").replace("/mcp", ""),
                                    "authorization",
                                    "Bearer c4n4ry")) {
                client.initialize();
                client.call("say", Json.object("what", "c4n4ry")).get(30, TimeUnit.SECONDS);
            }
        }
        assertThat(lines())
                .filteredOn(line -> line.contains("tools/call"))
                .singleElement()
                .asString()
                .matches(
                        "[0-9:.]{12} debug tools/call say session [0-9a-f]{8} backend"
                                + " 127.0.0.1:\\d+: result in \\d+ ms"
                                + " \\(the backend \\d+ ms\\)");
        assertThat(written.toString(UTF_8)).doesNotContain("c4n4ry");
    }

    private List<String> lines() {
        return written.toString(UTF_8).lines().toList();
    }
}
