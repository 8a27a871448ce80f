package io.tieline.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tieline.bench.Loops;
import io.tieline.bench.load.FaultyServer.Fault;
import io.tieline.bench.load.Work.Kind;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A proxy that loses or misroutes something does not pass. */
final class CheckedRepliesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Effort SHORT = Effort.closedLoop(Duration.ZERO, Duration.ofMillis(200));

    private static Outcome outcome(Fault fault, Kind kind, Effort effort) throws Exception {
        try (var server = new FaultyServer(fault);
                var load =
                        Load.open(
                                Loops.open(1),
                                server.uri(),
                                new Work(kind, 200, false),
                                2,
                                PATIENCE)) {
            return load.run(effort, () -> 0);
        }
    }

    private static void isCaught(Fault fault, Kind kind, String reason) throws Exception {
        var outcome = outcome(fault, kind, SHORT);
        assertThat(outcome.firstError()).contains(reason);
        assertThat(outcome.errors()).isPositive();
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void whatComesBackRightIsCountedAndNotBlamed(Kind kind) throws Exception {
        var outcome = outcome(Fault.NONE, kind, SHORT);
        assertThat(outcome.firstError()).isNull();
        assertThat(outcome.calls()).isPositive().isEqualTo(outcome.latency().getTotalCount());
    }

    @Test
    void twoTextsThatAreSwappedAreCaught() throws Exception {
        isCaught(Fault.SWAPS_TEXTS, Kind.ECHO, "the text of another call");
    }

    @Test
    void twoRepliesThatAreSwappedAreCaughtThoughTheirIdsAreTheSame() throws Exception {
        isCaught(Fault.SWAPS_REPLIES, Kind.ECHO, "of another call");
    }

    @Test
    void aReplyThatIsLostIsCaught() throws Exception {
        isCaught(Fault.LOSES_A_REPLY, Kind.ECHO, "1 calls were not answered");
    }

    @Test
    void aCallThatIsRefusedIsCaught() throws Exception {
        isCaught(Fault.REFUSES_A_CALL, Kind.ECHO, "HTTP status 502");
    }

    @Test
    void aQuestionThatIsPutToAnotherCallIsCaught() throws Exception {
        isCaught(Fault.SWAPS_QUESTIONS, Kind.ASK, "a question of another call");
    }

    @Test
    void aQuestionThatDoesNotArriveIsCaught() throws Exception {
        isCaught(Fault.SWALLOWS_THE_QUESTION, Kind.ASK, "the text of another call, or none");
    }

    @Test
    void aReportThatIsDroppedIsCaught() throws Exception {
        isCaught(Fault.DROPS_A_REPORT, Kind.STREAM, "a report out of order");
    }

    @Test
    void aReportOfAnotherCallIsCaught() throws Exception {
        isCaught(Fault.REPORTS_ELSEWHERE, Kind.STREAM, "a report of another call");
    }

    @Test
    void aSecondResultIsCaught() throws Exception {
        isCaught(Fault.ANSWERS_TWICE, Kind.STREAM, "two results");
    }

    @Test
    void aServerTooSlowForTheTimeIsMeasuredUntilACallHasEnded() throws Exception {
        var effort = Effort.closedLoop(Duration.ZERO, Duration.ofMillis(50));
        var outcome = outcome(Fault.IS_SLOW, Kind.ECHO, effort);
        assertThat(outcome.firstError()).isNull();
        assertThat(outcome.calls()).isPositive();
        assertThat(outcome.nanos()).isGreaterThan(200_000_000L);
    }

    @Test
    void anOpenLoopBeginsAsManyCallsAsItIsTold() throws Exception {
        var effort = new Effort(Duration.ofMillis(100), Duration.ofMillis(500), 200);
        var outcome = outcome(Fault.NONE, Kind.ECHO, effort);
        assertThat(outcome.firstError()).isNull();
        assertThat(outcome.calls()).isBetween(80L, 120L);
    }

    @Test
    void anOpenLoopCountsTheTimeThatACallHadToWaitForItsTurn() throws Exception {
        // Far more calls are due than can be done, so each is later than the one before.
        var effort = new Effort(Duration.ZERO, Duration.ofMillis(400), 1_000_000);
        var outcome = outcome(Fault.NONE, Kind.ECHO, effort);
        assertThat(outcome.latencyMicros(100)).isGreaterThan(100_000);
    }

    @Test
    void aServerThatIsNotThereCannotBeOpened() {
        assertThatThrownBy(() ->
                        Load.open(
                                Loops.open(1),
                                URI.create("http://127.0.0.1:1/mcp"),
                                new Work(Kind.ECHO, 200, false),
                                2,
                                PATIENCE))
                .isInstanceOf(Load.UnusableException.class)
                .hasMessageContaining("cannot connect");
    }
}
