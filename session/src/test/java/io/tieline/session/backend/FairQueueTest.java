package io.tieline.session.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who comes next where owners have equal parts. */
final class FairQueueTest {

    private final FairQueue<String> queue = new FairQueue<>();

    private static final long SECOND = 1_000_000_000;

    private List<String> rest() {
        var rest = new ArrayList<String>();
        for (var next = queue.poll(); next != null; next = queue.poll()) {
            rest.add(next);
        }
        return rest;
    }

    @Test
    void oneOwnersComeInOrderTheUrgentFirst() {
        queue.add("a", "", false, "1");
        queue.add("a", "", true, "2");
        queue.add("a", "", false, "3");
        queue.add("a", "", true, "4");
        assertThat(rest()).containsExactly("2", "4", "1", "3");
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void manyInLineGainTheirOwnerNothing() {
        for (int i = 0; i < 3; i++) {
            queue.add("a", "", true, "a" + i);
        }
        queue.add("b", "", false, "b0");
        assertThat(queue.poll()).isEqualTo("a0");
        queue.used("a", "", 10);
        assertThat(rest()).containsExactly("b0", "a1", "a2");
    }

    @Test
    void whoKeptItLongGoesBehindAllOthersUntilTheyHaveHadAsMuch() {
        queue.used("good", "", 0);
        queue.used("dropper", "", 1000);
        for (int i = 0; i < 3; i++) {
            queue.add("dropper", "", false, "d" + i);
        }
        for (int i = 0; i < 5; i++) {
            queue.add("good", "", false, "g" + i);
        }
        var order = new ArrayList<String>();
        for (var next = queue.poll(); next != null; next = queue.poll()) {
            order.add(next);
            queue.used(next.startsWith("d") ? "dropper" : "good", "", 400);
        }
        assertThat(order).containsExactly("g0", "g1", "g2", "d0", "g3", "d1", "g4", "d2");
    }

    @Test
    void whoComesSeldomGoesBeforeThoseWhoAreAlwaysThere() {
        for (int i = 0; i < 40; i++) {
            queue.add("a", "", false, "a" + i);
            queue.add("b", "", false, "b" + i);
        }
        serve("a", "b", "a", "b");
        for (int round = 0; round < 5; round++) {
            queue.add("seldom", "", false, "s" + round);
            serve("s", "a", "b");
        }
    }

    private void serve(String... expected) {
        for (var first : expected) {
            assertThat(String.valueOf(queue.poll())).startsWith(first);
            queue.used(first.equals("s") ? "seldom" : first, "", SECOND / 10);
        }
    }

    @Test
    void aNewOwnerCannotMakeUpForTheTimeBefore() {
        for (int i = 0; i < 200; i++) {
            queue.add("old", "", false, "o" + i);
        }
        for (int i = 0; i < 100; i++) {
            queue.poll();
            queue.used("old", "", SECOND);
        }
        int before = 0;
        for (int i = 0; i < 20; i++) {
            queue.add("new", "", false, "n" + i);
        }
        while (String.valueOf(queue.poll()).startsWith("n")) {
            queue.used("new", "", SECOND);
            before++;
        }
        assertThat(before).isBetween(1, 3);
    }

    @Test
    void whoPassesItselfOffAsManyGainsNothingForWhatTakesLong() {
        for (int i = 0; i < 20; i++) {
            queue.add("one of many " + i, "slow", false, "slow " + i);
        }
        assertThat(queue.poll()).isEqualTo("slow 0");
        queue.used("one of many 0", "slow", 10 * SECOND);
        queue.add("new", "quick", false, "quick 0");
        assertThat(queue.poll()).isEqualTo("quick 0");
        queue.used("new", "quick", SECOND / 100);
        assertThat(queue.poll()).isEqualTo("slow 1");
    }

    @Test
    void whoComesUnderANewNameEachTimeStarvesNobody() {
        queue.used("old", "", 5 * SECOND);
        queue.add("old", "", false, "old");
        int before = 0;
        queue.add("new " + before, "", false, "new " + before);
        while (!"old".equals(queue.poll())) {
            queue.used("new " + before, "", SECOND);
            before++;
            queue.add("new " + before, "", false, "new " + before);
        }
        assertThat(before).isLessThan(40);
    }

    @Test
    void whatHasLeftTheLineDoesNotCome() {
        queue.add("a", "", false, "1");
        queue.add("a", "", true, "2");
        assertThat(queue.remove("a", "2")).isTrue();
        assertThat(queue.remove("a", "2")).isFalse();
        assertThat(queue.remove("b", "1")).isFalse();
        assertThat(queue.all(_ -> true)).containsExactly("1");
        assertThat(rest()).containsExactly("1");
    }

    @Test
    void onlySoManyOwnersAreRememberedAndThoseInLineAreAllServed() {
        for (int owner = 0; owner < 5000; owner++) {
            queue.used("gone " + owner, "", 1000 + owner);
            if (owner < 300) {
                queue.add("in line " + owner, "", false, String.valueOf(owner));
            }
        }
        assertThat(queue.owners()).isLessThan(300 + 300);
        assertThat(rest()).hasSize(300);
    }
}
