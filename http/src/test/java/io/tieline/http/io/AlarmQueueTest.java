package io.tieline.http.io;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import io.tieline.session.Timers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Alarms of ten seconds, on a loop whose time the test moves. */
final class AlarmQueueTest {

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final AlarmQueue queue =
            new AlarmQueue(channel.eventLoop(), TimeUnit.SECONDS.toNanos(10));
    private final List<String> rung = new ArrayList<>();

    @BeforeEach
    void timeStandsStill() {
        channel.freezeTime();
    }

    private Timers.Alarm set(String name) {
        return queue.add(() -> rung.add(name));
    }

    private void pass(long seconds) {
        channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
        channel.runPendingTasks();
        channel.runPendingTasks();
    }

    @Test
    void eachRingsWhenItsDelayHasPassed() {
        set("first");
        pass(4);
        set("second");
        pass(5);
        assertThat(rung).isEmpty();
        pass(1);
        assertThat(rung).containsExactly("first");
        pass(4);
        assertThat(rung).containsExactly("first", "second");
    }

    @Test
    void thoseThatAreSetTogetherRingTogether() {
        set("first");
        set("second");
        set("third");
        pass(10);
        channel.runScheduledPendingTasks();
        assertThat(rung).containsExactly("first", "second", "third");
    }

    @Test
    void whatIsCancelledDoesNotRingAndDelaysNobody() {
        var first = set("first");
        pass(1);
        var second = set("second");
        pass(1);
        set("third");
        second.cancel();
        first.cancel();
        first.cancel();
        pass(9);
        assertThat(rung).isEmpty();
        pass(1);
        assertThat(rung).containsExactly("third");
    }

    @Test
    void oneIsSetWhileAnotherRings() {
        queue.add(() -> set("again"));
        pass(10);
        assertThat(rung).isEmpty();
        pass(10);
        assertThat(rung).containsExactly("again");
    }

    @Test
    void oneThatRingsMayCancelTheNext() {
        var next = new ArrayList<Timers.Alarm>();
        queue.add(() -> next.forEach(Timers.Alarm::cancel));
        next.add(set("next"));
        set("last");
        pass(10);
        assertThat(rung).containsExactly("last");
    }

    @Test
    void oneThatFailsIsNoHindranceToTheNext() {
        queue.add(() -> {
            throw new IllegalStateException("a task failed");
        });
        set("next");
        pass(10);
        assertThat(rung).containsExactly("next");
    }

    @Test
    void aCancelledAlarmHoldsNothing() {
        var alarm = set("never");
        alarm.cancel();
        pass(10);
        set("later");
        pass(9);
        assertThat(rung).isEmpty();
        pass(1);
        assertThat(rung).containsExactly("later");
    }
}
