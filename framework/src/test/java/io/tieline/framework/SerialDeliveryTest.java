package io.tieline.framework;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
final class SerialDeliveryTest {

    private final List<Throwable> faults = Collections.synchronizedList(new ArrayList<>());
    private final List<Boolean> pressure = Collections.synchronizedList(new ArrayList<>());
    private final SerialDelivery line =
            new SerialDelivery(Thread.ofVirtual().factory(), faults::add);

    @Test
    void thingsAreHandedOverOneAtATimeAndInOrder() throws Exception {
        var seen = new ArrayList<Integer>(); // confined to the line
        var last = new CountDownLatch(1);
        for (int i = 0; i < 1000; i++) {
            int number = i;
            line.add(() -> seen.add(number));
        }
        line.last(last::countDown);
        assertThat(last.await(5, TimeUnit.SECONDS)).isTrue();
        assertThat(seen).hasSize(1000).isSorted();
    }

    @Test
    void whatComesLastRunsAtOnceWhenNothingWaits() {
        var ran = new ArrayList<Thread>();
        line.last(() -> ran.add(Thread.currentThread()));
        assertThat(ran).containsExactly(Thread.currentThread());
    }

    @Test
    void oneThatThrowsIsReportedAndTheNextOneRuns() throws Exception {
        var last = new CountDownLatch(1);
        line.add(() -> {
            throw new IllegalStateException("first");
        });
        line.add(last::countDown);
        assertThat(last.await(5, TimeUnit.SECONDS)).isTrue();
        assertThat(faults).singleElement().isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aLongLineIsSaidToBeLongOnceAndShortOnce() throws Exception {
        var gate = new CountDownLatch(1);
        var last = new CountDownLatch(1);
        line.onPressure(pressure::add);
        line.add(() -> await(gate));
        for (int i = 0; i < 1000; i++) {
            line.add(() -> {});
        }
        assertThat(pressure).containsExactly(true);
        line.last(last::countDown);
        gate.countDown();
        assertThat(last.await(5, TimeUnit.SECONDS)).isTrue();
        assertThat(pressure).containsExactly(true, false);
    }

    @Test
    void whoAsksLateHearsThatTheLineIsLong() {
        var gate = new CountDownLatch(1);
        line.add(() -> await(gate));
        for (int i = 0; i < 1000; i++) {
            line.add(() -> {});
        }
        line.onPressure(pressure::add);
        assertThat(pressure).containsExactly(true);
        gate.countDown();
    }

    @Test
    void aFullLineTakesNothingMoreButWhatMustComeLast() throws Exception {
        var gate = new CountDownLatch(1);
        var begun = new CountDownLatch(1);
        var last = new CountDownLatch(1);
        line.add(() -> {
            begun.countDown();
            await(gate);
        });
        assertThat(begun.await(5, TimeUnit.SECONDS)).isTrue();
        int taken = 0;
        while (line.add(() -> {})) {
            taken++;
        }
        assertThat(taken).isEqualTo(4096);
        line.last(last::countDown);
        gate.countDown();
        assertThat(last.await(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aLineThatRanDryRunsAgain() throws Exception {
        var meeting = new CyclicBarrier(2);
        for (int i = 0; i < 100; i++) {
            var done = new CompletableFuture<Integer>();
            int number = i;
            line.add(() -> done.complete(number));
            line.add(() -> await(meeting));
            assertThat(done.get(5, TimeUnit.SECONDS)).isEqualTo(number);
            meeting.await(5, TimeUnit.SECONDS);
        }
    }

    private static void await(CountDownLatch gate) {
        try {
            gate.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void await(CyclicBarrier meeting) {
        try {
            meeting.await(5, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
