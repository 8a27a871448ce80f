package io.tieline.app.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.wire.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Scenario 126: a page is shown what a person can see, however much happens. */
final class SamplingTest {

    private static final List<String> KINDS =
            List.of(LiveCalls.BEGAN, "routed", "left", "finished");

    private final EventRing ring = new EventRing();
    private final Sampling sampling = new Sampling();
    private long next;
    private long calls;

    private void happen(int many) {
        for (int i = 0; i < many; i++) {
            long call = ++calls;
            KINDS.forEach(kind -> ring.add(kind, call, 0, () -> Json.EMPTY_OBJECT));
        }
    }

    private List<EventRing.Event> look() {
        var batch = ring.from(next);
        next = batch.next();
        return sampling.of(batch).events();
    }

    @Test
    void fewEventsAreAllShown() {
        happen(Sampling.MOST_CALLS);
        assertThat(look()).hasSize(Sampling.MOST_CALLS * KINDS.size());
        assertThat(sampling.takeLeftOut()).isZero();
        assertThat(sampling.oneCallIn()).isOne();
    }

    @Test
    void scenario126OfManyCallsSomeAreShownWholeAndTheOthersCounted() {
        long shown = 0;
        for (int i = 0; i < 20; i++) {
            happen(500);
            var events = look();
            assertThat(events).isNotEmpty().hasSizeLessThanOrEqualTo(Sampling.MOST);
            Map<Long, Long> whole = new LinkedHashMap<>();
            events.forEach(event -> whole.merge(event.call(), 1L, Long::sum));
            assertThat(whole.values()).containsOnly((long) KINDS.size());
            shown += events.size();
        }
        assertThat(shown + sampling.takeLeftOut()).isEqualTo(20L * 500 * KINDS.size());
        assertThat(sampling.oneCallIn()).isEqualTo(64);
    }

    @Test
    void whenLittleHappensAgainAllOfItIsShown() {
        happen(1_000);
        look();
        for (int i = 0; i < 10; i++) {
            happen(1);
            look();
        }
        sampling.takeLeftOut();
        happen(3);
        assertThat(look()).hasSize(3 * KINDS.size());
    }

    @Test
    void whatWasOverwrittenIsCountedAsWell() {
        happen(EventRing.SIZE);
        var events = look();
        assertThat(sampling.takeLeftOut())
                .isEqualTo((long) EventRing.SIZE * KINDS.size() - events.size());
    }

    @Test
    void oneCallThatSaysTooMuchIsCut() {
        for (int i = 0; i < 2 * Sampling.MOST; i++) {
            ring.add("told", 7, 0, () -> Json.EMPTY_OBJECT);
        }
        assertThat(look()).hasSize(Sampling.MOST);
        assertThat(sampling.takeLeftOut()).isEqualTo(Sampling.MOST);
    }
}
