package io.tieline.session.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.session.Question;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Failure;
import io.tieline.wire.Json;
import io.tieline.wire.Response;
import io.tieline.wire.Result;
import io.tieline.wire.RpcError;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What happens between a question and its answer while other calls have the turn. */
final class AnswersAndTurnsTest {

    private static final Duration SILENCE = Duration.ofMillis(6);

    @Test
    void everythingThatACallWasAnsweredGoesDownWithItsTurn() {
        var world = BackendWorld.own();
        var greet = bookRunsWhileGreetWaits(world, "1", "2");
        greet.questions().forEach(AnswersAndTurnsTest::accept);
        assertThat(answersTo(world, "1")).isEmpty();
        world.ends("book");
        assertThat(answersTo(world, "1")).hasSize(1);
        assertThat(answersTo(world, "2")).hasSize(1);
    }

    @Test
    void anAnswerThatWaitsGoesDownWhenItsCallIsTakenBack() {
        var world = BackendWorld.own();
        var greet = bookRunsWhileGreetWaits(world, "1");
        greet.accepts();
        world.cancel("greet", null);
        assertThat(answersTo(world, "1")).hasSize(1);
    }

    @Test
    void aQuestionIsServedWhenItsAnswerHasLeft() {
        var world = BackendWorld.own();
        var greet = bookRunsWhileGreetWaits(world, "1");
        var question = greet.questions().getFirst();
        assertThat(question.isServed()).isFalse();
        greet.accepts();
        assertThat(question.isOpen()).isFalse();
        assertThat(question.isServed()).isFalse();
        assertThat(question.watched(Question.Watcher.NONE).isServed()).isFalse();
        world.ends("book");
        assertThat(question.isServed()).isTrue();
        assertThat(question.watched(Question.Watcher.NONE).isServed()).isTrue();
    }

    @Test
    void anIdIsTakenUntilItsAnswerHasLeft() {
        var world = BackendWorld.own();
        var greet = bookRunsWhileGreetWaits(world, "1");
        greet.accepts();
        world.asks("1");
        assertThat(answersTo(world, "1"))
                .singleElement()
                .isInstanceOfSatisfying(
                        Failure.class,
                        refusal ->
                                assertThat(refusal.error().code())
                                        .isEqualTo(ErrorCode.INVALID_REQUEST));
        world.ends("book");
        assertThat(answersTo(world, "1")).hasSize(2);
    }

    @Test
    void aCallThatTookItsQuestionBackGoesOnAndItsNextOneReachesNoStranger() {
        var world = BackendWorld.shared();
        world.call("greet");
        world.asks("1");
        world.clock.pass(SILENCE);
        var book = world.call("book");
        world.link.says(
                "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":1}}");
        world.asks("2");
        assertThat(book.questions()).isEmpty();
        assertThat(world.outOfBand).hasSize(1);
    }

    @Test
    void theSilenceOfTheBackendBeginsWhenTheCallLeaves() {
        var world = BackendWorld.shared();
        world.call("greet");
        var book = world.call("book");
        world.clock.pass(Duration.ofSeconds(599));
        world.ends("greet");
        world.clock.pass(Duration.ofSeconds(599));
        assertThat(book.failure()).isNull();
        world.clock.pass(Duration.ofSeconds(1));
        assertThat(book.failure()).isNotNull();
    }

    @Test
    void aCallThatNeverHadItsTurnSaysSoAndBlamesNobody() {
        var world = BackendWorld.shared();
        world.call("greet");
        world.clock.pass(Duration.ofMinutes(5));
        var book = world.call("book");
        for (int i = 0; i < 3; i++) {
            world.link.says(
                    "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",\"params\":{\"level\":\"info\",\"data\":1}}");
            world.clock.pass(Duration.ofSeconds(200));
        }
        assertThat(book.failure())
                .extracting(RpcError::message)
                .asString()
                .startsWith("tools/call waited 600 s for its turn");
        assertThat(world.link.hasLeft("book")).isFalse();
    }

    @Test
    void aCallDoesNotRunOutOfTimeWhileItsAnswerWaitsForTheTurn() {
        var world = BackendWorld.shared();
        var greet = world.call("greet");
        world.asks("1");
        world.clock.pass(SILENCE);
        world.call("book");
        greet.accepts();
        world.clock.pass(Duration.ofSeconds(50));
        world.link.says(
                "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",\"params\":{\"level\":\"info\",\"data\":1}}");
        world.clock.pass(Duration.ofSeconds(50));
        assertThat(greet.failure()).isNull();
    }

    @Test
    void whatTheBackendMayNotAskMakesNobodyASuspect() {
        var world = BackendWorld.own();
        world.call("a");
        world.call("b");
        asksWhatItMayNot(world);
        assertThat(answersTo(world, "1")).singleElement().isInstanceOf(Failure.class);
        assertThat(world.outOfBand).isEmpty();
        world.call("a");
        world.call("b");
        assertThat(world.link.requests("tools/call")).hasSize(4);
    }

    @Test
    void aToolThatAskedWhatItMayNotIsKnownToAsk() {
        var world = BackendWorld.own();
        world.call("a");
        asksWhatItMayNot(world);
        world.ends("a");
        world.learn("b");
        world.call("b");
        world.call("a");
        assertThat(world.link.requests("tools/call")).hasSize(3);
    }

    private static void asksWhatItMayNot(BackendWorld world) {
        world.link.says(
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"sampling/createMessage\",\"params\":{}}");
    }

    @Test
    void aQuestionBesideACancelledCallOfASharedSessionReachesNobodyThoughLinksAttribute() {
        var world = BackendWorld.sharedStreams();
        world.call("a");
        world.cancel("a", null);
        var b = world.call("b");
        world.asks("1");
        assertThat(b.questions()).isEmpty();
    }

    @Test
    void aQuestionBesideACallWhoseStreamWasCutReachesNobodyWhereClientsShareASession() {
        var world = BackendWorld.sharedStreams();
        world.call("a");
        var cut = LinkFailure.of(LinkFailure.Kind.GONE, "The stream was cut");
        world.link.stream(world.link.tool("a")).failed(cut);
        var b = world.call("b");
        world.asks("1");
        assertThat(b.questions()).isEmpty();
    }

    /** Two tools that ask: one waits for its client, the other has the turn. */
    private static Heard bookRunsWhileGreetWaits(BackendWorld world, String... questions) {
        world.learn("greet");
        world.learn("book");
        var greet = world.call("greet");
        for (var question : questions) {
            world.asks(question);
        }
        world.clock.pass(SILENCE);
        world.call("book");
        assertThat(greet.questions()).hasSize(questions.length);
        return greet;
    }

    private static void accept(Question question) {
        question.answer(Result.of(question.id(), Json.object("action", "accept")));
    }

    private static List<Response> answersTo(BackendWorld world, String id) {
        return world.link.sent().stream()
                .filter(Response.class::isInstance)
                .map(Response.class::cast)
                .filter(response -> id.equals(String.valueOf(response.id())))
                .toList();
    }
}
