package io.tieline.app.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.wire.Json;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class EventRingTest {

    private final EventRing ring = new EventRing();

    private void add(int count) {
        for (int i = 0; i < count; i++) {
            ring.add("kind", i, i, () -> Json.EMPTY_OBJECT);
        }
    }

    @Test
    void aReaderGoesOnWhereItStopped() {
        add(3);
        var first = ring.from(0);
        assertThat(first.events()).extracting(EventRing.Event::number).containsExactly(0L, 1L, 2L);
        assertThat(first.missed()).isZero();
        assertThat(ring.from(first.next()).events()).isEmpty();
        add(1);
        assertThat(ring.from(first.next()).events())
                .singleElement()
                .satisfies(event -> assertThat(event.number()).isEqualTo(3));
    }

    @Test
    void aReaderThatIsTooSlowIsToldHowMuchItHasMissed() {
        add(EventRing.SIZE + 10);
        var batch = ring.from(4);
        assertThat(batch.missed()).isEqualTo(6);
        assertThat(batch.events()).hasSize(EventRing.SIZE);
        assertThat(batch.events().getFirst().number()).isEqualTo(10);
        assertThat(batch.next()).isEqualTo(ring.next());
    }

    @Test
    void anEventBecomesTextOnceForAllWhoReadIt() {
        var made = new AtomicInteger();
        ring.add("kind", 1, 7, () -> Json.object("made", made.incrementAndGet()));
        var event = ring.from(0).events().getFirst();
        assertThat(event.json()).isEqualTo(Json.of("{\"made\":1,\"atMs\":7}"));
        assertThat(ring.from(0).events().getFirst().json()).isSameAs(event.json());
    }

    @Test
    void nothingIsMissedByAReaderThatIsAsQuick() {
        long next = 0;
        for (int round = 0; round < 3; round++) {
            add(EventRing.SIZE);
            var batch = ring.from(next);
            assertThat(batch.missed()).isZero();
            assertThat(batch.events()).hasSize(EventRing.SIZE);
            next = batch.next();
        }
    }
}
