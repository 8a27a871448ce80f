package io.tieline.session.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.session.Observer;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Failure;
import io.tieline.wire.Json;
import io.tieline.wire.Notification;
import io.tieline.wire.Result;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that cannot be read, or do not say which call they answer. */
final class UnnamedAnswersTest {

    private static final String PARSE_ERROR =
            "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32700,\"message\":\"What?\"}}";

    @Test
    void anAnswerMayRepeatOurIdAsItsText() {
        var world = BackendWorld.own();
        var a = world.call("a");
        var b = world.call("b");
        world.link.says(result("\"" + world.link.tool("b").id() + "\""));
        assertThat(a.answer()).isNull();
        assertThat(b.answer()).isNotNull();
        world.ends("a");
        assertThat(a.answer()).isNotNull();
    }

    @Test
    void aTextThatIsNoNumberOfOursAnswersNothing() {
        var world = BackendWorld.own();
        var a = world.call("a");
        world.link.says(result("\"0" + world.link.tool("a").id() + "\""));
        assertThat(a.answer()).isNull();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anAnswerThatCannotBeReadFailsItsCallAtOnceAndNoOther(boolean asText) {
        var world = BackendWorld.shared();
        var a = world.call("a");
        var b = world.call("b");
        var id = world.link.tool("a").id().toString();
        world.link.garbles(
                "{\"jsonrpc\":\"2.0\",\"id\":"
                        + (asText ? "\"" + id + "\"" : id)
                        + ",\"result\":{\"x\":NaN}}");
        var failure = Objects.requireNonNull(a.failure());
        assertThat(failure.code()).isEqualTo(ErrorCode.BACKEND_BROKE_PROTOCOL);
        assertThat(failure.message()).contains("scripted", "at byte", "NaN");
        assertThat(String.valueOf(failure.data())).contains("\"phase\":\"call\"");
        assertThat(b.failure()).isNull();
        assertThat(world.end).isNull();
        world.ends("b");
        assertThat(b.answer()).isNotNull();
    }

    @Test
    void theTurnOfACallWhoseAnswerCannotBeReadGoesToTheNext() {
        var world = BackendWorld.own();
        world.learn("asks");
        world.call("asks");
        var next = world.call("later");
        var id = world.link.tool("asks").id();
        world.link.garbles("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":NaN}");
        world.ends("later");
        assertThat(next.answer()).isNotNull();
    }

    @Test
    void anAnswerToTheHandshakeThatCannotBeReadEndsTheSessionWithTheReason() {
        var world = BackendWorld.greeting();
        var early = world.call("a");
        var id = world.link.requests("initialize").getFirst().id();
        world.link.garbles("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":{\"x\":\"\t\"}}");
        assertThat(Objects.requireNonNull(world.end).kind())
                .isEqualTo(LinkFailure.Kind.BROKE_PROTOCOL);
        assertThat(Objects.requireNonNull(early.failure()).message()).contains("control character");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                PARSE_ERROR,
                "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":1,\"message\":\"\"}}"
            })
    void anErrorWithoutAnIdIsThatOfTheOneCallInFlight(String error) {
        var world = BackendWorld.shared();
        var a = world.call("a");
        world.link.says(error);
        assertThat(a.answer()).isInstanceOf(Failure.class);
    }

    @Test
    void withSeveralInFlightNobodyIsFailedByAGuess() {
        var world = BackendWorld.own();
        var a = world.call("a");
        var b = world.call("b");
        world.link.says(PARSE_ERROR);
        world.link.garbles("{\"jsonrpc\":\"2.0\",\"result\":NaN}");
        assertThat(a.answer()).isNull();
        assertThat(b.answer()).isNull();
        assertThat(a.failure()).isNull();
        assertThat(b.failure()).isNull();
        assertThat(world.counts.counted())
                .containsExactly(Observer.Count.UNKNOWN_ANSWER, Observer.Count.UNKNOWN_ANSWER);
    }

    @Test
    void anAnswerWithoutAnIdThatCannotBeReadFailsTheOneCallInFlight() {
        var world = BackendWorld.own();
        var a = world.call("a");
        world.link.garbles("{\"jsonrpc\":\"2.0\",\"result\":{\"x\":NaN}}");
        assertThat(Objects.requireNonNull(a.failure()).code())
                .isEqualTo(ErrorCode.BACKEND_BROKE_PROTOCOL);
    }

    /** Some servers answer what nobody may answer. */
    @Test
    void anErrorThatRefusesANotificationIsThatOfNoCall() {
        var world = BackendWorld.own();
        var a = world.call("a");
        world.link.says(
                "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32601,\"message\":\"Method not found\"}}");
        world.link.garbles("{\"jsonrpc\":\"2.0\",\"id\":null,\"result\":{}}");
        assertThat(a.answer()).isNull();
        assertThat(Objects.requireNonNull(a.failure()).code())
                .as("the second was not that of the only notification, too")
                .isEqualTo(ErrorCode.BACKEND_BROKE_PROTOCOL);
        assertThat(world.counts.counted()).containsExactly(Observer.Count.UNKNOWN_ANSWER);
    }

    @Test
    void aNotificationWasHeardWhenALaterRequestIsAnswered() {
        var world = BackendWorld.own();
        world.call("a");
        world.ends("a");
        var b = world.call("b");
        world.link.says(
                "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32601,\"message\":\"Unknown tool\"}}");
        assertThat(b.answer()).isNotNull();
    }

    @Test
    void anErrorThatMayBelongToACancelledCallIsThatOfNoOther() {
        var world = BackendWorld.own();
        world.call("a");
        world.cancel("a", null);
        var b = world.call("b");
        world.link.says(PARSE_ERROR);
        assertThat(b.answer()).isNull();
        world.ends("b");
        assertThat(b.answer()).isNotNull();
    }

    /** It could be a stranger's, however long ago it was taken back. */
    @Test
    void inASharedSessionNobodyGetsWhatACancelledCallMayHaveBeenAnswered() {
        var world = BackendWorld.shared();
        world.call("a");
        var id = world.link.tool("a").id();
        world.cancel("a", null);
        world.clock.pass(Duration.ofMinutes(5));
        world.call("b");
        world.ends("b");
        var c = world.call("c");
        world.link.says(PARSE_ERROR);
        assertThat(c.answer()).isNull();
        world.link.says(result(id.toString()));
        world.link.says(PARSE_ERROR);
        assertThat(c.answer()).isInstanceOf(Failure.class);
    }

    private static String error(int code) {
        return "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":"
                + code
                + ",\"message\":\"No\"}}";
    }

    /** {@code notifications/initialized} has left before the first call. */
    @ParameterizedTest
    @ValueSource(ints = {-32600, -32601, -32602, -32603, -32000})
    void aRefusalOfWhatWasToldIsNotThatOfTheFirstCall(int code) {
        var habits = new AskingHistory();
        var world = BackendWorld.own(habits);
        var a = world.call("a");
        world.link.says(error(code));
        world.clock.pass(Duration.ofSeconds(2));
        assertThat(a.answer()).isNull();
        world.ends("a");
        assertThat(a.answer()).isInstanceOf(Result.class);
        var next = BackendWorld.own(habits);
        var b = next.call("b");
        next.link.says(error(code));
        next.clock.pass(Duration.ofMinutes(1));
        assertThat(b.answer()).as("it is known to answer notifications").isNull();
        next.ends("b");
        assertThat(b.answer()).isInstanceOf(Result.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32603,\"message\":\"No\"}}",
                "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32000,\"message\":\"No\"}}"
            })
    void whatTheFirstCallIsAnsweredReachesItIfNothingElseComes(String answer) {
        var world = BackendWorld.own();
        var a = world.call("a");
        world.link.says(answer);
        world.clock.pass(Duration.ofSeconds(6));
        assertThat(a.answer()).isInstanceOf(Failure.class);
    }

    @Test
    void anAnswerThatCannotBeReadReachesTheFirstCallAsWellIfNothingElseComes() {
        var world = BackendWorld.own();
        var a = world.call("a");
        world.link.garbles("{\"jsonrpc\":\"2.0\",\"id\":null,\"result\":{}}");
        assertThat(a.failure()).isNull();
        world.clock.pass(Duration.ofSeconds(6));
        assertThat(Objects.requireNonNull(a.failure()).code())
                .isEqualTo(ErrorCode.BACKEND_BROKE_PROTOCOL);
    }

    @Test
    void aBackendThatKeepsSilentOnNotificationsRefusesItsCallAtOnce() {
        var world = BackendWorld.own();
        world.call("a");
        world.ends("a");
        var b = world.call("b");
        world.session.tell(Notification.of("notifications/roots/list_changed", Json.EMPTY_OBJECT));
        world.link.says(error(-32603));
        assertThat(b.answer()).isInstanceOf(Failure.class);
    }

    /** One timeout must not breed the next. */
    @Test
    void afterACallWasTakenBackTheNextOneStillHearsItsError() {
        var world = BackendWorld.own();
        world.call("a");
        world.ends("a");
        world.call("slow");
        world.cancel("slow", null);
        var b = world.call("b");
        world.link.says(error(-32000));
        world.clock.pass(Duration.ofSeconds(6));
        assertThat(b.answer()).isInstanceOf(Failure.class);
    }

    @Test
    void aListenIsNoCallThatWaitsForAnAnswer() {
        var world = BackendWorld.stateless(false);
        world.link.isDiscovered();
        world.session.listen(() -> {});
        assertThat(world.link.requests("subscriptions/listen")).isNotEmpty();
        world.link.says(PARSE_ERROR);
        var a = world.call("a");
        world.link.says(PARSE_ERROR);
        assertThat(a.answer()).isInstanceOf(Failure.class);
        var b = world.call("b");
        world.link.garbles("{\"jsonrpc\":\"2.0\",\"result\":{\"x\":NaN}}");
        assertThat(b.failure()).isNotNull();
    }

    @Test
    void anErrorThatNamesANotificationIsAboutThat() {
        var world = BackendWorld.own();
        world.call("a");
        world.ends("a");
        var b = world.call("b");
        world.session.tell(Notification.of("notifications/roots/list_changed", Json.EMPTY_OBJECT));
        world.link.says(
                "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32603,\"message\":\"no notifications/roots/list_changed\"}}");
        assertThat(b.answer()).isNull();
    }

    private static String result(String id) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":{}}";
    }
}
