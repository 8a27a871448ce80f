package io.tieline.testkit.museum;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.session.backend.Backend;
import io.tieline.testkit.federation.FederatedSimulation;
import io.tieline.testkit.federation.FederatedWiring;
import io.tieline.testkit.federation.Rule;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The wing of the museum for several servers behind one front: every exhibit is caught, by the rule
 * that it breaks, in a history in which the federation itself keeps all of them.
 */
final class FederatedMuseumTest {

    /** Within so many histories; most need a handful. */
    private static final int HISTORIES = 500;

    /** What is wrong, and which rule it breaks. */
    record Exhibit(Supplier<FederatedWiring> defect, Rule broken) {

        @Override
        public String toString() {
            return defect.get().getClass().getSimpleName();
        }
    }

    static Stream<Exhibit> exhibits() {
        return Stream.of(
                new Exhibit(CursorDropped::new, Rule.LISTS_ARE_WHOLE),
                new Exhibit(SilentlyShorter::new, Rule.LISTS_ARE_WHOLE),
                new Exhibit(StaleAfterRecovery::new, Rule.LISTS_ARE_WHOLE),
                new Exhibit(EmptyListAsSuccess::new, Rule.NO_EMPTY_LIST_IS_A_SUCCESS),
                new Exhibit(MapOrder::new, Rule.THE_FIRST_IN_THE_FILE_WINS),
                new Exhibit(PrefixParsed::new, Rule.THE_OWNER_ANSWERS),
                new Exhibit(HiddenFromTheListOnly::new, Rule.THE_HIDDEN_IS_OUT_OF_REACH),
                new Exhibit(DanglingUri::new, Rule.LINKS_LEAD_HOME),
                new Exhibit(CancelBroadcast::new, Rule.ONLY_WHAT_IS_TAKEN_BACK_ENDS),
                new Exhibit(AnswersByIdAlone::new, Rule.QUESTIONS_COME_HOME),
                new Exhibit(TaskOfTheFirst::new, Rule.TASKS_STAY_AT_THEIR_SERVER),
                new Exhibit(UnheardChange::new, Rule.CHANGES_ARE_TOLD),
                new Exhibit(ReloadRestartsAll::new, Rule.ERRORS_ARE_DESERVED),
                new Exhibit(OneLossEndsAll::new, Rule.ERRORS_ARE_DESERVED),
                new Exhibit(ReloadOnlyAdds::new, Rule.THE_REMOVED_IS_LEFT_ALONE));
    }

    @ParameterizedTest
    @MethodSource("exhibits")
    void isCaught(Exhibit exhibit, TestReporter reporter) {
        for (long seed = 1; seed <= HISTORIES; seed++) {
            var findings = judged(seed, exhibit.defect().get());
            if (findings.stream().anyMatch(finding -> finding.startsWith(exhibit.broken() + ":"))) {
                reporter.publishEntry(exhibit.toString(), "caught by history " + seed);
                assertThat(judged(seed, FederatedWiring.STRAIGHT))
                        .as("the twin without defect")
                        .isEmpty();
                return;
            }
        }
        assertThat(HISTORIES).as("histories without a trace of it").isZero();
    }

    @Test
    void theTapsThatExhibitsAreMadeOfSpoilNothing() {
        for (long seed = 1; seed <= HISTORIES / 10; seed++) {
            assertThat(judged(seed, new Untouched())).isEmpty();
        }
    }

    private static final class Untouched implements FederatedWiring {

        @Override
        public Backend backend(String server, Backend backend) {
            return LinkTap.onEach(backend, core -> new LinkTap(backend, core));
        }
    }

    private static List<String> judged(long seed, FederatedWiring wiring) {
        return FederatedSimulation.run(seed, wiring).findings();
    }
}
