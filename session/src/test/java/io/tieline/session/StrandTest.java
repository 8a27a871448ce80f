package io.tieline.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tasks run one at a time and in order. */
final class StrandTest {

    private final List<Throwable> faults = new ArrayList<>();
    private final List<String> ran = new ArrayList<>();
    private final Strand strand = new Strand(faults::add);

    @Test
    void aTaskRunsAtOnceWhileNobodyIsAtIt() {
        strand.run(() -> ran.add("a"));
        assertThat(ran).containsExactly("a");
    }

    @Test
    void aTaskThatIsHandedOverByATaskRunsAfterIt() {
        strand.run(() -> {
            strand.run(() -> ran.add("inner"));
            ran.add("outer");
        });
        assertThat(ran).containsExactly("outer", "inner");
    }

    @Test
    void tasksRunInTheOrderInWhichTheyWereHandedOver() {
        strand.run(() -> {
            strand.run(() -> {
                ran.add("1");
                strand.run(() -> ran.add("3"));
            });
            strand.run(() -> ran.add("2"));
        });
        assertThat(ran).containsExactly("1", "2", "3");
    }

    @Test
    void aTaskThatFailsIsReportedAndKeepsNoOtherFromRunning() {
        strand.run(() -> {
            strand.run(() -> ran.add("after"));
            throw new IllegalStateException("broken");
        });
        assertThat(ran).containsExactly("after");
        assertThat(faults).hasSize(1);
        strand.run(() -> ran.add("later"));
        assertThat(ran).containsExactly("after", "later");
    }

    @Test
    void anErrorIsAFaultLikeAnyOther() {
        strand.run(() -> {
            throw new LinkageError("left out");
        });
        assertThat(faults).singleElement().isInstanceOf(LinkageError.class);
    }

    @Test
    void theEndOfTheMachineIsNotKeptFromAnybody() {
        assertThatThrownBy(() ->
                        strand.run(() -> {
                            throw new OutOfMemoryError("none left");
                        }))
                .isInstanceOf(OutOfMemoryError.class);
        assertThat(faults).isEmpty();
    }
}
