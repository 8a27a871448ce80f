package io.tieline.session.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.session.Answers;
import io.tieline.session.Caller;
import io.tieline.session.Observer;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * One conversation with a client, from its handshake to its end.
 *
 * <p>Long because each thing that ends a session, or a request of it, is told from both its sides.
 */
final class ClientSessionTest {

    private final FrontWorld world = new FrontWorld();

    @Test
    void aRequestWhoseClientHasGoneAlreadyIsNotServed() {
        var session = world.open();
        var gone = new RecordedStream();
        gone.lose();
        world.says(session, FrontWorld.request("1"), gone);
        assertThat(world.exchanges).isEmpty();
        assertThat(session.inFlight()).isZero();
        world.calls(session, "1");
        assertThat(world.exchanges).hasSize(1);
    }

    @Test
    void aRequestIsAnsweredUnderTheIdThatItsClientWrote() {
        var session = world.open();
        var number = world.calls(session, "1");
        var text = world.calls(session, "\"1\"");
        var large = world.calls(session, "9007199254740993");
        for (var exchange : world.exchanges) {
            exchange.finish(Json.object("was", exchange.request().id().json()));
        }
        assertThat(number.answer()).contains("\"id\":1,").contains("\"was\":1}");
        assertThat(text.answer()).contains("\"id\":\"1\"").contains("\"was\":\"1\"}");
        assertThat(large.answer()).contains("\"id\":9007199254740993");
    }

    /** What a session keeps is given back, too. */
    @Test
    void whoWaitsForTheEndHearsOfItOnceAlsoIfTheServiceFailsToEnd() {
        world.closing =
                () -> {
                    throw new IllegalStateException("the service fails");
                };
        var session = world.open();
        var heard = new ArrayList<String>();
        session.onEnd(() -> heard.add("first"));
        session.onEnd(() -> heard.add("second"));
        session.close();
        session.close();
        session.onEnd(() -> heard.add("late"));
        assertThat(heard).containsExactly("first", "second", "late");
        assertThat(world.sessions.find(session.id(), Caller.LOCAL)).isNull();
        assertThat(session.account().used()).isZero();
    }

    @Test
    void theSecondRequestWithALiveIdIsRefusedAndTheFirstUnharmed() {
        var session = world.open();
        var first = world.calls(session, "1");
        var second = world.calls(session, "1");
        assertThat(second.answer()).contains("-32600");
        world.exchanges.getFirst().finish(Json.EMPTY_OBJECT);
        assertThat(first.answer()).contains("\"result\"");
    }

    @Test
    void nothingIsServedBeforeInitializeButPing() {
        var session = world.sessions.open(Caller.LOCAL);
        assertThat(world.calls(session, "1").answer()).contains("-32600").contains("initialize");
        assertThat(
                        world.says(session, "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"ping\"}")
                                .answer())
                .contains("\"result\":{}");
    }

    @Test
    void whatComesAfterTheAnswerIsDropped() {
        var session = world.open();
        var stream = world.calls(session, "1");
        var exchange = world.exchanges.getFirst();
        exchange.finish(Json.EMPTY_OBJECT);
        exchange.finish(Json.EMPTY_OBJECT);
        exchange.tell(log("late"));
        assertThat(stream.written()).hasSize(1);
    }

    @Test
    void aCancelledRequestGetsNoAnswerAndItsServiceTheClientsReason() {
        var session = world.open();
        var stream = world.calls(session, "\"x\"");
        var heard = new StringBuilder();
        world.exchanges.getFirst().onCancel(reason -> heard.append(reason));
        world.says(session, cancelled("\"\\u0078\""));
        world.exchanges.getFirst().finish(Json.EMPTY_OBJECT);
        assertThat(heard).hasToString("\"enough\"");
        assertThat(stream.answer()).isEmpty();
        assertThat(stream.isAborted()).isTrue();
        assertThat(world.counts.outcomes()).contains(Observer.Outcome.CANCELLED);
    }

    @Test
    void cancellingOneIdSparesItsTwinOfAnotherType() {
        var session = world.open();
        var number = world.calls(session, "1");
        var text = world.calls(session, "\"1\"");
        world.says(session, cancelled("\"1\""));
        assertThat(text.isAborted()).isTrue();
        assertThat(number.isAborted()).isFalse();
    }

    @Test
    void aQuestionGoesOutOnTheStreamOfItsExchangeAndTheAnswerComesBackToIt() {
        var session = world.open();
        var a = world.calls(session, "1");
        var b = world.calls(session, "2");
        var forA = new Answers();
        var forB = new Answers();
        world.exchanges.get(0).ask(forA.elicitation("q"));
        world.exchanges.get(1).ask(forB.elicitation("q"));
        world.answers(session, idOf(b), "{\"for\":\"b\"}");
        world.answers(session, idOf(a), "{\"for\":\"a\"}");
        assertThat(forA.received()).singleElement().asString().contains("\"for\":\"a\"");
        assertThat(forB.received()).singleElement().asString().contains("\"for\":\"b\"");
        assertThat(forA.received().getFirst()).contains("\"id\":\"q\"");
    }

    @Test
    void anAnswerCountsOnceAndOnlyInTheSessionThatWasAsked() {
        var asked = world.open();
        var stranger = world.open();
        var stream = world.calls(asked, "1");
        var answers = new Answers();
        world.exchanges.getFirst().ask(answers.elicitation("q"));
        world.answers(stranger, idOf(stream), "{\"forged\":true}");
        assertThat(answers.received()).isEmpty();
        world.answers(asked, "\"0" + idOf(stream) + "\"", "{\"mistyped\":true}");
        assertThat(answers.received()).isEmpty();
        world.answers(asked, "\"" + idOf(stream) + "\"", "{\"n\":1}");
        world.answers(asked, idOf(stream), "{\"n\":2}");
        assertThat(answers.received()).singleElement().asString().contains("\"n\":1");
    }

    @Test
    void anErrorWithoutAnIdIsThatOfTheOneQuestionThatIsOpen() {
        var session = world.open();
        world.calls(session, "1");
        var answers = new Answers();
        world.exchanges.getFirst().ask(answers.elicitation("q"));
        world.says(
                session,
                "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32601,\"message\":\"no such notification\"}}");
        assertThat(answers.received()).isEmpty();
        world.says(
                session,
                "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32600,\"message\":\"What?\"}}");
        assertThat(answers.received()).singleElement().asString().contains("What?", "\"id\":\"q\"");
    }

    @Test
    void aClientIsNotAskedWhatItDidNotDeclare() {
        var session = world.open("{\"elicitation\":{}}");
        var stream = world.calls(session, "1");
        var answers = new Answers();
        world.exchanges.getFirst().ask(answers.sampling("q"));
        assertThat(stream.questions()).isEmpty();
        assertThat(answers.received()).singleElement().asString().contains("-32601", "sampling");
    }

    @Test
    void aClientThatTakesOneJsonAnswerIsNotAskedAndNobodyWaits() {
        var session = world.open();
        world.says(session, FrontWorld.request("1"), RecordedStream.jsonOnly());
        var answers = new Answers();
        world.exchanges.getFirst().ask(answers.elicitation("q"));
        assertThat(answers.received()).singleElement().asString().contains("error");
    }

    @Test
    void anElicitationThatNobodyAnswersIsCancelledAndAnotherQuestionFails() {
        var session = world.open();
        var stream = world.calls(session, "1");
        var answers = new Answers();
        world.exchanges.getFirst().ask(answers.elicitation("q"));
        world.exchanges.getFirst().ask(answers.sampling("s"));
        world.clock.pass(SessionSettings.DEFAULT.humanInput());
        assertThat(answers.received()).hasSize(2);
        assertThat(answers.received().getFirst()).contains("\"action\":\"cancel\"");
        assertThat(answers.received().getLast()).contains("-31006");
        assertThat(stream.notifications())
                .extracting(Notification::method)
                .containsExactly(Method.CANCELLED, Method.CANCELLED);
    }

    @Test
    void aQuestionEndsWithItsExchange() {
        var session = world.open();
        world.calls(session, "1");
        var answers = new Answers();
        world.exchanges.getFirst().ask(answers.elicitation("q"));
        world.exchanges.getFirst().finish(Json.EMPTY_OBJECT);
        assertThat(answers.received()).singleElement().asString().contains("-32602");
    }

    @Test
    void aWithdrawnQuestionIsTakenBackFromTheClient() {
        var session = world.open();
        var stream = world.calls(session, "1");
        var answers = new Answers();
        var question = answers.elicitation("q");
        world.exchanges.getFirst().ask(question);
        question.withdraw(Json.string("never mind"));
        assertThat(stream.notifications()).singleElement().asString().isNotEmpty();
        assertThat(String.valueOf(stream.notifications().getFirst().params()))
                .isEqualTo("{\"requestId\":" + idOf(stream) + ",\"reason\":\"never mind\"}");
        world.answers(session, idOf(stream), "{}");
        assertThat(answers.received()).isEmpty();
    }

    @Test
    void aQuestionOutOfBandMovesWhenItsStreamDies() {
        var session = world.open();
        var get = new RecordedStream();
        session.attach(get);
        var post = world.calls(session, "1");
        var answers = new Answers();
        session.ask(answers.elicitation("q"));
        assertThat(get.questions()).hasSize(1);
        get.lose();
        assertThat(post.questions()).hasSize(1);
        world.answers(session, idOf(post), "{}");
        assertThat(answers.received()).hasSize(1);
    }

    @Test
    void aQuestionOutOfBandWaitsForTheFirstStreamButNotForEver() {
        var session = world.open();
        var answers = new Answers();
        session.ask(answers.elicitation("early"));
        var get = new RecordedStream();
        session.attach(get);
        assertThat(get.questions()).hasSize(1);

        var other = world.open();
        var unanswered = new Answers();
        other.ask(unanswered.sampling("early"));
        world.clock.pass(Duration.ofSeconds(10));
        assertThat(unanswered.received()).singleElement().asString().contains("-31006");
    }

    @Test
    void whatHasNotBeenAskedYetCannotBeAnswered() {
        var world = new FrontWorld();
        var session = world.open();
        var answers = new Answers();
        session.ask(answers.elicitation("q"));
        world.answers(session, "1", "{\"action\":\"accept\",\"content\":{\"forged\":true}}");
        assertThat(answers.received()).isEmpty();
        assertThat(world.counts.counted()).contains(Observer.Count.LATE_ANSWER);
    }

    @Test
    void notificationsAreKeptUntilTheFirstStreamIsOpen() {
        var session = world.open();
        var changed = Notification.of(Method.TOOLS_LIST_CHANGED, null);
        session.tell(changed);
        session.tell(changed);
        session.tell(log("hello"));
        var get = new RecordedStream();
        session.attach(get);
        assertThat(get.notifications())
                .extracting(Notification::method)
                .containsExactly(Method.TOOLS_LIST_CHANGED, Method.LOG_MESSAGE);
    }

    @Test
    void aSlowReaderMissesOldProgressButNoQuestionAndNoAnswer() {
        var session = world.open();
        var stream = world.calls(session, "1");
        var exchange = world.exchanges.getFirst();
        stream.press(true);
        exchange.tell(progress(1));
        exchange.tell(progress(2));
        exchange.tell(log("dropped"));
        assertThat(stream.written()).isEmpty();
        exchange.ask(new Answers().elicitation("q"));
        exchange.finish(Json.EMPTY_OBJECT);
        assertThat(stream.notifications())
                .extracting(Notification::method)
                .contains(Method.PROGRESS)
                .doesNotContain(Method.LOG_MESSAGE);
        assertThat(String.valueOf(stream.notifications().getFirst().params()))
                .contains("\"progress\":2");
    }

    @Test
    void nothingOvertakesTheProgressThatASlowReaderMustWaitFor() {
        var session = world.open();
        var stream = world.calls(session, "1");
        var exchange = world.exchanges.getFirst();
        stream.press(true);
        exchange.tell(progress(1));
        exchange.ask(new Answers().elicitation("q"));
        exchange.tell(progress(2));
        exchange.tell(Notification.of("vendor/news", null));
        assertThat(stream.written())
                .extracting(message -> message.json().toString())
                .satisfiesExactly(
                        first -> assertThat(first).contains("\"progress\":1"),
                        second -> assertThat(second).contains(Method.ELICITATION_CREATE),
                        third -> assertThat(third).contains("\"progress\":2"),
                        fourth -> assertThat(fourth).contains("vendor/news"));
    }

    @Test
    void aFaultInTheServiceIsConfinedToItsRequest() {
        var session = world.open();
        world.serving =
                exchange -> {
                    throw new IllegalStateException("secret detail");
                };
        var broken = world.calls(session, "1");
        assertThat(broken.answer()).contains("-32603").doesNotContain("secret");
        assertThat(world.counts.faults()).hasSize(1);
        world.serving = world.exchanges::add;
        var fine = world.calls(session, "2");
        world.exchanges.getFirst().finish(Json.EMPTY_OBJECT);
        assertThat(fine.answer()).contains("\"result\"");
    }

    @Test
    void anIdleSessionIsReapedAndABusyOneIsNot() {
        var idle = world.open();
        var busy = world.open();
        world.calls(busy, "1");
        var watched = world.open();
        watched.attach(new RecordedStream());
        world.clock.pass(SessionSettings.DEFAULT.idle().multipliedBy(3));
        assertThat(idle.isOpen()).isFalse();
        assertThat(busy.isOpen()).isTrue();
        assertThat(watched.isOpen()).isTrue();
        assertThat(world.sessions.find(idle.id(), Caller.LOCAL)).isNull();
        assertThat(world.closed).isEqualTo(1);
    }

    private static final Duration IDLE = SessionSettings.DEFAULT.idle();
    private static final Duration GONE = SessionSettings.DEFAULT.disconnected();
    private static final Duration A_MOMENT = Duration.ofSeconds(1);

    @Test
    void aSessionWhoseClientHasLeftEndsSoonerCountedFromThatMomentOn() {
        var session = world.open();
        var connection = new Presence();
        session.speaksOn(connection);
        world.clock.pass(Duration.ofMinutes(7));
        connection.left(world.clock.nanoTime());
        world.clock.pass(GONE.minus(A_MOMENT));
        assertThat(session.isOpen()).isTrue();
        world.clock.pass(A_MOMENT);
        assertThat(session.isOpen()).isFalse();
        assertThat(session.end()).isEqualTo("its client has left and not come back for 600 s");
    }

    @Test
    void aSessionWhoseClientIsThereLivesAsLongAsOneOfWhichNothingIsKnown() {
        var session = world.open();
        session.speaksOn(new Presence());
        var piped = world.open();
        world.clock.pass(IDLE.minus(A_MOMENT));
        assertThat(session.isOpen()).isTrue();
        assertThat(piped.isOpen()).isTrue();
        world.clock.pass(A_MOMENT);
        assertThat(session.end()).isEqualTo("it was not used for 1800 s");
        assertThat(piped.isOpen()).isFalse();
    }

    @Test
    void aClientThatComesBackOnAnotherConnectionIsThereAgain() {
        var session = world.open();
        var first = new Presence();
        session.speaksOn(first);
        first.left(world.clock.nanoTime());
        world.clock.pass(GONE.minus(A_MOMENT));
        session.speaksOn(new Presence());
        world.calls(session, "1");
        world.exchanges.getLast().finish(Json.EMPTY_OBJECT);
        world.clock.pass(GONE.multipliedBy(2));
        assertThat(session.isOpen()).isTrue();
    }

    @Test
    void aClientIsThereWhileOneOfItsConnectionsIs() {
        var session = world.open();
        var first = new Presence();
        var second = new Presence();
        session.speaksOn(first);
        session.speaksOn(second);
        second.left(world.clock.nanoTime());
        world.clock.pass(GONE.multipliedBy(2));
        assertThat(session.isOpen()).isTrue();
        first.left(world.clock.nanoTime());
        world.clock.pass(GONE.minus(A_MOMENT));
        assertThat(session.isOpen()).isTrue();
        world.clock.pass(A_MOMENT);
        assertThat(session.end()).contains("its client has left");
    }

    @Test
    void aConnectionThatWasClosedForBeingIdleTellsNothing() {
        var first = new Presence();
        var second = new Presence();
        var third = new Presence();
        var fourth = new Presence();
        var idle = speakingOn(first, second);
        var left = speakingOn(third, fourth);
        first.left(world.clock.nanoTime());
        third.closed(world.clock.nanoTime());
        world.clock.pass(A_MOMENT);
        second.closed(world.clock.nanoTime());
        fourth.left(world.clock.nanoTime());
        world.clock.pass(GONE);
        assertThat(left.isOpen()).as("it has left the last one").isFalse();
        assertThat(idle.isOpen()).as("it may come back").isTrue();
    }

    private ClientSession speakingOn(Presence... connections) {
        var session = world.open();
        for (var connection : connections) {
            session.speaksOn(connection);
        }
        return session;
    }

    @Test
    void aClientThatListensOrWaitsIsThereWhateverBecameOfItsConnection() {
        var waiting = world.open();
        var listening = world.open();
        for (var session : List.of(waiting, listening)) {
            var connection = new Presence();
            session.speaksOn(connection);
            connection.left(world.clock.nanoTime());
        }
        world.calls(waiting, "1");
        var stream = new RecordedStream();
        var connection = new Presence();
        listening.attach(stream);
        listening.listensOn(connection);
        world.clock.pass(IDLE.multipliedBy(2));
        assertThat(waiting.isOpen()).isTrue();
        assertThat(listening.isOpen()).isTrue();
        connection.left(world.clock.nanoTime());
        stream.lose();
        world.exchanges.getFirst().finish(Json.EMPTY_OBJECT);
        world.clock.pass(GONE.minus(A_MOMENT));
        assertThat(waiting.isOpen()).isTrue();
        assertThat(listening.isOpen()).isTrue();
        world.clock.pass(A_MOMENT);
        assertThat(waiting.isOpen()).isFalse();
        assertThat(listening.isOpen()).isFalse();
    }

    @Test
    void aSessionLeavesNothingBehind() {
        for (int i = 0; i < 100; i++) {
            var session = world.open();
            world.calls(session, "1");
            world.exchanges.getLast().ask(new Answers().elicitation("q"));
            session.ask(new Answers().elicitation("q"));
            session.close();
            session.close();
        }
        assertThat(world.sessions.size()).isZero();
        assertThat(world.clock.set()).isZero();
        assertThat(world.closed).isEqualTo(100);
    }

    @Test
    void aSessionIsFoundByItsOwnerOnly() {
        var session = world.open();
        var stranger = new Caller("mallory", java.util.Map.of());
        assertThat(world.sessions.find(session.id(), Caller.LOCAL)).isSameAs(session);
        assertThat(world.sessions.find(session.id(), stranger)).isNull();
        assertThat(session.id()).hasSize(64).matches("[0-9a-f]+");
    }

    @Test
    void drainingAnswersEveryRequestAlsoFromTheSessionsOwnStrand() {
        var session = world.open();
        var first = world.calls(session, "1");
        var second = world.calls(session, "2");
        session.strand().run(() -> session.drain(Draining.ERROR));
        assertThat(first.answer()).contains("-31005");
        assertThat(second.answer()).contains("-31005");
        assertThat(session.isOpen()).isFalse();
    }

    private static String idOf(RecordedStream stream) {
        return stream.questions().getFirst().id().toString();
    }

    private static String cancelled(String id) {
        return "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":"
                + id
                + ",\"reason\":\"enough\"}}";
    }

    private static Notification log(String data) {
        return Notification.of(Method.LOG_MESSAGE, Json.object("level", "info", "data", data));
    }

    private static Notification progress(int value) {
        return Notification.of(
                Method.PROGRESS, Json.object("progressToken", "t", "progress", value));
    }
}
