package io.tieline.session.client;

import static io.tieline.session.client.StatelessWorld.accept;
import static io.tieline.session.client.StatelessWorld.asked;
import static io.tieline.session.client.StatelessWorld.error;
import static io.tieline.session.client.StatelessWorld.key;
import static io.tieline.session.client.StatelessWorld.result;
import static io.tieline.session.client.StatelessWorld.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tieline.session.Answers;
import io.tieline.session.Caller;
import io.tieline.session.Principal;
import io.tieline.session.Question;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.McpException;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import io.tieline.wire.RpcError;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Questions to clients without sessions: results, states, and retries that find back.
 *
 * <p>Long because a retry can be wrong in many ways, and each is told with its own outcome.
 */
final class ParkedExchangesTest {

    private static final long INVALID = -32602;

    private final StatelessWorld world = new StatelessWorld();

    @Test
    void aQuestionIsAResultAndTheRetryGoesOnWithTheSameExchange() {
        var first = world.calls(1);
        var answer = world.asks(7);
        assertThat(first.answer()).isEmpty();
        world.gathers();
        assertThat(result(first).text("resultType")).isEqualTo("input_required");
        assertThat(asked(first).getFirst().value().text("method"))
                .isEqualTo(Method.ELICITATION_CREATE);
        var second =
                world.calls(
                        2,
                        "inputResponses",
                        accept(key(first), "Al"),
                        "requestState",
                        state(first));
        assertThat(world.exchanges).hasSize(1);
        assertThat(answer.text()).contains("\"id\":7", "Al");
        world.exchanges.getFirst().finish(Json.object("content", Json.EMPTY_ARRAY));
        assertThat(second.answer()).contains("\"id\":2", "\"resultType\":\"complete\"");
        assertThat(world.clients.inFlight()).isZero();
    }

    @Test
    void questionsOfOneMomentAreOneRoundAndWhatIsNotAnsweredIsAskedAgain() {
        var first = world.calls(1);
        var exchange = world.exchanges.getFirst();
        var one = StatelessWorld.asks(exchange, 1, Method.ELICITATION_CREATE);
        var two = StatelessWorld.asks(exchange, 2, Method.SAMPLING_CREATE_MESSAGE);
        world.gathers();
        var asked = asked(first);
        assertThat(asked).hasSize(2);
        var second =
                world.calls(
                        2,
                        "inputResponses",
                        accept(asked.getFirst().name(), "Al").with("stranger", Json.EMPTY_OBJECT),
                        "requestState",
                        state(first));
        assertThat(one.text()).contains("Al");
        assertThat(two.text()).isEmpty();
        world.gathers();
        assertThat(asked(second))
                .singleElement()
                .extracting(Json.Member::name)
                .isEqualTo(asked.getLast().name());
        assertThat(state(second)).isNotEqualTo(state(first));
    }

    @Test
    void aKeyThatIsSuggestedIsUsedOnce() {
        var first = world.calls(1);
        var exchange = world.exchanges.getFirst();
        for (var suggested : new String[] {"q1", "user_name", "user_name", null}) {
            exchange.ask(new Question(elicitation(), new Answers(), suggested));
        }
        world.gathers();
        assertThat(asked(first))
                .extracting(Json.Member::name)
                .containsExactly("q1", "user_name", "q2", "q3");
    }

    @Test
    void whatAClientSaysInAdvanceAnswersTheQuestionOfThatKeyAndNoOther() {
        var said = accept("user_name", "Al").with("q1", Json.object("action", "accept"));
        var stream = world.calls(1, "inputResponses", said.with("color", Json.number(7)));
        var known = new Answers();
        var notAnObject = new Answers();
        var unnamed = new Answers();
        var exchange = world.exchanges.getFirst();
        exchange.ask(new Question(elicitation(), known, "user_name"));
        exchange.ask(new Question(elicitation(), notAnObject, "color"));
        exchange.ask(new Question(elicitation(), unnamed));
        assertThat(known.text()).contains("Al");
        assertThat(notAnObject.text()).isEmpty();
        assertThat(unnamed.text()).isEmpty();
        world.gathers();
        assertThat(asked(stream)).extracting(Json.Member::name).containsExactly("color", "q1");
    }

    private static Request elicitation() {
        return Request.of(Id.of(7), Method.ELICITATION_CREATE, Json.EMPTY_OBJECT);
    }

    @Test
    void aStateServesOneAttemptOnly() {
        var first = world.calls(1);
        world.asks(7);
        world.gathers();
        world.calls(2, "inputResponses", accept(key(first), "Al"), "requestState", state(first));
        var again =
                world.calls(
                        3,
                        "inputResponses",
                        accept(key(first), "Bo"),
                        "requestState",
                        state(first));
        assertThat(error(again)).isEqualTo(INVALID);
    }

    @Test
    void anAnswerOfAnEarlierRoundIsNotTaken() {
        var first = world.calls(1);
        world.asks(7);
        world.gathers();
        var second =
                world.calls(
                        2,
                        "inputResponses",
                        accept(key(first), "Al"),
                        "requestState",
                        state(first));
        var later = world.asks(8);
        world.gathers();
        var stale =
                world.calls(
                        3,
                        "inputResponses",
                        accept(key(second), "Eve"),
                        "requestState",
                        state(first));
        assertThat(error(stale)).isEqualTo(INVALID);
        assertThat(later.text()).isEmpty();
    }

    /** It is no state of ours then: the service is given the request, and knows no such state. */
    @Test
    void aStateOfAnotherPrincipalOrAnotherRequestOrForgedFindsNothing() {
        var first = world.calls(1);
        var answer = world.asks(7);
        world.gathers();
        var responses = accept(key(first), "Eve");
        world.calls(
                "eve",
                2,
                StatelessWorld.ALL,
                "inputResponses",
                responses,
                "requestState",
                state(first));
        world.calls(
                3,
                "arguments",
                Json.object("a", 1),
                "inputResponses",
                responses,
                "requestState",
                state(first));
        world.calls(
                4,
                "inputResponses",
                responses,
                "requestState",
                Json.string(state(first).asString() + "A"));
        assertThat(world.exchanges).hasSize(4);
        assertThat(answer.text()).isEmpty();
    }

    @Test
    void nothingForgedMutatedForeignExpiredOrReplayedIsAccepted() {
        var first = world.calls(1);
        var answer = world.asks(7);
        world.gathers();
        var genuine = state(first).asString();
        var request = world.exchanges.getFirst().request();
        var other = new StatelessWorld(2);
        other.calls(1);
        other.asks(7);
        other.gathers();
        var random = new Random(5);
        for (int attempt = 0; attempt < 100_000; attempt++) {
            var state = Forgery.of(genuine, attempt, random);
            var params = StatelessWorld.params(request).with("requestState", Json.string(state));
            var forged = Request.of(Id.of(attempt + 10), Method.TOOLS_CALL, params);
            int before = world.exchanges.size();
            var stream = world.sends(Principal.LOCAL.name(), forged);
            assertThat(world.exchanges).as(state).hasSize(before + 1);
            world.exchanges.removeLast().finish(Json.EMPTY_OBJECT);
            assertThat(stream.answer()).contains("complete");
        }
        assertThat(answer.text()).isEmpty();
        var back =
                world.calls(
                        2,
                        "inputResponses",
                        accept(key(first), "Al"),
                        "requestState",
                        Json.string(genuine));
        assertThat(answer.text()).contains("Al");
        assertThat(back.answer()).isEmpty();
    }

    /** Ways to make a state that was never given. */
    private static final class Forgery {

        static String of(String genuine, int attempt, Random random) {
            return switch (attempt % 4) {
                case 0 -> flipped(genuine, random);
                case 1 -> genuine.substring(0, random.nextInt(genuine.length()));
                case 2 -> genuine + (char) ('A' + random.nextInt(26));
                default -> noise(random);
            };
        }

        private static String flipped(String genuine, Random random) {
            var bytes = genuine.getBytes(StandardCharsets.US_ASCII);
            int at = random.nextInt(bytes.length);
            byte before = bytes[at];
            while (bytes[at] == before) {
                bytes[at] = (byte) ('0' + random.nextInt(75));
            }
            return new String(bytes, StandardCharsets.US_ASCII);
        }

        private static String noise(Random random) {
            var text = new StringBuilder();
            for (int i = random.nextInt(120); i >= 0; i--) {
                text.append((char) (' ' + random.nextInt(95)));
            }
            return text.toString();
        }
    }

    @Test
    void theFirstOutcomeForAClientThatIsAwayIsTheOneThatItHears() {
        var first = world.calls(1);
        var exchange = world.exchanges.getFirst();
        world.asks(7);
        world.gathers();
        exchange.finish(Json.object("content", "the first"));
        exchange.fail(RpcError.of(-31007, "the second"));
        var second = world.calls(2, "requestState", state(first));
        assertThat(second.answer()).contains("the first");
    }

    @Test
    void aClientThatNeverComesBackLeavesNothingBehind() {
        world.calls(1);
        var exchange = world.exchanges.getFirst();
        var cancelled = new ArrayList<String>();
        exchange.onCancel(reason -> cancelled.add(String.valueOf(reason)));
        var elicitation = world.asks(7);
        var sampling = StatelessWorld.asks(exchange, 8, Method.SAMPLING_CREATE_MESSAGE);
        world.gathers();
        world.clock.pass(SessionSettings.DEFAULT.humanInput());
        assertThat(cancelled).isEmpty();
        world.clock.pass(Duration.ofSeconds(1));
        assertThat(elicitation.text()).contains("\"action\":\"cancel\"");
        assertThat(sampling.text()).contains("-31006");
        assertThat(cancelled).singleElement().asString().contains("did not come back");
        assertThat(world.clients.inFlight()).isZero();
        assertThat(world.clock.set()).isZero();
    }

    /** On a pipe that all share an answer waits for its call's turn. */
    @Test
    void aServerThatHasNotHeardYetThatNobodyAnswersIsNotCutOff() {
        world.calls(1);
        var exchange = world.exchanges.getFirst();
        var cancelled = new ArrayList<String>();
        exchange.onCancel(reason -> cancelled.add(String.valueOf(reason)));
        var line = new WaitingLine();
        exchange.ask(new Question(elicitation(), line));
        world.gathers();
        world.clock.pass(SessionSettings.DEFAULT.humanInput());
        world.clock.pass(Duration.ofSeconds(5));
        assertThat(cancelled).isEmpty();
        line.moves = true;
        world.clock.pass(Duration.ofSeconds(1));
        assertThat(cancelled).isEmpty();
        world.clock.pass(Duration.ofSeconds(1));
        assertThat(cancelled).hasSize(1);
        assertThat(world.clients.inFlight()).isZero();
    }

    @Test
    void aServerThatNeverHasItsTurnIsCutOffAtLast() {
        world.calls(1);
        world.exchanges.getFirst().ask(new Question(elicitation(), new WaitingLine()));
        world.gathers();
        world.clock.pass(SessionSettings.DEFAULT.humanInput());
        world.clock.pass(Duration.ofSeconds(30));
        assertThat(world.clients.inFlight()).isEqualTo(1);
        world.clock.pass(Duration.ofSeconds(1));
        assertThat(world.clients.inFlight()).isZero();
        assertThat(world.clock.set()).isZero();
    }

    /** An asker whose answer waits for its turn. */
    private static final class WaitingLine implements Question.Asker {
        boolean moves;

        @Override
        public void answered(Question question, Response response) {}

        @Override
        public boolean isServed() {
            return moves;
        }
    }

    @Test
    void whoNeverComesBackGivesWayToThoseWhoComeLater() {
        var first = world.calls(1);
        var oldest = world.asks(1);
        world.gathers();
        world.calls("bob", 1, StatelessWorld.ALL);
        var other = world.asks(1);
        world.gathers();
        for (int id = 2; id <= SessionSettings.DEFAULT.maxCalls() / 2 + 1; id++) {
            assertThat(oldest.text()).isEmpty();
            world.calls(id);
            world.asks(id);
            world.gathers();
        }
        assertThat(oldest.text()).contains("\"action\":\"cancel\"");
        assertThat(other.text()).isEmpty();
        int served = world.exchanges.size();
        world.calls(9_999, "requestState", state(first));
        assertThat(world.exchanges).hasSize(served + 1);
    }

    @Test
    void aStateThatHasExpiredFindsNothing() {
        var first = world.calls(1);
        world.asks(7);
        world.gathers();
        world.clock.pass(SessionSettings.DEFAULT.humanInput());
        world.calls(2, "inputResponses", accept(key(first), "Al"), "requestState", state(first));
        assertThat(world.exchanges).hasSize(2);
    }

    @Test
    void whatEndsWhileItsClientIsAwayIsWaitingForIt() {
        var first = world.calls(1);
        world.asks(7);
        world.gathers();
        var exchange = world.exchanges.getFirst();
        exchange.finish(Json.object("content", Json.EMPTY_ARRAY));
        var second = world.calls(2, "requestState", state(first));
        assertThat(second.answer()).contains("\"id\":2", "content");
    }

    @Test
    void progressHasTheTokenOfTheAttemptThatWaits() {
        var meta = StatelessWorld.metadata(StatelessWorld.ALL);
        var first = world.calls(1, "_meta", meta.with("progressToken", Json.string("one")));
        var exchange = world.exchanges.getFirst();
        world.asks(7);
        world.gathers();
        exchange.tell(progress(1));
        exchange.tell(progress(2));
        var second =
                world.calls(
                        2,
                        "_meta",
                        meta.with("progressToken", Json.string("two")),
                        "requestState",
                        state(first));
        exchange.tell(progress(3));
        assertThat(second.notifications())
                .map(told -> told.json().toString())
                .satisfiesExactly(
                        kept -> assertThat(kept).contains("\"progress\":2", "\"two\""),
                        live -> assertThat(live).contains("\"progress\":3", "\"two\""));
    }

    private static Notification progress(long number) {
        return Notification.of(
                Method.PROGRESS, Json.object("progressToken", "one", "progress", number));
    }

    @Test
    void aClientThatHangsUpTakesItsRequestBackButNotWhileItIsAway() {
        var first = world.calls(1);
        var exchange = world.exchanges.getFirst();
        var cancelled = new ArrayList<String>();
        exchange.onCancel(reason -> cancelled.add("gone"));
        world.asks(7);
        world.gathers();
        first.lose();
        assertThat(cancelled).isEmpty();
        var second =
                world.calls(
                        2,
                        "inputResponses",
                        accept(key(first), "Al"),
                        "requestState",
                        state(first));
        second.lose();
        assertThat(cancelled).containsExactly("gone");
    }

    @Test
    void aRequestThatFailsForAQuestionThatItDoesNotAllowSaysWhatItNeeds() {
        world.calls("alice", 1, Json.EMPTY_OBJECT);
        var refused =
                StatelessWorld.asks(world.exchanges.getFirst(), 7, Method.SAMPLING_CREATE_MESSAGE);
        assertThat(refused.text()).contains("-32601");
        // What another request could do counts for nothing.
        world.calls("alice", 2, StatelessWorld.ALL);
        var third = world.calls("alice", 3, Json.EMPTY_OBJECT);
        StatelessWorld.asks(world.exchanges.getLast(), 8, Method.SAMPLING_CREATE_MESSAGE);
        world.exchanges.getLast().finish(Json.of("{\"content\":[],\"isError\":true}"));
        assertThat(third.answer()).contains("-32021", "\"requiredCapabilities\":{\"sampling\":{}}");
    }

    @Test
    void aServerThatDoesWithoutTheAnswerIsNotOverruled() {
        var stream = world.calls("alice", 1, Json.EMPTY_OBJECT);
        StatelessWorld.asks(world.exchanges.getFirst(), 7, Method.ROOTS_LIST);
        world.exchanges.getFirst().finish(Json.of("{\"content\":[]}"));
        assertThat(error(stream)).isNull();
        assertThat(result(stream).get("content")).hasToString("[]");
    }

    @Test
    void whatTheRequestLacksIsSaidEvenIfTheServerIsQuickToFail() {
        var stream = world.calls("alice", 1, Json.EMPTY_OBJECT);
        var exchange = world.exchanges.getFirst();
        var request = Request.of(Id.of(7), Method.SAMPLING_CREATE_MESSAGE, Json.EMPTY_OBJECT);
        exchange.ask(
                new Question(
                        request,
                        (question, refused) ->
                                exchange.fail(RpcError.of(-32601, "Then it cannot be done"))));
        assertThat(stream.answer()).contains("-32021");
    }

    @Test
    void logsAreForThoseWhoAskForThem() {
        var silent = world.calls(1);
        world.exchanges.getLast().tell(log("error"));
        var meta = StatelessWorld.metadata(StatelessWorld.ALL);
        var level = Json.string("warning");
        var listening =
                world.calls(2, "_meta", meta.with("io.modelcontextprotocol/logLevel", level));
        world.exchanges.getLast().tell(log("info"));
        world.exchanges.getLast().tell(log("error"));
        assertThat(silent.written()).isEmpty();
        assertThat(listening.notifications()).hasSize(1);
    }

    private static Notification log(String level) {
        return Notification.of(Method.LOG_MESSAGE, Json.object("level", level, "data", "x"));
    }

    @Test
    void anEnvelopeThatLacksSomethingIsRefusedBeforeAnythingIsSent() {
        var params = Json.object("name", "t", "_meta", Json.EMPTY_OBJECT);
        var request = Request.of(Id.of(1), Method.TOOLS_CALL, params);
        assertThatThrownBy(() -> world.sends("alice", request))
                .isInstanceOf(McpException.class)
                .hasMessageContaining("protocolVersion");
        var old =
                StatelessWorld.metadata(StatelessWorld.ALL)
                        .with("io.modelcontextprotocol/protocolVersion", Json.string("2025-11-25"));
        var other = Request.of(Id.of(1), Method.TOOLS_CALL, params.with("_meta", old));
        assertThatThrownBy(() -> world.sends("alice", other))
                .isInstanceOfSatisfying(
                        McpException.class,
                        refused ->
                                assertThat(String.valueOf(refused.error().data()))
                                        .contains("\"supported\":[\"2026-07-28\"]"));
    }

    @Test
    void drainingSettlesWhoIsAwayAndEndsListeningInOrder() {
        world.calls(1);
        var answer = world.asks(7);
        world.gathers();
        var listen =
                Request.of(
                        Id.of("l"),
                        Method.SUBSCRIPTIONS_LISTEN,
                        Json.object(
                                "notifications",
                                Json.object("toolsListChanged", true),
                                "_meta",
                                StatelessWorld.metadata(Json.EMPTY_OBJECT)));
        var stream = world.sends("alice", listen);
        var subscription = new Subscription(world.exchanges.getLast());
        subscription.acknowledge(Json.of("{\"tools\":{\"listChanged\":true}}"));
        subscription.offer(Notification.of(Method.TOOLS_LIST_CHANGED, null));
        subscription.offer(Notification.of(Method.PROMPTS_LIST_CHANGED, null));
        world.clients.close();
        assertThat(answer.text()).contains("cancel");
        assertThat(stream.notifications())
                .extracting(Notification::method)
                .containsExactly(Method.SUBSCRIPTIONS_ACKNOWLEDGED, Method.TOOLS_LIST_CHANGED);
        assertThat(stream.notifications())
                .allMatch(told -> told.json().toString().contains("subscriptionId\":\"l\""));
        assertThat(stream.answer()).contains("subscriptionId\":\"l\"", "complete");
        assertThat(world.clients.inFlight()).isZero();
    }

    /** It does not wait for its client, so it cannot give way, and is no reason to spare others. */
    @Test
    void oneThatIsServedAgainDoesNotKeepThePlaceOfThoseThatWait() {
        var served = world.calls(1);
        world.asks(1);
        world.gathers();
        world.calls(2, "inputResponses", accept(key(served), "Al"), "requestState", state(served));
        world.calls(3);
        var oldest = world.asks(2);
        world.gathers();
        for (int id = 4; id <= SessionSettings.DEFAULT.maxCalls() / 2 + 3; id++) {
            assertThat(oldest.text()).isEmpty();
            world.calls(id);
            world.asks(id);
            world.gathers();
        }
        assertThat(oldest.text()).contains("\"action\":\"cancel\"");
    }

    @Test
    void aLogLevelThatDoesNotExistIsRefused() {
        var meta =
                StatelessWorld.metadata(StatelessWorld.ALL)
                        .with("io.modelcontextprotocol/logLevel", Json.string("loud"));
        assertThatThrownBy(() -> world.calls(1, "_meta", meta))
                .isInstanceOf(McpException.class)
                .hasMessageContaining("debug, info");
    }

    @Test
    void aFaultThatIsNoExceptionEndsItsOwnRequestAsWell() {
        var stream = world.calls(1);
        var exchange = world.exchanges.getFirst();
        exchange.attempt(() -> {
            throw new NoClassDefFoundError("left out");
        });
        assertThat(error(stream)).isEqualTo(-32603);
    }

    @Test
    void whatTheNextAttemptCannotBeAskedIsNotAskedAgain() {
        var first = world.calls(1);
        var exchange = world.exchanges.getFirst();
        StatelessWorld.asks(exchange, 1, Method.ELICITATION_CREATE);
        var sampling = StatelessWorld.asks(exchange, 2, Method.SAMPLING_CREATE_MESSAGE);
        world.gathers();
        var second =
                world.calls(
                        Principal.LOCAL.name(),
                        2,
                        Json.of("{\"elicitation\":{}}"),
                        "inputResponses",
                        accept(key(first), "Al"),
                        "requestState",
                        state(first));
        world.gathers();
        assertThat(sampling.text()).contains("error");
        exchange.fail(RpcError.of(-1, "Then it cannot be done"));
        assertThat(error(second)).isEqualTo(-32021);
    }

    @Test
    void anAttemptThatWasAnsweredCannotBeTakenBack() {
        var params = Json.object("name", "t", "_meta", StatelessWorld.metadata(StatelessWorld.ALL));
        var first = new RecordedStream();
        var cancellation =
                world.clients.receive(
                        Request.of(Id.of(1), Method.TOOLS_CALL, params), Caller.LOCAL, first);
        world.asks(7);
        world.gathers();
        cancellation.cancelled(null);
        var second =
                world.calls(
                        2,
                        "inputResponses",
                        accept(key(first), "Al"),
                        "requestState",
                        state(first));
        cancellation.cancelled(null);
        world.exchanges.getFirst().finish(Json.EMPTY_OBJECT);
        assertThat(second.answer()).contains("complete");
    }
}
