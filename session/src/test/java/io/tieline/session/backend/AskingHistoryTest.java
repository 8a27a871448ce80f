package io.tieline.session.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.session.ClientCapabilities;
import io.tieline.session.RequestMetadata;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Request;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * A backend of both eras: what its tools do where it has no session is known where it has one, on a
 * shared channel.
 */
final class AskingHistoryTest {

    private static final String ASKS =
            """
            {"resultType":"input_required","requestState":"s","inputRequests":{"who":{"method":"elicitation/create","params":{"message":"Name?"}}}}\
            """;
    private static final String PUTS_OFF =
            "{\"resultType\":\"input_required\",\"requestState\":\"s\"}";
    private static final String ANSWERS = "{\"resultType\":\"complete\",\"content\":[]}";

    private final AskingHistory habits = new AskingHistory();
    private final BackendWorld stateless = BackendWorld.stateless(false, habits);
    private final BackendWorld session = BackendWorld.own(habits);

    AskingHistoryTest() {
        stateless.link.isDiscovered();
    }

    /** A client without a session makes one attempt of a call, alone. */
    private void attempt(String params, String result) {
        attempt("{\"elicitation\":{}}", params, result);
    }

    private void attempt(String capabilities, String params, String result) {
        var metadata =
                new RequestMetadata(
                        new ClientCapabilities(Json.of(capabilities)),
                        Json.object("name", "c", "version", "1"),
                        null);
        stateless.session.call(
                Request.of(Id.of("1"), Method.TOOLS_CALL, Json.of(params)),
                new Heard(),
                CallOptions.of(TimeLimits.DEFAULT).in(metadata, Map.of()));
        stateless.link.answers(stateless.link.tool("t"), result);
    }

    @Test
    void aToolThatAsksInAResultTakesTurnsInASession() {
        attempt("{\"name\":\"t\"}", ASKS);
        assertTakesTurns();
    }

    @Test
    void whatAnsweredEarlierQuestionsStillAsks() {
        attempt("{\"name\":\"t\"}", ASKS);
        attempt("{\"name\":\"t\",\"inputResponses\":{\"who\":{}},\"requestState\":\"s\"}", ANSWERS);
        assertTakesTurns();
    }

    @Test
    void aToolThatAsksAClientWithASessionTakesTurnsAsWell() {
        stateless.call("t");
        stateless.link.answers(stateless.link.tool("t"), ASKS);
        assertTakesTurns();
    }

    private void assertTakesTurns() {
        session.call("t");
        session.call("t");
        assertThat(session.link.requests(Method.TOOLS_CALL)).hasSize(1);
    }

    @Test
    void theEndOfACallOfSeveralRoundsDoesNotShowThatItAsksNothing() {
        attempt("{\"name\":\"t\",\"requestState\":\"s\"}", ANSWERS);
        assertIsNotPlain();
    }

    @Test
    void norDoAnswersThatItsClientGivesAtFirst() {
        attempt("{\"name\":\"t\",\"inputResponses\":{\"who\":{}}}", ANSWERS);
        assertIsNotPlain();
    }

    @Test
    void norDoesAnAttemptThatIsPutOff() {
        attempt("{\"name\":\"t\"}", PUTS_OFF);
        assertIsNotPlain();
    }

    @Test
    void aCallThatIsTakenBackDoesNotShowThatItAsksNothing() {
        session.call("t");
        session.cancel("t", null);
        assertIsNotPlain();
    }

    @Test
    void norDoesOneThatFails() {
        session.call("t");
        session.link.stream(session.link.tool("t"))
                .failed(LinkFailure.of(LinkFailure.Kind.BROKE_PROTOCOL, "cut off"));
        assertIsNotPlain();
    }

    @Test
    void norDoesAnAnswerToAClientThatCannotBeAsked() {
        attempt("{}", "{\"name\":\"t\"}", ANSWERS);
        assertIsNotPlain();
    }

    private void assertIsNotPlain() {
        askBesideT();
        assertThat(session.outOfBand).hasSize(1);
    }

    @Test
    void aToolThatIsAnsweredAtOnceIsPlain() {
        attempt("{\"name\":\"t\"}", ANSWERS);
        var greet = askBesideT();
        assertThat(greet.questions()).hasSize(1);
        assertThat(session.outOfBand).isEmpty();
    }

    /** A tool that is known to ask has the turn, and a question comes. */
    private Heard askBesideT() {
        session.learn("greet");
        var greet = session.call("greet");
        session.call("t");
        session.asks("0");
        return greet;
    }
}
