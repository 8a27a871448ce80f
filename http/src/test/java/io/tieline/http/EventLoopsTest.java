package io.tieline.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class EventLoopsTest {

    @Test
    void whoeverIsOnALoopStaysOnIt() throws Exception {
        try (var loops = EventLoops.open(3)) {
            for (var loop : loops.loops().group()) {
                assertThat(
                                loop.submit(() -> loops.loops().here().equals(loop))
                                        .get(5, TimeUnit.SECONDS))
                        .isTrue();
            }
        }
    }

    @Test
    void anAlarmRingsOnTheLoopOnWhichItWasSet() throws Exception {
        try (var loops = EventLoops.open(3)) {
            var rang = new CompletableFuture<Boolean>();
            var loop = loops.loops().group().next();
            loop.execute(() ->
                    loops.timers()
                            .after(Duration.ofMillis(1), () -> rang.complete(loop.inEventLoop())));
            assertThat(rang.get(5, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aCancelledAlarmDoesNotRing() throws Exception {
        try (var loops = EventLoops.open(1)) {
            var rang = new CountDownLatch(1);
            var later = new CountDownLatch(1);
            loops.timers().after(Duration.ofMillis(20), rang::countDown).cancel();
            loops.timers().after(Duration.ofMillis(40), later::countDown);
            assertThat(later.await(5, TimeUnit.SECONDS)).isTrue();
            assertThat(rang.getCount()).isEqualTo(1);
        }
    }

    /** Alarms of whole seconds stand in one queue for each loop, and nothing else touches it. */
    @Test
    void anAlarmOfALimitIsCancelledFromAnyThread() throws Exception {
        try (var loops = EventLoops.open(1)) {
            var loop = loops.loops().group().next();
            var rang = new CountDownLatch(1);
            var later = new CountDownLatch(1);
            var limit = Duration.ofSeconds(1);
            var first = loop.submit(() -> loops.timers().after(limit, rang::countDown)).get();
            loop.submit(() -> loops.timers().after(limit, later::countDown)).get();
            first.cancel();
            assertThat(later.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(rang.getCount()).isEqualTo(1);
        }
    }

    /** A limit that has no queue is kept in order by the loop itself. */
    @Test
    void limitsBeyondThoseWithQueuesRingAsWell() throws Exception {
        try (var loops = EventLoops.open(1)) {
            var rang = new CountDownLatch(1);
            loops.loops()
                    .group()
                    .next()
                    .execute(() -> {
                        for (int seconds = 100; seconds < 140; seconds++) {
                            loops.timers().after(Duration.ofSeconds(seconds), () -> {});
                        }
                        loops.timers().after(Duration.ofSeconds(1), rang::countDown);
                    });
            assertThat(rang.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void anAlarmSetAfterTheEndNeverRingsAndHurtsNobody() {
        var loops = EventLoops.open(1);
        loops.close();
        loops.close();
        loops.timers().after(Duration.ofMillis(1), () -> {}).cancel();
    }

    @Test
    void thereMustBeALoop() {
        assertThatThrownBy(() -> EventLoops.open(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theUsualInterfaceWorks() {
        assertThat(NetworkIo.usual().obstacle()).isNull();
        try (var loops = EventLoops.open(1)) {
            assertThat(loops.io()).isEqualTo(NetworkIo.usual());
        }
    }

    @ParameterizedTest
    @EnumSource
    void anInterfaceWorksOrSaysWhyNot(NetworkIo io) throws Exception {
        var obstacle = io.obstacle();
        if (obstacle != null) {
            assertThatThrownBy(() -> EventLoops.open(1, io))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(obstacle);
            return;
        }
        try (var loops = EventLoops.open(1, io)) {
            assertThat(loops.loops().group().next().submit(() -> "done").get(5, TimeUnit.SECONDS))
                    .isEqualTo("done");
        }
    }
}
