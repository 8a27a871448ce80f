package io.tieline.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.session.Budget.Step;
import io.tieline.session.Budget.Use;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class BudgetTest {

    private static final long MIB = 1024 * 1024;

    private final Budget budget = new Budget(100 * MIB);

    @Test
    void whatIsTakenFromAnAccountIsTakenFromAllAboveItAndGivenBackToThem() {
        var one = budget.session(Principal.of("alice"));
        var other = budget.session(Principal.of("alice"));
        assertThat(one.take(Use.IN_FLIGHT, MIB)).isTrue();
        assertThat(other.take(Use.KEPT, 2 * MIB)).isTrue();
        assertThat(one.used()).isEqualTo(MIB);
        assertThat(budget.used()).isEqualTo(3 * MIB + 2 * Budget.SESSION);
        assertThat(budget.used(Use.KEPT)).isEqualTo(2 * MIB + 2 * Budget.SESSION);
        one.give(Use.IN_FLIGHT, MIB);
        other.give(Use.KEPT, 2 * MIB);
        one.close();
        other.close();
        assertThat(budget.used()).isZero();
        assertThat(budget.used(Use.KEPT)).isZero();
    }

    @Test
    void nothingIsTakenAnywhereWhereSomebodyAboveHasTooLittle() {
        var one = budget.session(Principal.of("alice"));
        var other = budget.session(Principal.of("alice"));
        assertThat(one.take(Use.KEPT, 50 * MIB)).isTrue();
        assertThat(one.take(Use.KEPT, 1)).as("beyond half of all").isFalse();
        assertThat(other.take(Use.KEPT, 26 * MIB)).as("together beyond three quarters").isFalse();
        assertThat(other.used()).isZero();
        assertThat(budget.used()).isEqualTo(50 * MIB + 2 * Budget.SESSION);
        assertThat(other.take(Use.KEPT, 24 * MIB)).isTrue();
        assertThat(budget.session(Principal.of("bob")).take(Use.KEPT, MIB))
                .as("somebody else")
                .isTrue();
    }

    @Test
    void theStepsAreReachedInOrderAndLeftWithSomeSlack() {
        var steps = new ArrayList<Step>();
        budget.watch(steps::add);
        var account = budget.upstream("a");
        var other = budget.upstream("b");
        account.take(Use.ARRIVING, 50 * MIB);
        other.take(Use.ARRIVING, 19 * MIB);
        assertThat(steps).isEmpty();
        other.take(Use.ARRIVING, MIB);
        other.take(Use.ARRIVING, 10 * MIB);
        other.take(Use.ARRIVING, 5 * MIB);
        assertThat(steps)
                .containsExactly(Step.NO_NEW_SESSIONS, Step.SHORTER_LIVES, Step.NO_NEW_CALLS);
        other.give(Use.ARRIVING, 2 * MIB);
        assertThat(budget.step()).as("slack").isEqualTo(Step.NO_NEW_CALLS);
        other.give(Use.ARRIVING, 2 * MIB);
        assertThat(budget.step()).isEqualTo(Step.SHORTER_LIVES);
        other.give(Use.ARRIVING, 31 * MIB);
        assertThat(budget.step()).isEqualTo(Step.CALM);
    }

    @Test
    void whoHoldsLittleIsServedWhenOthersAreNot() {
        budget.upstream("a").take(Use.ARRIVING, 50 * MIB);
        budget.upstream("b").take(Use.ARRIVING, 36 * MIB);
        var greedy = budget.connection();
        var modest = budget.connection();
        assertThat(greedy.take(Use.ARRIVING, budget.modest() + 1)).isFalse();
        assertThat(modest.take(Use.ARRIVING, budget.modest())).isTrue();
    }

    @Test
    void thoseWhoHoldTheMostAreEndedUntilThereIsRoomAgain() {
        var ended = new ArrayList<String>();
        var held = new ArrayList<Account>();
        for (int i = 0; i < 20; i++) {
            var account = budget.connection();
            var name = "number " + i;
            long bytes = i == 7 ? 8 * MIB : 4 * MIB;
            account.onCostliest(() -> {
                ended.add(name);
                account.give(Use.UNREAD, account.used());
            });
            account.charge(Use.UNREAD, bytes);
            held.add(account);
        }
        assertThat(ended).isEmpty();
        held.getLast().charge(Use.UNREAD, 4 * MIB);
        held.getFirst().charge(Use.UNREAD, 5 * MIB);
        assertThat(ended).containsExactly("number 0", "number 7");
        assertThat(budget.used()).isEqualTo(76 * MIB);
    }

    @Test
    void thoseWhoAreThereAlreadyAreChargedWhateverTheLimits() {
        var account = budget.connection();
        assertThat(account.charge(Use.UNREAD, 60 * MIB)).isFalse();
        assertThat(account.used()).isEqualTo(60 * MIB);
        account.give(Use.UNREAD, 60 * MIB);
        assertThat(budget.used()).isZero();
    }

    @Test
    void whatAllOfANameShareGoesWithTheLastOfThem() {
        var one = budget.session(Principal.of("alice"));
        var two = budget.session(Principal.of("alice"));
        one.close();
        assertThat(budget.sharers()).isEqualTo(1);
        two.close();
        assertThat(budget.sharers()).isZero();
    }

    @Test
    void itSaysHowFullItIs() {
        budget.connection().take(Use.ARRIVING, 2 * MIB);
        assertThat(budget.describe())
                .startsWith("2048 of 102400 KiB are waiting (arriving 2048, in flight 0");
    }

    @Test
    void manyThreadsLeaveNothingBehind() throws InterruptedException {
        var threads = new ArrayList<Thread>();
        for (int t = 0; t < 4; t++) {
            var principal = "p" + t % 2;
            threads.add(Thread.ofPlatform().start(() -> takeAndGive(principal)));
        }
        for (var thread : threads) {
            thread.join();
        }
        assertThat(budget.used()).isZero();
        assertThat(budget.sharers()).isZero();
        assertThat(List.of(Use.values())).allMatch(use -> budget.used(use) == 0);
        assertThat(budget.step()).isEqualTo(Step.CALM);
    }

    private void takeAndGive(String principal) {
        for (int i = 0; i < 5_000; i++) {
            var account = budget.session(Principal.of(principal));
            long bytes = 1 + i % 37 * MIB;
            if (account.take(Use.IN_FLIGHT, bytes)) {
                account.move(Use.IN_FLIGHT, Use.PARKED, bytes);
                account.give(Use.PARKED, bytes);
            }
            account.close();
        }
    }

    @Test
    void whoHoldsNextToNothingIsNotEndedForWhatOthersHold() {
        var ended = new ArrayList<String>();
        var small = budget.session(Principal.of("bob"));
        small.onCostliest(() -> ended.add("small"));
        small.charge(Use.KEPT, 1024);
        var large = budget.connection();
        large.onCostliest(() -> ended.add("large"));
        large.charge(Use.UNREAD, MIB);
        budget.upstream("nobody can end it").charge(Use.UNREAD, 95 * MIB);
        assertThat(ended).containsExactly("large");
    }

    @Test
    void whoHoldsLittleIsServedWhateverThoseHoldWithWhomHeSharesAnAccount() {
        var neighbour = budget.session(Principal.of("alice"));
        fill(budget.session(Principal.of("alice")), 50 * MIB);
        var greedy = budget.session(Principal.of("alice"));
        fill(greedy, 25 * MIB - 3 * Budget.SESSION);
        assertThat(greedy.take(Use.IN_FLIGHT, 1)).as("three quarters of all").isFalse();
        assertThat(neighbour.take(Use.IN_FLIGHT, budget.modest())).isTrue();
        assertThat(neighbour.isFull()).isFalse();
        assertThat(neighbour.take(Use.IN_FLIGHT, 1)).as("more than is modest").isFalse();
        fill(budget.upstream("other"), 25 * MIB - budget.modest());
        assertThat(budget.used()).isEqualTo(budget.bytes());
        assertThat(budget.session(Principal.of("bob")).take(Use.IN_FLIGHT, 1))
                .as("the last byte")
                .isFalse();
    }

    @Test
    void theCostliestOfThoseWhoShareAnAccountIsEndedWhenTheModestFillIt() {
        var ended = new ArrayList<String>();
        var greedy = budget.session(Principal.of("alice"));
        greedy.onCostliest(() -> {
            ended.add("greedy");
            greedy.give(Use.IN_FLIGHT, greedy.used());
        });
        fill(greedy, 50 * MIB);
        fill(budget.session(Principal.of("alice")), 24 * MIB);
        var elsewhere = budget.upstream("b");
        elsewhere.onCostliest(() -> ended.add("elsewhere"));
        fill(elsewhere, 3 * MIB);
        for (int i = 0; ended.isEmpty() && i < 50; i++) {
            var modest = budget.session(Principal.of("alice"));
            modest.onCostliest(() -> ended.add("modest"));
            assertThat(modest.take(Use.IN_FLIGHT, budget.modest())).isTrue();
        }
        assertThat(ended).containsExactly("greedy");
        assertThat(budget.step()).as("the process is not full").isEqualTo(Step.CALM);
    }

    @Test
    void thoseWhoHoldLittleAreEndedOnlyForWhatTheyHoldTogether() {
        var ended = new ArrayList<String>();
        var innocent = budget.session(Principal.of("bob"));
        innocent.onCostliest(() -> ended.add("innocent"));
        innocent.charge(Use.KEPT, budget.modest());
        var nobody = budget.upstream("nobody can end it");
        nobody.charge(Use.UNREAD, 95 * MIB);
        assertThat(ended).isEmpty();
        nobody.give(Use.UNREAD, 95 * MIB);
        for (long held = 0; held < 91 * MIB; held += budget.modest()) {
            var one = budget.connection();
            one.onCostliest(() -> ended.add("one of many"));
            one.charge(Use.UNREAD, budget.modest());
        }
        assertThat(ended).isEmpty();
        nobody.charge(Use.UNREAD, 2 * MIB);
        assertThat(ended).hasSizeBetween(120, 140);
    }

    @Test
    void whoIsEndedWhileItTakesGivesBackThatAsWell() {
        var account = budget.connection();
        var holding = new Holding(account, Use.UNREAD);
        account.onCostliest(() -> holding.hold(0));
        budget.upstream("a").charge(Use.ARRIVING, 60 * MIB);
        assertThat(holding.charge(30 * MIB)).isTrue();
        var _ = holding.charge(40 * MIB);
        assertThat(account.used()).isZero();
        holding.hold(0);
        assertThat(account.used()).isZero();
    }

    @Test
    void whatIsRefusedIsSeenByNobody() throws InterruptedException {
        fill(budget.connection(), 36 * MIB);
        var steps = new AtomicInteger();
        budget.watch(_ -> steps.incrementAndGet());
        var greedy = budget.session(Principal.of("alice"));
        var stop = new AtomicBoolean();
        var thread =
                Thread.ofPlatform()
                        .start(() -> {
                            while (!stop.get()) {
                                greedy.take(Use.IN_FLIGHT, 70 * MIB);
                            }
                        });
        var neighbour = budget.connection();
        int refused = 0;
        for (int i = 0; i < 1_000_000; i++) {
            if (neighbour.take(Use.IN_FLIGHT, 1000)) {
                neighbour.give(Use.IN_FLIGHT, 1000);
            } else {
                refused++;
            }
        }
        stop.set(true);
        thread.join();
        assertThat(refused).isZero();
        assertThat(steps).hasValue(0);
    }

    private static void fill(Account account, long bytes) {
        assertThat(account.take(Use.ARRIVING, bytes)).isTrue();
    }
}
