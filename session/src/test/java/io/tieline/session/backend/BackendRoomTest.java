package io.tieline.session.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.session.Budget;
import io.tieline.session.Budget.Use;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.Result;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What waits in a session with a backend is bounded by its sum, and given back. */
final class BackendRoomTest {

    private static final int KIB = 1024;
    private static final int MIB = KIB * KIB;

    private final Budget budget = new Budget(32 * MIB);

    /** The answer is given when the turn is free, and question and answer wait until then. */
    private static String question(int number) {
        return "{\"jsonrpc\":\"2.0\",\"id\":"
                + number
                + ",\"method\":\"elicitation/create\",\"params\":{\"message\":\""
                + "x".repeat(MIB)
                + "\"}}";
    }

    @AfterEach
    void everythingIsGivenBack() {
        assertThat(budget.used()).as(budget.describe()).isZero();
        assertThat(budget.sharers()).isZero();
    }

    @Test
    void questionsThatWaitAreBoundedByTheirSum() {
        var world = BackendWorld.shared(budget);
        var heard = world.call("t");
        int asked = 0;
        while (heard.questions().size() == asked) {
            world.link.says(question(++asked));
        }
        assertThat(asked - 1).as("half of 32 MiB for one session").isEqualTo(15);
        assertThat(world.link.sent().getLast().json().toString())
                .contains("-31004", "\"phase\":\"budget\"", "\"id\":" + asked);
        assertThat(budget.used(Use.KEPT)).isGreaterThan(15L * MIB);
        heard.accepts();
        world.link.says(question(99));
        assertThat(heard.questions()).as("room again").hasSize(16);
        world.session.close();
    }

    @Test
    void theSessionWhoseBackendHoldsTheMostIsEndedAndNoOther() {
        var neighbour = BackendWorld.shared(budget);
        var spared = neighbour.call("t");
        neighbour.link.says(BackendWorld.question("\"small\""));
        var world = BackendWorld.shared(budget);
        var heard = world.call("t");
        for (int i = 1; i <= 15; i++) {
            world.link.says(question(i));
        }
        var rest = budget.connection();
        rest.charge(Use.UNREAD, 15L * MIB);
        assertThat(world.session.isOver()).isTrue();
        assertThat(heard.failure())
                .isNotNull()
                .satisfies(error -> {
                    assertThat(error.code()).isEqualTo(ErrorCode.OVERLOADED);
                    assertThat(error.message()).contains("held the most");
                    assertThat(error.data()).asString().contains("maybe");
                });
        assertThat(neighbour.session.isOver()).isFalse();
        assertThat(spared.questions()).hasSize(1);
        rest.give(Use.UNREAD, 15L * MIB);
        neighbour.session.close();
    }

    @Test
    void whatIsWithdrawnIsGivenBack() {
        var world = BackendWorld.shared(budget);
        world.call("t");
        world.link.says(question(1));
        assertThat(budget.used(Use.KEPT)).isGreaterThan(MIB);
        world.link.says(
                "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":1}}");
        assertThat(budget.used()).isZero();
        world.session.close();
    }

    @Test
    void aQuestionOfNobodyIsChargedAsWell() {
        var world = BackendWorld.shared(budget);
        world.link.says(question(1));
        assertThat(world.outOfBand).hasSize(1);
        assertThat(budget.used(Use.KEPT)).isGreaterThan(MIB);
        world.link.dies();
    }

    @Test
    void answersThatWaitForTheTurnAreCharged() {
        var world = BackendWorld.shared(budget);
        world.learn("asks");
        world.learn("other");
        var asks = world.call("asks");
        world.link.says(question(1));
        world.clock.pass(Duration.ofMillis(5));
        world.call("other");
        assertThat(world.link.hasLeft("other")).isTrue();
        long before = budget.used(Use.KEPT);
        var question = asks.questions().getLast();
        question.answer(Result.of(question.id(), Json.object("x", "y".repeat(MIB))));
        assertThat(budget.used(Use.KEPT) - before).isGreaterThan(MIB);
        world.ends("other");
        assertThat(budget.used(Use.KEPT)).isZero();
        world.session.close();
    }

    @Test
    void theStateOfARoundAndItsAnswersAreCharged() {
        var world = BackendWorld.stateless(budget);
        var heard = world.call("t");
        world.link.answers(
                world.link.tool("t"),
                "{\"resultType\":\"input_required\",\"requestState\":\""
                        + "s".repeat(2 * MIB)
                        + "\",\"inputRequests\":{\"who\":{\"method\":\"elicitation/create\",\"params\":{\"message\":\"Name?\"}}}}");
        assertThat(budget.used(Use.KEPT)).isGreaterThan(2L * MIB);
        var question = heard.questions().getLast();
        question.answer(Result.of(question.id(), Json.object("x", "y".repeat(MIB))));
        assertThat(budget.used(Use.KEPT)).as("for another attempt").isGreaterThan(3L * MIB);
        world.link.answers(world.link.tool("t"), "{\"resultType\":\"complete\",\"content\":[]}");
        assertThat(budget.used(Use.KEPT)).isZero();
        world.session.close();
    }

    @Test
    void aCallForWhoseRoundThereIsNoRoomFails() {
        var world = BackendWorld.stateless(budget);
        var heard = world.call("t");
        var account = world.session.life().context().account();
        assertThat(account.take(Use.KEPT, 15L * MIB)).isTrue();
        world.link.answers(
                world.link.tool("t"),
                "{\"resultType\":\"input_required\",\"requestState\":\""
                        + "s".repeat(2 * MIB)
                        + "\"}");
        assertThat(heard.failure()).isNotNull();
        assertThat(heard.failure().code()).isEqualTo(ErrorCode.OVERLOADED);
        assertThat(heard.failure().message()).contains("no room");
        account.give(Use.KEPT, 15L * MIB);
        world.session.close();
    }

    @Test
    void namesOfWatchedResourcesAreCharged() {
        var world = BackendWorld.stateless(budget);
        world.session.watch(Set.of("a://" + "x".repeat(MIB)), () -> {});
        assertThat(budget.used(Use.KEPT)).isGreaterThan(2L * MIB);
        world.session.watch(Set.of("b://" + "x".repeat(8 * MIB)), () -> {});
        assertThat(budget.used(Use.KEPT)).as("not this one").isLessThan(4L * MIB);
        world.session.close();
    }

    @Test
    void whatIsKnownOfListedToolsIsCharged() {
        var account = budget.upstream("b");
        var habits = new AskingHistory(account);
        var mirror = habits.mirror();
        var name = "n".repeat(MIB);
        var listing = Json.object("tools", Json.array(List.of(Json.object("name", name))));
        mirror.learn(Result.of(Id.of(1), listing));
        mirror.learn(Result.of(Id.of(2), listing));
        assertThat(mirror.knows(name)).isTrue();
        assertThat(budget.used(Use.KEPT)).as("once").isBetween(2L * MIB, 3L * MIB);
        habits.close();
        mirror.learn(Result.of(Id.of(3), listing));
        assertThat(mirror.knows(name)).isFalse();
        account.close();
    }
}
