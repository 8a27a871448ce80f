package io.tieline.session.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.session.ClientCapabilities;
import io.tieline.session.Incident;
import io.tieline.session.Observer;
import io.tieline.session.RequestMetadata;
import io.tieline.session.backend.LinkFailure.Executed;
import io.tieline.session.backend.LinkFailure.Kind;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Failure;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

final class BackendSessionTest {

    @Test
    void callsMadeBeforeTheHandshakeIsDoneWaitForIt() {
        var world = BackendWorld.greeting();
        var early = world.call("a");
        assertThat(world.link.hasLeft("a")).isFalse();
        world.link.greets();
        world.ends("a");
        assertThat(early.answer()).isNotNull();
    }

    /** The time before it has left is not the backend's. */
    @Test
    void anAnswerSaysHowLongTheBackendHasTaken() {
        var world = BackendWorld.greeting();
        var early = world.call("a");
        world.clock.pass(Duration.ofSeconds(3));
        world.link.greets();
        world.clock.pass(Duration.ofSeconds(2));
        world.ends("a");
        assertThat(early.took()).isEqualTo(Duration.ofSeconds(2));
    }

    /** Nobody else would: there is no request yet whose time could be up. */
    @Test
    void aFaultBeforeTheConversationHasBegunEndsIt() {
        var world = BackendWorld.broken();
        assertThat(world.end).isNotNull();
        assertThat(world.end.message()).contains("NoClassDefFoundError: left out");
        var call = world.call("a");
        assertThat(call.failure()).isNotNull();
        assertThat(call.failure().code()).isEqualTo(ErrorCode.BACKEND_GONE);
    }

    @Test
    void whoWatchesHearsOfEachBeginningAndEndOnce() {
        var kept = BackendWorld.own();
        kept.session.close();
        kept.link.dies();
        var lost = BackendWorld.own();
        lost.link.dies();
        lost.session.close();
        var refused = BackendWorld.greeting();
        refused.link.dies();
        assertThat(kinds(kept))
                .containsExactly(Incident.Kind.SESSION_BEGAN, Incident.Kind.SESSION_ENDED);
        assertThat(kinds(lost))
                .containsExactly(Incident.Kind.SESSION_BEGAN, Incident.Kind.SESSION_LOST);
        assertThat(kinds(refused)).containsExactly(Incident.Kind.NOT_OPENED);
    }

    private static List<Incident.Kind> kinds(BackendWorld world) {
        return world.counts.incidents().stream().map(Incident::kind).toList();
    }

    /** The backend gave it without a session; its era was found to be another one since. */
    @Test
    void aStateThatMeansNothingInASessionIsRefusedAndNotTakenForANewCall() {
        var world = BackendWorld.own();
        var heard = new Heard();
        var metadata = new RequestMetadata(ClientCapabilities.NONE, Json.EMPTY_OBJECT, null);
        world.session.call(
                Request.of(
                        Id.of(1), "tools/call", Json.object("name", "t", "requestState", "theirs")),
                heard,
                CallOptions.of(TimeLimits.DEFAULT).in(metadata, Map.of()));
        assertThat(world.link.hasLeft("t")).isFalse();
        assertThat(String.valueOf(heard.answer())).contains("-32602");
    }

    @Test
    void whoWantsToListenWhenItIsOverIsNotLeftWaiting() {
        var world = BackendWorld.own();
        world.link.dies();
        var told = new AtomicBoolean();
        world.session.listen(() -> told.set(true));
        assertThat(told).isTrue();
    }

    @Test
    void anUnknownRevisionEndsTheSessionAndSaysWhatToDo() {
        var world = BackendWorld.greeting();
        var early = world.call("a");
        var initialize = world.link.requests("initialize").getFirst();
        world.link.answers(initialize, "{\"protocolVersion\":\"1999-01-01\",\"capabilities\":{}}");
        assertThat(world.link.isClosed()).isTrue();
        assertThat(early.failure()).isNotNull();
        assertThat(early.failure().code()).isEqualTo(ErrorCode.BACKEND_BROKE_PROTOCOL);
        assertThat(early.failure().message()).contains("1999-01-01").contains("pin");
    }

    /** Else whoever answers one call could answer another one's, by guessing its number. */
    @Test
    void anAnswerOnTheStreamOfAnotherCallIsCountedAndNobodys() {
        var world = BackendWorld.streams();
        var a = world.call("a");
        var b = world.call("b");
        world.link.says(world.link.tool("a"), answer(world.link.tool("b")));
        assertThat(b.answer()).isNull();
        assertThat(world.counts.counted()).containsExactly(Observer.Count.UNKNOWN_ANSWER);
        world.ends("b");
        assertThat(b.answer()).isNotNull();
        world.link.says(answer(world.link.tool("a")));
        assertThat(a.answer()).as("by the general stream").isNotNull();
    }

    private static String answer(Request to) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + to.id() + ",\"result\":{}}";
    }

    @Test
    void progressReturnsWithTheCallersOwnTokenToItsOwnCall() {
        var world = BackendWorld.own();
        var a = world.call("a", Json.of("{\"name\":\"a\",\"_meta\":{\"progressToken\":\"mine\"}}"));
        var b = world.call("b", Json.of("{\"name\":\"b\",\"_meta\":{\"progressToken\":\"mine\"}}"));
        var token = token(world.link.tool("b"));
        assertThat(token).isNotEqualTo(token(world.link.tool("a")));
        world.link.says(progress(token, "0.50"));
        assertThat(a.notifications()).isEmpty();
        assertThat(b.notifications()).hasSize(1);
        assertThat(b.notifications().getFirst().json())
                .hasToString(progress(Json.string("mine"), "0.50"));
    }

    /** As ids are, by writers that know texts or doubles only. */
    @Test
    void progressMayRepeatTheTokenAsItsTextOrAsADouble() throws Exception {
        var world = BackendWorld.own();
        var a = world.call("a", Json.of("{\"name\":\"a\",\"_meta\":{\"progressToken\":\"mine\"}}"));
        var token = world.link.tool("a").id();
        for (var repeated : List.of("\"" + token + "\"", token + ".0")) {
            world.link.says(progress(Json.of(repeated), "1"));
        }
        assertThat(a.notifications()).hasSize(2);
        assertThat(a.notifications().getLast().json())
                .hasToString(progress(Json.string("mine"), "1"));
    }

    @Test
    void progressWithAForeignTokenReachesNobody() {
        var world = BackendWorld.own();
        var a = world.call("a", Json.of("{\"name\":\"a\",\"_meta\":{\"progressToken\":\"mine\"}}"));
        world.link.says(progress(Json.string("mine"), "1"));
        world.link.says(progress(Json.number(77), "1"));
        assertThat(a.notifications()).isEmpty();
        assertThat(world.counts.counted())
                .containsExactly(Observer.Count.UNKNOWN_PROGRESS, Observer.Count.UNKNOWN_PROGRESS);
    }

    @Test
    void aCancelledCallIsTakenBackUpstreamUnderItsIdThere() {
        var world = BackendWorld.own();
        var heard = world.call("a");
        var id = world.link.tool("a").id();
        world.cancel("a", Json.string("enough"));
        var last = (Notification) world.link.sent().getLast();
        assertThat(last.params()).hasToString("{\"requestId\":" + id + ",\"reason\":\"enough\"}");
        world.ends("a");
        assertThat(heard.answer()).isNull();
        assertThat(world.counts.counted()).containsExactly(Observer.Count.LATE_ANSWER);
    }

    @Test
    void theSecondAnswerToACallIsDropped() {
        var world = BackendWorld.own();
        var heard = world.call("a");
        var request = world.link.tool("a");
        world.link.answers(request, "{\"n\":1}");
        world.link.answers(request, "{\"n\":2}");
        assertThat(heard.answer()).isNotNull();
        assertThat(String.valueOf(heard.answer().json())).contains("\"n\":1");
        world.link.says("{\"jsonrpc\":\"2.0\",\"id\":\"" + request.id() + "\",\"result\":{}}");
        world.link.says("{\"jsonrpc\":\"2.0\",\"id\":\"x\",\"result\":{}}");
        assertThat(world.counts.counted())
                .containsExactly(
                        Observer.Count.LATE_ANSWER,
                        Observer.Count.LATE_ANSWER,
                        Observer.Count.UNKNOWN_ANSWER);
    }

    @Test
    void everyPendingCallFailsWhenTheBackendDiesAndEveryLaterOneAtOnce() {
        var world = BackendWorld.own();
        var pending = world.call("a");
        world.link.dies();
        var late = world.call("b");
        assertThat(pending.failure()).isNotNull();
        assertThat(pending.failure().code()).isEqualTo(ErrorCode.BACKEND_GONE);
        assertThat(String.valueOf(pending.failure().data())).contains("\"executed\":\"maybe\"");
        assertThat(late.failure()).isNotNull();
        assertThat(String.valueOf(late.failure().data())).contains("\"executed\":\"no\"");
        assertThat(world.end).isNotNull();
    }

    @Test
    void whoeverHearsThatTheSessionIsLostFindsItOverHoweverFast() {
        var world = BackendWorld.streams();
        var beside = world.call("beside");
        var first = world.call("first");
        var over = new AtomicBoolean();
        first.whenFailed(() -> {
            over.set(world.session.isOver());
            world.call("again");
        });
        world.link.stream(world.link.tool("first"))
                .failed(new LinkFailure(Kind.SESSION_LOST, "It forgot", Executed.NO));
        assertThat(over).isTrue();
        assertThat(world.link.hasLeft("again")).isFalse();
        assertThat(errorOf(first)).contains("\"phase\":\"call\"", "\"executed\":\"no\"");
        assertThat(errorOf(beside)).contains("\"phase\":\"call\"", "\"executed\":\"maybe\"");
        assertThat(world.end).isNotNull();
    }

    private static String errorOf(Heard heard) {
        assertThat(heard.failure()).isNotNull();
        return String.valueOf(heard.failure().data());
    }

    @Test
    void aCallThatWaitsForItsTurnWhenTheBackendDiesWasNotRun() {
        var world = BackendWorld.shared();
        world.call("a");
        var waiting = world.call("b");
        world.link.dies();
        assertThat(waiting.failure()).isNotNull();
        assertThat(String.valueOf(waiting.failure().data())).contains("\"executed\":\"no\"");
    }

    @Test
    void silenceEndsACallAndTheBackendIsTold() {
        var world = BackendWorld.own();
        var heard = world.call("a");
        world.clock.pass(TimeLimits.DEFAULT.idle());
        assertThat(heard.failure()).isNotNull();
        assertThat(heard.failure().code()).isEqualTo(ErrorCode.BACKEND_TIMED_OUT);
        assertThat(world.link.sent().getLast())
                .isInstanceOfSatisfying(
                        Notification.class,
                        note -> assertThat(note.method()).isEqualTo("notifications/cancelled"));
    }

    @Test
    void progressKeepsACallAliveAndAQuestionStopsItsClock() {
        var world = BackendWorld.own();
        var heard = world.call("a", Json.of("{\"name\":\"a\",\"_meta\":{\"progressToken\":1}}"));
        world.clock.pass(Duration.ofMinutes(9));
        world.link.says(progress(token(world.link.tool("a")), "1"));
        world.clock.pass(Duration.ofMinutes(9));
        assertThat(heard.failure()).isNull();
        world.asks("0");
        world.clock.pass(Duration.ofMinutes(30));
        assertThat(heard.failure()).isNull();
    }

    @Test
    void aQuestionOnAStreamBelongsToThatStreamsCallWhoeverElseRuns() {
        var world = BackendWorld.streams();
        var a = world.call("a");
        var b = world.call("b");
        world.link.says(world.link.tool("a"), BackendWorld.question("7"));
        assertThat(a.questions()).hasSize(1);
        assertThat(b.questions()).isEmpty();
    }

    @Test
    void aQuestionOfACallThatIsOverIsAnsweredWithAnError() {
        var world = BackendWorld.streams();
        world.call("a");
        var request = world.link.tool("a");
        world.ends("a");
        world.link.says(request, BackendWorld.question("7"));
        assertThat(world.link.sent().getLast())
                .isInstanceOfSatisfying(
                        Failure.class,
                        failure ->
                                assertThat(failure.error().code())
                                        .isEqualTo(ErrorCode.INVALID_PARAMS));
    }

    @Test
    void pingIsAnsweredOnThisHop() {
        var world = BackendWorld.own();
        world.link.says("{\"jsonrpc\":\"2.0\",\"id\":\"p\",\"method\":\"ping\"}");
        assertThat(world.link.sent().getLast().json())
                .hasToString("{\"jsonrpc\":\"2.0\",\"id\":\"p\",\"result\":{}}");
    }

    @Test
    void aQuestionThatItsBackendTakesBackIsVoid() {
        var world = BackendWorld.own();
        var heard = world.call("a");
        world.asks("0");
        world.link.says(
                "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":0}}");
        var question = heard.questions().getFirst();
        assertThat(question.isOpen()).isFalse();
        heard.accepts();
        assertThat(world.link.sent()).noneMatch(Response.class::isInstance);
    }

    @Test
    void aQuestionOfATaskGoesToTheCallThatWaitsForItsResult() {
        var world = BackendWorld.own();
        var other = world.call("a");
        var waiting = new Heard();
        world.session.call(
                Request.of(Id.of("r"), "tasks/result", Json.object("taskId", "t1")),
                waiting,
                CallOptions.of(TimeLimits.DEFAULT));
        world.link.says(
                "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"elicitation/create\",\"params\":{\"_meta\":"
                        + "{\"io.modelcontextprotocol/related-task\":{\"taskId\":\"t1\"}}}}");
        assertThat(waiting.questions()).hasSize(1);
        assertThat(other.questions()).isEmpty();
    }

    @Test
    void theProgressTokenOfATaskOutlivesItsCall() {
        var world = BackendWorld.own();
        world.call("a", Json.of("{\"name\":\"a\",\"_meta\":{\"progressToken\":\"mine\"}}"));
        var request = world.link.tool("a");
        world.link.answers(request, "{\"task\":{\"taskId\":\"t1\",\"status\":\"working\"}}");
        world.link.says(progress(token(request), "1"));
        assertThat(world.told).hasSize(1);
        assertThat(world.told.getFirst().json()).hasToString(progress(Json.string("mine"), "1"));
    }

    private static Json token(Request request) {
        var token = request.progressToken();
        if (token == null) {
            throw new IllegalStateException("No token in " + request.json());
        }
        return token;
    }

    private static String progress(Json token, String progress) {
        return "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":{\"progressToken\":"
                + token
                + ",\"progress\":"
                + progress
                + "}}";
    }
}
