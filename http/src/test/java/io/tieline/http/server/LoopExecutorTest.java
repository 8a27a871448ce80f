package io.tieline.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.http.io.Loops;
import io.tieline.http.io.Sockets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class LoopExecutorTest {

    private final Loops loops = Loops.open(1, Sockets.NIO);
    private final List<String> done = new CopyOnWriteArrayList<>();
    private final List<Throwable> faults = new CopyOnWriteArrayList<>();
    private final LoopExecutor lane = new LoopExecutor(loops.group().next(), faults::add);

    @AfterEach
    void close() {
        loops.close();
    }

    private Runnable note(String what) {
        return () -> done.add(what);
    }

    /** Waits until the loop has done what it was given so far. */
    private void settle() throws InterruptedException {
        var settled = new CountDownLatch(1);
        loops.group().next().execute(settled::countDown);
        assertThat(settled.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aTaskHandedOverOnTheLoopRunsAtOnce() throws Exception {
        loops.group()
                .next()
                .execute(() -> {
                    lane.run(note("task"));
                    done.add("after");
                });
        settle();
        assertThat(done).containsExactly("task", "after");
    }

    @Test
    void aTaskOfTheLoopDoesNotOvertakeAnEarlierOneOfAnotherThread() throws Exception {
        var handedOver = new CountDownLatch(1);
        loops.group()
                .next()
                .execute(() -> {
                    awaitQuietly(handedOver);
                    lane.run(note("second"));
                });
        lane.run(note("first"));
        handedOver.countDown();
        settle();
        settle();
        assertThat(done).containsExactly("first", "second");
    }

    @Test
    void noTaskRunsInsideAnother() throws Exception {
        lane.run(() -> {
            lane.run(note("inner"));
            done.add("outer");
        });
        settle();
        settle();
        assertThat(done).containsExactly("outer", "inner");
    }

    @Test
    void aTaskThatThrowsIsReportedAndTheNextOneRuns() throws Exception {
        lane.run(() -> {
            throw new IllegalStateException("planted");
        });
        lane.run(note("next"));
        settle();
        assertThat(done).containsExactly("next");
        assertThat(faults).singleElement().hasToString("java.lang.IllegalStateException: planted");
    }

    @Test
    void afterTheEndOfTheLoopTasksAreDropped() {
        loops.close();
        lane.run(note("late"));
        assertThat(done).isEmpty();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
