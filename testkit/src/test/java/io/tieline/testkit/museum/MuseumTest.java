package io.tieline.testkit.museum;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.session.Caller;
import io.tieline.session.backend.Backend;
import io.tieline.session.client.ReplyStream;
import io.tieline.testkit.simulation.Front;
import io.tieline.testkit.simulation.Simulation;
import io.tieline.testkit.simulation.Wiring;
import io.tieline.wire.Message;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every exhibit is caught, by its own symptom, in a history that the gateway itself passes. */
final class MuseumTest {

    /** Within so many histories; most need a handful. */
    private static final int HISTORIES = 500;

    /** What is wrong, and how it shows. */
    record Exhibit(Supplier<Wiring> defect, String symptom) {

        @Override
        public String toString() {
            return defect.get().getClass().getSimpleName();
        }
    }

    static Stream<Exhibit> exhibits() {
        return Stream.of(
                new Exhibit(SharedSlot::new, "which is not the request that caused it"),
                new Exhibit(OldestPending::new, "reached a stranger"),
                new Exhibit(FrozenContext::new, "was not asked of its client"),
                new Exhibit(OnlyTheGeneralStream::new, "was not asked of its client"),
                new Exhibit(SomebodysStream::new, "reached a stranger"),
                new Exhibit(BroadcastLog::new, "reached a stranger"),
                new Exhibit(SharedIdMap::new, "has 0 outcomes"),
                new Exhibit(LookalikeIds::new, "got the answer of"),
                new Exhibit(InsertAfterClose::new, "went on after the end of"),
                new Exhibit(AnswerFromAnywhere::new, "was answered with"),
                new Exhibit(RawProgressToken::new, "which is not the request that caused it"),
                new Exhibit(ResurrectedAnswer::new, "was answered after it was cancelled"),
                new Exhibit(RawCancelledId::new, "the backend never heard"),
                new Exhibit(AnswerTwice::new, "twice"),
                new Exhibit(BorrowedCapabilities::new, "which cannot be asked that"),
                new Exhibit(KeptTurn::new, "got an error without a cause"),
                new Exhibit(OneAtATime::new, "waited though the link attributes"),
                new Exhibit(HastyResult::new, "out of order"),
                new Exhibit(Remodelled::new, "left as"),
                new Exhibit(SharedConnection::new, "served ["),
                new Exhibit(AbandonedLock::new, "though the others did nothing"),
                new Exhibit(AnybodysState::new, "with a state that is not its own"),
                new Exhibit(EarlierRound::new, "with a state that is out of date"),
                new Exhibit(RawSubscriptionId::new, "was told under the subscription"),
                new Exhibit(UnnoticedHangUp::new, "did not hear of it at once"),
                new Exhibit(RememberedCapabilities::new, "which cannot be asked that"),
                new Exhibit(PrintedRecord::new, "got a result that the backend never gave"),
                new Exhibit(SkippedAnswer::new, "could not be read"),
                new Exhibit(NamelessForNobody::new, "did not hear that answer"),
                new Exhibit(NamelessForEverybody::new, "got an error without a cause"),
                new Exhibit(StrictIds::new, "did not hear that answer"),
                new Exhibit(LateIsDead::new, "got an error without a cause"),
                new Exhibit(RefusalIsTheEnd::new, "got an error without a cause"),
                new Exhibit(ForgottenForEver::new, "after its end"),
                new Exhibit(GuessFromPauses::new, "got an error without a cause"),
                new Exhibit(FloorlessRetry::new, "the same news without a pause"),
                new Exhibit(UnknownIsAllowed::new, "what only clients ask"),
                new Exhibit(ImpatientStart::new, "got an error without a cause"),
                new Exhibit(NumberInsteadOfSum::new, "for which there is no room"),
                new Exhibit(NotGivenBack::new, "bytes are still in flight"),
                new Exhibit(StreamEndsItsQuestions::new, "ended with another request"),
                new Exhibit(DriftedTwin::new, "got an error without a cause"),
                new Exhibit(HookOverwritten::new, "did not hear of it at once"),
                new Exhibit(ForeignStream::new, "got an error without a cause"),
                new Exhibit(KeyedForEver::new, "is still open"),
                new Exhibit(QuestionOvertakes::new, "before what was said earlier"),
                new Exhibit(UnfinishedThis::new, "the core threw"));
    }

    @ParameterizedTest
    @MethodSource("exhibits")
    void isCaught(Exhibit exhibit, TestReporter reporter) {
        for (long seed = 1; seed <= HISTORIES; seed++) {
            var findings = judged(seed, exhibit.defect().get());
            if (findings.stream().anyMatch(finding -> finding.contains(exhibit.symptom()))) {
                reporter.publishEntry(exhibit.toString(), "caught by history " + seed);
                assertThat(judged(seed, Wiring.STRAIGHT)).as("the twin without defect").isEmpty();
                return;
            }
        }
        assertThat(HISTORIES).as("histories without a trace of it").isZero();
    }

    @Test
    void theTapsThatExhibitsAreMadeOfSpoilNothing() {
        for (long seed = 1; seed <= HISTORIES; seed++) {
            assertThat(judged(seed, new Untouched())).isEmpty();
        }
    }

    private static final class Untouched implements Wiring {

        @Override
        public Backend backend(Backend backend) {
            return LinkTap.onEach(backend, core -> new LinkTap(backend, core));
        }

        @Override
        public Front front(Front front) {
            return new FrontTap(front) {
                @Override
                void says(Seat seat, Message message, Caller caller, ReplyStream stream) {
                    super.says(seat, message, caller, new ReplyTap(stream));
                }
            };
        }
    }

    private static List<String> judged(long seed, Wiring wiring) {
        return Simulation.judge(Simulation.run(seed, wiring));
    }
}
