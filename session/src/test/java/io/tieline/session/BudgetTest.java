package io.tieline.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.session.Budget.Step;
import io.tieline.session.Budget.Use;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class BudgetTest {

    private static final long MIB = 1024 * 1024;

    private final Budget budget = new Budget(100 * MIB);

    @Test
    void whatIsTakenFromAnAccountIsTakenFromAllAboveItAndGivenBackToThem() {
        var one = budget.session("alice");
        var other = budget.session("alice");
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
        var one = budget.session("alice");
        var other = budget.session("alice");
        assertThat(one.take(Use.KEPT, 50 * MIB)).isTrue();
        assertThat(one.take(Use.KEPT, 1)).as("beyond half of all").isFalse();
        assertThat(other.take(Use.KEPT, 26 * MIB)).as("together beyond three quarters").isFalse();
        assertThat(other.used()).isZero();
        assertThat(budget.used()).isEqualTo(50 * MIB + 2 * Budget.SESSION);
        assertThat(other.take(Use.KEPT, 24 * MIB)).isTrue();
        assertThat(budget.session("bob").take(Use.KEPT, MIB)).as("somebody else").isTrue();
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
        var one = budget.session("alice");
        var two = budget.session("alice");
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
            var account = budget.session(principal);
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
        var small = budget.session("bob");
        small.onCostliest(() -> ended.add("small"));
        small.charge(Use.KEPT, 1024);
        var large = budget.connection();
        large.onCostliest(() -> ended.add("large"));
        large.charge(Use.UNREAD, MIB);
        budget.upstream("nobody can end it").charge(Use.UNREAD, 95 * MIB);
        assertThat(ended).containsExactly("large");
    }
}
