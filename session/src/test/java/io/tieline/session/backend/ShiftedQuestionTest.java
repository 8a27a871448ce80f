package io.tieline.session.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.session.Answers;
import io.tieline.session.Observer;
import io.tieline.session.Question;
import io.tieline.session.client.ClientSession;
import io.tieline.session.client.Exchange;
import io.tieline.session.client.FrontWorld;
import io.tieline.session.client.RecordedStream;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import org.junit.jupiter.api.Test;

/**
 * A bridge to a shared pipe puts the question of one call on the stream of another one, which is
 * answered first.
 */
final class ShiftedQuestionTest {

    /** Two calls run, and a question comes on the stream of the first. */
    private static Heard askedOnTheFirst(BackendWorld world) {
        var first = world.call("first");
        world.call("second");
        world.link.says(world.link.tool("first"), BackendWorld.question("7"));
        return first;
    }

    @Test
    void theQuestionOutlivesTheCallThatBroughtIt() {
        var world = BackendWorld.streams();
        var first = askedOnTheFirst(world);
        world.ends("first");
        assertThat(first.questions().getLast().outlivesItsCall()).isTrue();
        assertThat(world.counts.counted()).contains(Observer.Count.QUESTION_OUT_OF_BAND);
        first.accepts();
        assertThat(world.link.sent().getLast().json().toString())
                .contains("\"id\":7", "\"action\":\"accept\"");
    }

    @Test
    void whileItIsOpenTheOtherCallIsNotToBlameForItsSilence() {
        var world = BackendWorld.streams();
        var first = askedOnTheFirst(world);
        world.ends("first");
        world.clock.pass(TimeLimits.DEFAULT.idle().multipliedBy(2));
        first.accepts();
        assertThat(world.link.released()).isEmpty();
        world.ends("second");
        assertThat(world.session.isIdle()).isTrue();
    }

    @Test
    void itEndsWithItsCallWhereNoOtherOneCanHaveAskedIt() {
        var world = BackendWorld.streams();
        var only = world.call("only");
        world.session.call(
                Request.of(Id.of("listing"), Method.TOOLS_LIST, Json.EMPTY_OBJECT),
                new Heard(),
                CallOptions.of(TimeLimits.DEFAULT));
        world.link.says(world.link.tool("only"), BackendWorld.question("7"));
        world.ends("only");
        assertThat(only.questions().getLast().outlivesItsCall()).isFalse();
    }

    @Test
    void inASharedSessionItEndsWithTheCallThatBroughtIt() {
        var world = BackendWorld.sharedStreams();
        var first = askedOnTheFirst(world);
        world.ends("first");
        assertThat(first.questions().getLast().outlivesItsCall()).isFalse();
    }

    private final FrontWorld front = new FrontWorld();
    private final ClientSession client = front.open();
    private final Answers answers = new Answers();
    private final Question question = answers.elicitation("q");

    private void asksOn(Exchange exchange) {
        exchange.ask(question);
        question.outliveItsCall();
        exchange.finish(Json.EMPTY_OBJECT);
    }

    private static String idOf(RecordedStream stream) {
        return stream.questions().getFirst().id().toString();
    }

    @Test
    void itsClientIsAskedOnceAndAnswersAfterThatCall() {
        var first = front.calls(client, "1");
        var second = front.calls(client, "2");
        asksOn(front.exchanges.getFirst());
        assertThat(second.questions()).isEmpty();
        front.answers(client, idOf(first), "{\"n\":1}");
        assertThat(answers.received()).singleElement().asString().contains("\"n\":1");
    }

    @Test
    void itIsTakenBackOnAStreamThatIsStillRead() {
        front.calls(client, "1");
        var second = front.calls(client, "2");
        asksOn(front.exchanges.getFirst());
        question.withdraw(null);
        assertThat(second.notifications())
                .extracting(Notification::method)
                .containsExactly(Method.CANCELLED);
    }

    @Test
    void itIsAskedAgainElsewhereIfNobodyReadTheStreamThatHasEnded() {
        var first = front.calls(client, "1");
        var second = front.calls(client, "2");
        first.breaks();
        asksOn(front.exchanges.getFirst());
        front.answers(client, idOf(second), "{}");
        assertThat(answers.received()).hasSize(1);
    }
}
