package io.tieline.session.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.session.Environment;
import io.tieline.session.Incident;
import io.tieline.session.Incident.Kind;
import io.tieline.session.Question;
import io.tieline.session.Refusals;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A backend session that gives way to another, or is left while it is being opened. */
final class SessionPlaceTest {

    private static final String WHY = "Another one needs the place";

    /** One who comes to have a session that somebody else has left. */
    private static final class Heir implements BackendSession.Listener {

        private final List<Json> welcomes = new ArrayList<>();
        private @Nullable LinkFailure end;

        @Override
        public void opened(BackendSession session, Json initializeResult) {
            welcomes.add(initializeResult);
        }

        @Override
        public void closed(BackendSession session, LinkFailure failure) {
            end = failure;
        }

        @Override
        public void told(BackendSession session, Notification notification) {}

        @Override
        public void asked(BackendSession session, Question question) {}
    }

    @Test
    void oneInWhichNothingIsUnderWayGivesWayAndItsListenerHearsOfIt() {
        var world = BackendWorld.own();
        world.call("a");
        world.ends("a");
        var over = new ArrayList<String>();
        world.session.onOver(() -> over.add("over"));
        assertThat(world.session.giveWay(WHY)).isTrue();
        assertThat(world.end)
                .isEqualTo(
                        new LinkFailure(LinkFailure.Kind.GAVE_WAY, WHY, LinkFailure.Executed.NO));
        assertThat(world.link.isClosed()).isTrue();
        assertThat(over).containsExactly("over");
        assertThat(world.counts.incidents().getLast())
                .isEqualTo(new Incident(Kind.SESSION_ENDED, "scripted", WHY));
        assertThat(world.session.giveWay(WHY)).isFalse();
        var late = world.call("late");
        assertThat(late.failure()).isNotNull();
        assertThat(late.failure().code()).isEqualTo(ErrorCode.BACKEND_SESSION_LOST);
        world.session.onOver(() -> over.add("at once"));
        assertThat(over).containsExactly("over", "at once");
    }

    /** Of the loss it hears by this call, so that it is not told again by the next. */
    @Test
    void aCallThatCrossesTheEndHearsOfItAsOfAnyLoss() {
        var world = BackendWorld.own();
        var crossing = new ArrayList<Heard>();
        world.session
                .strand()
                .run(() -> {
                    crossing.add(world.call("crossing"));
                    assertThat(world.session.giveWay(WHY)).isTrue();
                });
        var failure = Objects.requireNonNull(crossing.getFirst().failure());
        assertThat(failure.code()).isEqualTo(ErrorCode.BACKEND_SESSION_LOST);
        assertThat(failure.message()).isEqualTo(WHY);
        assertThat(world.session.isOver()).isTrue();
        assertThat(world.end).isNotNull();
    }

    @Test
    void oneInWhichACallOrAQuestionIsUnderWayDoesNot() {
        var world = BackendWorld.own();
        world.call("a");
        assertThat(world.session.giveWay(WHY)).isFalse();
        world.ends("a");
        world.asks("1");
        assertThat(world.outOfBand).hasSize(1);
        assertThat(world.session.giveWay(WHY)).isFalse();
        world.outOfBand.getFirst().refuse(Refusals.sessionIsOver());
        assertThat(world.session.isIdle()).isTrue();
        assertThat(world.session.giveWay(WHY)).isTrue();
    }

    @Test
    void callsThatAreCancelledOrRunOutOfTimeAreNotUnderWay() {
        var world = BackendWorld.own();
        world.call("a");
        world.cancel("a", null);
        assertThat(world.session.isIdle()).isTrue();
        world.call("b");
        world.clock.pass(TimeLimits.DEFAULT.idle());
        assertThat(world.session.isIdle()).isTrue();
        assertThat(world.session.idleSince()).isEqualTo(world.clock.nanoTime());
    }

    @Test
    void oneThatIsBeingOpenedDoesNotGiveWay() {
        var world = BackendWorld.greeting();
        assertThat(world.session.giveWay(WHY)).isFalse();
        var waiting = world.call("a");
        world.link.greets();
        assertThat(world.session.giveWay(WHY)).isFalse();
        world.ends("a");
        assertThat(waiting.answer()).isNotNull();
        assertThat(world.session.isIdle()).isTrue();
    }

    /** It would be lost with the session. */
    @Test
    void aTaskThatACallHasBecomeIsUnderWayUntilItIsOver() {
        var world = BackendWorld.own();
        for (var task : List.of("told", "asked", "fetched", "left")) {
            world.call(task);
            world.link.answers(
                    world.link.tool(task),
                    "{\"task\":{\"taskId\":\""
                            + task
                            + "\",\"status\":\"working\",\"ttl\":60000}}");
        }
        assertThat(world.session.giveWay(WHY)).isFalse();
        world.link.says(
                "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tasks/status\",\"params\":{\"taskId\":\"told\",\"status\":\"failed\"}}");
        asks(world, Method.TASKS_GET, "asked", "{\"taskId\":\"asked\",\"status\":\"working\"}");
        asks(world, Method.TASKS_GET, "asked", "{\"taskId\":\"asked\",\"status\":\"completed\"}");
        asks(world, Method.TASKS_RESULT, "fetched", "{\"content\":[]}");
        assertThat(world.session.isIdle()).isFalse();
        world.clock.pass(Duration.ofMinutes(1));
        assertThat(world.session.isIdle()).isTrue();
        assertThat(world.session.giveWay(WHY)).isTrue();
    }

    @Test
    void aTaskThatNamesNoTimeToLiveIsUnderWayAsLongAsACallMayBe() {
        var world = BackendWorld.own();
        world.call("a");
        world.link.answers(
                world.link.tool("a"), "{\"task\":{\"taskId\":\"a\",\"status\":\"working\"}}");
        world.clock.pass(TimeLimits.DEFAULT.cap().minus(Duration.ofSeconds(1)));
        assertThat(world.session.giveWay(WHY)).isFalse();
        world.clock.pass(Duration.ofSeconds(1));
        assertThat(world.session.giveWay(WHY)).isTrue();
    }

    private static void asks(BackendWorld world, String method, String task, String answer) {
        var request = Request.of(Id.of(1), method, Json.object("taskId", task));
        world.session.call(request, new Heard(), CallOptions.of(TimeLimits.DEFAULT));
        world.link.answers(world.link.requests(method).getLast(), answer);
    }

    @Test
    void toListenIsNoUseOfASession() {
        var world = BackendWorld.stateless(true);
        world.link.isDiscovered();
        assertThat(world.link.requests(Method.SUBSCRIPTIONS_LISTEN)).hasSize(1);
        assertThat(world.session.isIdle()).isTrue();
    }

    @Test
    void oneThatIsLeftWhileItIsOpenedGoesOnAndIsClosedThen() {
        var world = BackendWorld.greeting();
        var waiting = world.call("a");
        world.session.leave("Its client gave up");
        assertThat(waiting.failure()).isNotNull();
        assertThat(world.link.isClosed()).isFalse();
        world.link.greets();
        assertThat(world.link.isClosed()).isTrue();
        assertThat(world.welcome).isNull();
        assertThat(world.end).isNull();
        assertThat(world.counts.incidents())
                .allSatisfy(incident -> assertThat(incident.reason()).contains("gave up"))
                .extracting(Incident::kind)
                .containsExactly(Incident.Kind.START_LEFT, Incident.Kind.SESSION_ENDED);
    }

    @Test
    void oneThatIsLeftGoesOnToItsLimitAndNoFurther() {
        var world = BackendWorld.greeting();
        var over = new ArrayList<String>();
        world.session.onOver(() -> over.add("over"));
        world.session.leave("Its client gave up");
        world.clock.pass(TimeLimits.DEFAULT.initialize().minus(Duration.ofSeconds(1)));
        assertThat(world.link.isClosed()).isFalse();
        world.clock.pass(Duration.ofSeconds(1));
        assertThat(world.link.isClosed()).isTrue();
        assertThat(world.end).isNull();
        assertThat(over).containsExactly("over");
    }

    @Test
    void oneThatWasLeftGivesWay() {
        var world = BackendWorld.greeting();
        world.session.leave("Its client gave up");
        assertThat(world.session.giveWay(WHY)).isTrue();
        assertThat(world.link.isClosed()).isTrue();
        assertThat(world.session.adopt(world.opening, new Heir())).isFalse();
    }

    @Test
    void oneThatWasLeftCanBeHadByAnotherWhoWouldOpenTheSame() {
        var world = BackendWorld.greeting();
        var heir = new Heir();
        assertThat(world.session.adopt(world.opening, heir)).isFalse();
        world.session.leave("Its client gave up");
        assertThat(world.session.adopt(other(world.opening), heir)).isFalse();
        assertThat(world.session.adopt(world.opening, heir)).isTrue();
        assertThat(world.session.adopt(world.opening, new Heir())).isFalse();
        assertThat(world.session.giveWay(WHY)).isFalse();
        world.link.greets();
        assertThat(heir.welcomes).hasSize(1);
        assertThat(world.welcome).isNull();
        world.link.dies();
        assertThat(heir.end).isNotNull();
        assertThat(world.end).isNull();
    }

    /** The same for a client that can do something else. */
    private static BackendOpening other(BackendOpening opening) {
        return new BackendOpening(
                opening.revision(),
                opening.era(),
                opening.prefersStateless(),
                opening.clientInfo(),
                Json.of("{\"roots\":{}}"),
                opening.exclusive(),
                opening.rule(),
                opening.ids(),
                opening.askingHistory(),
                opening.limits(),
                BackendOpening.NO_HEADERS);
    }

    @Test
    void oneThatIsOpenIsClosedAtOnceWhenItIsLeft() {
        var world = BackendWorld.own();
        world.session.leave("Its client has left");
        assertThat(world.link.isClosed()).isTrue();
        assertThat(world.counts.incidents().getLast())
                .isEqualTo(new Incident(Kind.SESSION_ENDED, "scripted", "Its client has left"));
    }

    @Test
    void oneThatWasRefusedIsOverAndConnectsToNothing() {
        var world = BackendWorld.own();
        var heard = new Heir();
        var full = LinkFailure.of(LinkFailure.Kind.OVERLOADED, "Full");
        int before = world.link.sent().size();
        var environment = new Environment(world.clock, new Random(1), world.counts);
        var refused = BackendSession.refused(world.link, world.opening, environment, heard, full);
        assertThat(refused.isOver()).isTrue();
        assertThat(heard.end).isEqualTo(full);
        assertThat(world.link.sent()).hasSize(before);
    }
}
