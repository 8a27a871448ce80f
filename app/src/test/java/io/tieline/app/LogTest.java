package io.tieline.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.session.Observer.Count;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** What stands in the log, and what never does. */
@Timeout(60)
final class LogTest {

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    @Test
    void aMessageOfAStrangerCannotLookLikeALineOfOurs() {
        Logs.begin(written, LogLevel.INFO);
        LoggerFactory.getLogger("test")
                .info("one{}two", "\n12:00:00.000 info  forged\u001b[31m\u202e");
        assertThat(lines()).hasSize(2);
        assertThat(lines().getLast())
                .isEqualTo("    12:00:00.000 info  forged\\u001b[31m\\u202etwo");
    }

    @Test
    void aTraceIsIndented() {
        Logs.begin(written, LogLevel.INFO);
        LoggerFactory.getLogger("test").error("oh", new IllegalStateException("a\nb"));
        assertThat(lines().getFirst()).matches("[0-9:.]{12} error oh");
        assertThat(lines()).hasSizeGreaterThan(2);
        assertThat(lines().subList(1, lines().size())).allMatch(line -> line.startsWith("    "));
    }

    @Test
    void aLevelHoldsBackWhatIsBelow() {
        Logs.begin(written, LogLevel.WARN);
        LoggerFactory.getLogger("test").info("hidden");
        LoggerFactory.getLogger("test").warn("shown");
        assertThat(lines()).singleElement().asString().endsWith("warn  shown");
    }

    @Test
    void whatIsCountedIsAWarningEachTimeItsNumberDoubles() {
        Logs.begin(written, LogLevel.WARN);
        var log = new ExchangeLog("shop");
        for (int number = 1; number <= 10; number++) {
            log.counted(Count.LATE_ANSWER, "id " + number);
        }
        assertThat(lines())
                .extracting(line -> line.substring(line.indexOf("late")))
                .containsExactly(
                        "late answer, 1 so far: id 1",
                        "late answer, 2 so far: id 2",
                        "late answer, 4 so far: id 4",
                        "late answer, 8 so far: id 8");
    }

    /** Scenario 40. */
    @Test
    void scenario40AnExchangeIsOneLineWithoutWhatItCarried() throws Exception {
        Logs.begin(written, LogLevel.DEBUG);
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
                client.call("c4n4ry").get(30, TimeUnit.SECONDS);
            }
        }
        assertThat(lines())
                .filteredOn(line -> line.contains("tools/call"))
                .singleElement()
                .asString()
                .matches(
                        "[0-9:.]{12} debug tools/call session [0-9a-f]{8} backend 127.0.0.1:\\d+:"
                                + " result in \\d+ ms");
        assertThat(written.toString(UTF_8)).doesNotContain("c4n4ry");
    }

    private List<String> lines() {
        return written.toString(UTF_8).lines().toList();
    }
}
