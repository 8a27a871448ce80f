package io.tieline.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tieline.session.Budget.Use;
import io.tieline.session.client.FrontWorld;
import io.tieline.session.client.RecordedStream;
import io.tieline.wire.Json;
import io.tieline.wire.McpException;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What client sessions keep is bounded by its sum, and given back when it is let go. */
final class RoomTest {

    private static final int KIB = 1024;
    private static final long MIB = KIB * KIB;

    private final Budget budget = new Budget(32 * MIB);
    private final FrontWorld world = new FrontWorld(budget);

    @AfterEach
    void everythingIsGivenBack() {
        world.sessions.close();
        assertThat(budget.used()).as(budget.describe()).isZero();
        assertThat(budget.sharers()).isZero();
        for (var use : Use.values()) {
            assertThat(budget.used(use)).as(use.words()).isZero();
        }
    }

    @Test
    void callsInFlightAreBoundedByTheirSum() {
        var session = world.open();
        int taken = 0;
        var stream = world.says(session, call(taken, 3 * MIB));
        while (stream.answer().isEmpty()) {
            stream = world.says(session, call(++taken, 3 * MIB));
        }
        assertThat(stream.answer()).contains("-31004").contains("\"phase\":\"budget\"");
        assertThat(taken).as("half of 32 MiB for one session").isEqualTo(5);
        world.exchanges.forEach(exchange -> exchange.finish(Json.EMPTY_OBJECT));
        assertThat(world.says(session, call(99, 3 * MIB)).answer()).as("room again").isEmpty();
    }

    @Test
    void aSessionKeepsNothingOfAPaddedInitialize() {
        long before = budget.used() + Budget.SESSION;
        var session = world.initialize(" ".repeat((int) MIB));
        assertThat(budget.used() - before).isLessThan(2L * KIB);
        assertThat(session.clientInfo().array()).hasSizeLessThan(KIB);
        assertThat(session.capabilities().json().array()).hasSizeLessThan(KIB);
        assertThat(world.sessions.size()).isEqualTo(1);
    }

    @Test
    void whatASessionSaysOfItselfIsCharged() {
        world.open("{\"x\":\"" + "y".repeat(100 * KIB) + "\"}");
        assertThat(budget.used(Use.KEPT)).isGreaterThan(100L * KIB);
    }

    @Test
    void keptNotificationsAreBoundedInBytes() {
        var session = world.open();
        for (int i = 0; i < 40; i++) {
            session.tell(news(i, 100 * KIB));
        }
        assertThat(budget.used(Use.KEPT)).isBetween(900L * KIB, MIB + Budget.SESSION + 2 * KIB);
        var stream = new RecordedStream();
        session.attach(stream);
        assertThat(stream.written()).hasSizeBetween(9, 10);
        assertThat(budget.used(Use.KEPT)).isLessThan(Budget.SESSION + 2 * KIB);
    }

    @Test
    void whoOpensSessionAfterSessionPushesOutHisOwnAndNobodyWhoUsesWhatHeHas() {
        var used = world.open();
        world.says(used, call(1, 10));
        var first = world.open();
        for (int i = 0; i < 10_000; i++) {
            world.open();
        }
        assertThat(world.sessions.size()).isLessThan(3_000);
        assertThat(budget.used()).isLessThan(budget.bytes() / 4 * 3);
        assertThat(used.isOpen()).isTrue();
        assertThat(first.isOpen()).isFalse();
        assertThat(first.end()).contains("others need the room");
    }

    @Test
    void newSessionsAreRefusedFirst() {
        var account = budget.upstream("greedy");
        var more = budget.upstream("greedy too");
        account.take(Use.ARRIVING, 16 * MIB);
        more.take(Use.ARRIVING, 7 * MIB);
        assertThatThrownBy(() -> world.sessions.open(Caller.LOCAL))
                .isInstanceOf(McpException.class)
                .hasMessageContaining("-31004")
                .hasMessageContaining("new sessions are refused");
        account.give(Use.ARRIVING, 16 * MIB);
        assertThat(world.open().isOpen()).isTrue();
        more.give(Use.ARRIVING, 7 * MIB);
        account.close();
        more.close();
    }

    @Test
    void idleSessionsEndSoonerWhenThereIsLittleRoom() {
        var session = world.open();
        world.clock.pass(Duration.ofMinutes(2));
        assertThat(session.isOpen()).isTrue();
        var account = budget.upstream("greedy");
        var more = budget.upstream("greedy too");
        account.take(Use.ARRIVING, 16 * MIB);
        more.take(Use.ARRIVING, 10 * MIB);
        assertThat(session.isOpen()).as("idle for longer than is allowed now").isFalse();
        account.give(Use.ARRIVING, 16 * MIB);
        more.give(Use.ARRIVING, 10 * MIB);
        account.close();
        more.close();
    }

    @Test
    void idleSessionsEndSoonerAlsoWhenOneMessageTakesSeveralSteps() {
        var session = world.open();
        world.clock.pass(Duration.ofMinutes(2));
        var account = budget.upstream("greedy");
        var more = budget.upstream("greedy too");
        account.take(Use.ARRIVING, 16 * MIB);
        more.take(Use.ARRIVING, 12 * MIB);
        assertThat(budget.step()).isEqualTo(Budget.Step.NO_NEW_CALLS);
        assertThat(session.isOpen()).isFalse();
        account.give(Use.ARRIVING, 16 * MIB);
        more.give(Use.ARRIVING, 12 * MIB);
        account.close();
        more.close();
    }

    @Test
    void theCostliestSessionIsEndedAndItsNeighbourIsNot() {
        var neighbour = world.open();
        var costly = world.open();
        world.calls(neighbour, "1");
        var stream = world.says(costly, call(1, 3 * MIB));
        for (int id = 2; id < 5; id++) {
            world.says(costly, call(id, 3 * MIB));
        }
        var reasons = new StringBuilder();
        world.exchanges.getLast().onCancel(reasons::append);
        var account = budget.upstream("greedy");
        account.take(Use.ARRIVING, 15 * MIB);
        account.charge(Use.ARRIVING, 3 * MIB);
        assertThat(costly.isOpen()).isFalse();
        assertThat(stream.answer())
                .contains("-31004", "\"executed\":\"maybe\"", "\"step\":\"the costliest")
                .contains("\"held\":", "\"limit\":", "\"used\":", "\"budget\":");
        assertThat(reasons.toString()).as("told to whoever works on it").contains("held the most");
        var late = new StringBuilder();
        world.exchanges.getLast().onCancel(late::append);
        assertThat(late.toString()).as("told to whoever begins to").contains("held the most");
        assertThat(neighbour.isOpen()).isTrue();
        assertThat(neighbour.inFlight()).isEqualTo(1);
        account.give(Use.ARRIVING, 18 * MIB);
        account.close();
    }

    @Test
    void aRefusalSaysWhosePartIsFull() {
        var session = world.open();
        var full = budget.session(Principal.LOCAL);
        var more = budget.session(Principal.LOCAL);
        assertThat(full.take(Use.ARRIVING, 16 * MIB)).isTrue();
        assertThat(more.take(Use.ARRIVING, 6 * MIB)).isTrue();
        assertThat(world.says(session, call(1, 3 * MIB)).answer())
                .contains("this principal holds what it may")
                .containsPattern("\"held\":230\\d{5},")
                .contains("\"limit\":" + 24 * MIB)
                .contains("\"executed\":\"no\"");
        full.give(Use.ARRIVING, 16 * MIB);
        more.give(Use.ARRIVING, 6 * MIB);
        full.close();
        more.close();
    }

    private static Notification news(int number, int bytes) {
        return Notification.of(Method.LOG_MESSAGE, Json.object("data", number + "x".repeat(bytes)));
    }

    private static String call(int id, long bytes) {
        return "{\"jsonrpc\":\"2.0\",\"id\":"
                + id
                + ",\"method\":\"tools/call\",\"params\":{\"name\":\"t\",\"arguments\":{\"x\":\""
                + "y".repeat((int) bytes)
                + "\"}}}";
    }
}
