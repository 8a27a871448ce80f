package io.tieline.testkit.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tieline.session.Caller;
import io.tieline.session.client.SessionSettings;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Json;
import io.tieline.wire.McpException;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import io.tieline.wire.Revision;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(20)
final class RecordedClientTest {

    private static final Json ALICE =
            Json.object("action", "accept", "content", Json.object("name", "Alice"));

    private final Rig rig = new Rig();
    private final EchoService service = new EchoService();
    private final LocalListener listener = LocalListener.serve(service, rig.environment);

    /** A request without a session is asked a moment later, together with what else is asked. */
    private void aMomentPasses() {
        rig.clock.advance(Duration.ofMillis(10));
    }

    @ParameterizedTest
    @EnumSource
    void aClientOfEachRevisionCallsTools(Revision revision) {
        var client = listener.client().revision(revision).connect();
        assertThat(client.call("echo", Json.object("a", 1)).text()).isEqualTo("{\"a\":1}");
    }

    @ParameterizedTest
    @EnumSource(names = {"V2025_11_25", "V2026_07_28"})
    void aClientWithAnswersAnswersAtOnceInBothEras(Revision revision) {
        var client = listener.client().revision(revision).answering(question -> ALICE).connect();
        var reply = client.call("ask");
        aMomentPasses();
        assertThat(reply.text()).contains("Alice");
        assertThat(reply.questions())
                .extracting(RecordedQuestion::message)
                .containsExactly("Name?");
        assertThat(reply.attempts()).isEqualTo(revision.isStateless() ? 2 : 1);
    }

    @ParameterizedTest
    @EnumSource(names = {"V2025_11_25", "V2026_07_28"})
    void aQuestionWaitsForTheTestWhereThereAreNoAnswers(Revision revision) {
        var client = listener.client().revision(revision).connect();
        var reply = client.call("ask");
        aMomentPasses();
        assertThat(reply.isOver()).isFalse();
        var question = reply.question();
        assertThat(question.method()).isEqualTo(Method.ELICITATION_CREATE);
        question.accept(Json.object("name", "Bob"));
        assertThat(reply.text()).contains("accept", "Bob");
    }

    @Test
    void eachQuestionIsRecordedWithTheCallOnWhoseStreamItCame() {
        var client = listener.connect();
        var first = client.call("ask", Json.object("n", 1));
        var second = client.call("echo");
        assertThat(first.questions()).hasSize(1);
        assertThat(second.questions()).isEmpty();
        assertThat(client.general().questions()).isEmpty();
    }

    @Test
    void aClientIsAskedOnlyWhatItHasDeclared() {
        var client = listener.client().capabilities(Json.EMPTY_OBJECT).connect();
        var reply = client.call("ask");
        assertThat(reply.questions()).isEmpty();
        assertThat(reply.isOver()).isTrue();
    }

    @Test
    void whatIsToldDuringACallIsOnItsStreamAndTheRestOnTheGeneralOne() {
        var client = listener.connect();
        var reply = client.call("slow");
        service.held.getFirst().tell(Notification.of(Method.LOG_MESSAGE, Json.EMPTY_OBJECT));
        assertThat(reply.notifications(Method.LOG_MESSAGE)).hasSize(1);
        assertThat(reply.notifications(Method.PROGRESS)).isEmpty();
        assertThat(client.notifications()).isEmpty();
        service.held.getFirst().finish(Json.EMPTY_OBJECT);
        assertThat(reply.messages()).hasSize(2);
    }

    @Test
    void theHandshakeIsRecordedAndCompleted() {
        var client = listener.client().revision(Revision.V2025_03_26).connect();
        assertThat(client.greeting().result().text("protocolVersion")).isEqualTo("2025-03-26");
        assertThat(service.told).containsExactly(Method.INITIALIZED);
    }

    @ParameterizedTest
    @EnumSource(names = {"V2025_11_25", "V2026_07_28"})
    void aRequestThatIsTakenBackEndsWithoutAnAnswer(Revision revision) {
        var client = listener.client().revision(revision).connect();
        var reply = client.call("slow");
        reply.cancel("changed my mind");
        assertThat(service.cancelled).singleElement().asString().contains("changed my mind");
        assertThat(reply.isAborted()).isTrue();
        assertThat(reply.isOver()).isTrue();
    }

    @Test
    void aClientWithoutASessionThatHangsUpIsNoticed() {
        var client = listener.client().revision(Revision.STATELESS).connect();
        client.call("slow").hangUp();
        assertThat(service.cancelled).hasSize(1);
    }

    @Test
    void pressureReachesWhoeverAnswers() {
        var pressed = new StringBuilder();
        var reply = listener.connect().call("slow");
        service.held.getFirst().onPressure(pressed::append);
        reply.press(true);
        reply.press(false);
        assertThat(pressed).hasToString("truefalse");
    }

    @Test
    void aRefusedRequestIsAnErrorInBothEras() {
        var stateless = listener.client().revision(Revision.STATELESS).connect();
        assertThat(stateless.request(Method.PING, Json.EMPTY_OBJECT).error().code())
                .isEqualTo(ErrorCode.METHOD_NOT_FOUND);
        var stateful = listener.connect();
        assertThat(stateful.request(Method.ROOTS_LIST, Json.EMPTY_OBJECT).error().code())
                .isEqualTo(ErrorCode.METHOD_NOT_FOUND);
    }

    @Test
    void aResultIsNoErrorAndAnErrorNoResult() {
        var client = listener.connect();
        assertThatThrownBy(() -> client.call("echo").error()).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> client.request(Method.ROOTS_LIST, Json.EMPTY_OBJECT).result())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("roots/list");
    }

    @Test
    void aClientWithoutASessionTellsNothing() {
        var client = listener.client().revision(Revision.STATELESS).connect();
        assertThat(client.isOpen()).isFalse();
        assertThatThrownBy(() -> client.tell(Method.ROOTS_LIST_CHANGED, Json.EMPTY_OBJECT))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("2026-07-28");
    }

    @Test
    void aClientIsTheCallerThatItSaysItIs() {
        var alice = new Caller("alice", Map.of("x-team", "red"));
        listener.client().caller(alice).connect().call("slow");
        assertThat(service.held.getFirst().caller().principal().name()).isEqualTo("alice");
        assertThat(service.held.getFirst().caller().headers()).containsEntry("x-team", "red");
    }

    @Test
    void aSessionEndsWhenItsClientIsClosedOrItsListenerIs() {
        var one = listener.connect();
        var other = listener.connect();
        assertThat(listener.openSessions()).isEqualTo(2);
        one.close();
        one.close();
        assertThat(service.closed).isEqualTo(1);
        assertThat(other.isOpen()).isTrue();
        listener.close();
        listener.close();
        assertThat(other.isOpen()).isFalse();
        assertThat(service.closed).isEqualTo(2);
    }

    @Test
    void aListenerTakesNoMoreSessionsThanItMay() {
        var settings = SessionSettings.DEFAULT.withMaxSessions(1);
        var small = LocalListener.serve(service, settings, rig.environment);
        try (var client = small.connect()) {
            client.call("echo");
            assertThatThrownBy(small::connect).isInstanceOf(McpException.class);
        }
        assertThat(small.connect().isOpen()).isTrue();
    }

    @Test
    void withoutAClockOfTheTestsTimePassesByItself() {
        try (var real = LocalListener.serve(service)) {
            var client =
                    real.client()
                            .revision(Revision.STATELESS)
                            .answering(question -> ALICE)
                            .connect();
            assertThat(client.call("ask").text()).contains("Alice");
        }
    }
}
