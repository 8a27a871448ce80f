package io.tieline.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.testkit.peers.RecordedClient;
import io.tieline.testkit.peers.ScriptedServer;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Json;
import io.tieline.wire.MetaKey;
import io.tieline.wire.Method;
import io.tieline.wire.Revision;
import io.tieline.wire.RpcError;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client of revision 2026-07-28 before a server that has sessions and asks in mid-call. */
@Timeout(20)
final class StatelessToStatefulTest {

    private static final Duration MOMENT = Duration.ofMillis(10);

    private final GatewayWorld world = GatewayWorld.stateful(GatewaySettings.DEFAULT);
    private final ScriptedServer server = world.server;
    private final RecordedClient client = world.statelessClient();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void discoveryIsAnsweredFromTheHandshakeWithTheServer() {
        var found = client.request(Method.SERVER_DISCOVER, Json.EMPTY_OBJECT).result();
        assertThat(found.texts("supportedVersions")).containsExactly("2026-07-28");
        assertThat(found.text("_meta", MetaKey.SERVER_INFO, "name")).isEqualTo("scripted");
        assertThat(found.at("capabilities", "resources", "subscribe")).isEqualTo(Json.TRUE);
        assertThat(found.text("resultType")).isEqualTo("complete");
    }

    @Test
    void aResultSaysThatItIsCompleteAndWhoGaveIt() {
        var result = client.call("echo").result();
        assertThat(result.text("resultType")).isEqualTo("complete");
        assertThat(result.text("_meta", MetaKey.SERVER_INFO, "name")).isEqualTo("scripted");
    }

    @Test
    void aListingSaysHowLongItHoldsWhichIsNotAtAll() {
        var result = client.request(Method.TOOLS_LIST, Json.EMPTY_OBJECT).result();
        assertThat(result.integer("ttlMs")).hasValue(0);
        assertThat(result.text("cacheScope")).isEqualTo("private");
    }

    @Test
    void aQuestionInMidCallComesAsAResultAndTheSameCallGoesOn() {
        var call = client.call("book");
        var seat = server.call("book").elicit("Which seat?");
        assertThat(call.questions()).isEmpty();
        world.clock.advance(MOMENT);
        assertThat(call.question().message()).isEqualTo("Which seat?");
        call.question().accept(Json.object("seat", "12A"));
        assertThat(seat.join().json().text("result", "content", "seat")).isEqualTo("12A");
        server.call("book").answer("booked 12A");
        assertThat(call.text()).isEqualTo("booked 12A");
        assertThat(call.attempts()).isEqualTo(2);
        assertThat(server.calls("book")).isEqualTo(1);
    }

    @Test
    void questionsOfOneMomentAreAskedTogether() {
        var call = client.call("book");
        var seat = server.call("book").elicit("Which seat?");
        var card = server.call("book").elicit("Which card?");
        world.clock.advance(MOMENT);
        assertThat(call.questions()).hasSize(2);
        call.questions()
                .forEach(question -> question.accept(Json.object("is", question.message())));
        assertThat(seat.join().json().text("result", "content", "is")).isEqualTo("Which seat?");
        assertThat(card.join().json().text("result", "content", "is")).isEqualTo("Which card?");
        assertThat(call.attempts()).isEqualTo(2);
    }

    @Test
    void twoCallsThatAskAtOnceAreEachAnsweredWithTheirOwn() {
        var first = client.call("one");
        var second = client.call("two");
        var one = server.call("one").elicit("One?");
        var two = server.call("two").elicit("Two?");
        world.clock.advance(MOMENT);
        second.question().accept(Json.object("n", 2));
        first.question().accept(Json.object("n", 1));
        assertThat(one.join().json().toString()).contains("\"n\":1");
        assertThat(two.join().json().toString()).contains("\"n\":2");
    }

    @Test
    void anAnswerWithSomebodyElsesStateIsRefused() {
        var call = client.call("book");
        var _ = server.call("book").elicit("Which seat?");
        world.clock.advance(MOMENT);
        var state = String.valueOf(call.messages().getLast().json().text("result", "requestState"));
        var eve = world.client(Revision.STATELESS, GatewayWorld.principal("eve"));
        var stolen =
                eve.request(
                        Method.TOOLS_CALL,
                        Json.object(
                                "name",
                                "book",
                                "arguments",
                                Json.EMPTY_OBJECT,
                                "requestState",
                                state));
        assertThat(stolen.error().code()).isEqualTo(ErrorCode.INVALID_PARAMS);
        assertThat(call.isOver()).isFalse();
    }

    @Test
    void progressAndLogLinesComeOnTheStreamOfTheCall() {
        var params =
                Json.of(
                        """
                        {"name":"slow","_meta":{"progressToken":"p","io.modelcontextprotocol/logLevel":"debug"}}\
                        """);
        var call = client.request(Method.TOOLS_CALL, params);
        server.call("slow").progress(1);
        server.call("slow").log("info", "half done");
        assertThat(call.notifications(Method.PROGRESS))
                .extracting(told -> told.json().text("params", "progressToken"))
                .containsExactly("p");
        assertThat(call.notifications(Method.LOG_MESSAGE)).hasSize(1);
    }

    @Test
    void theLevelThatARequestWantsIsSetAtTheServerBeforeItIsCalled() {
        var params =
                Json.of(
                        """
                        {"name":"echo","_meta":{"io.modelcontextprotocol/logLevel":"debug"}}\
                        """);
        client.request(Method.TOOLS_CALL, params).result();
        assertThat(server.requests())
                .extracting(request -> request.method())
                .endsWith(Method.LOGGING_SET_LEVEL, Method.TOOLS_CALL);
        assertThat(server.request(Method.LOGGING_SET_LEVEL).params())
                .isEqualTo(Json.object("level", "debug"));
    }

    @Test
    void aResourceThatIsNotThereIsAWrongParameterInThisEra() {
        server.on(
                Method.RESOURCES_READ,
                request -> request.fail(RpcError.of(ErrorCode.RESOURCE_NOT_FOUND, "not there")));
        var error = client.request(Method.RESOURCES_READ, GatewayWorld.uri("test://a")).error();
        assertThat(error.code()).isEqualTo(ErrorCode.INVALID_PARAMS);
        assertThat(String.valueOf(error.data())).contains("test://a");
    }

    @Test
    void pagesThatMustBeVisitedFirstAreQuestionsAndTheCallIsMadeAgain() {
        server.tool(
                "pay",
                call -> {
                    if (server.calls("pay") == 1) {
                        call.fail(
                                new RpcError(
                                        ErrorCode.URL_ELICITATION_REQUIRED,
                                        "Sign in",
                                        Json.of(
                                                """
                                                {"elicitations":[{"mode":"url","elicitationId":"e","url":"https://example.org/","message":"Sign in"}]}\
                                                """)));
                    } else {
                        call.answer("paid");
                    }
                });
        var call = client.call("pay");
        var page = call.question();
        assertThat(page.params().text("url")).isEqualTo("https://example.org/");
        assertThat(page.params().get("elicitationId")).isNull();
        page.answer(Json.object("action", "accept"));
        assertThat(call.text()).isEqualTo("paid");
        assertThat(server.calls("pay")).isEqualTo(2);
    }

    @Test
    void aPageIsShownToNobodyWhoCannotShowPages() {
        server.tool(
                "pay",
                call ->
                        call.fail(
                                new RpcError(
                                        ErrorCode.URL_ELICITATION_REQUIRED,
                                        "Sign in",
                                        Json.of(
                                                """
                                                {"elicitations":[{"url":"https://example.org/","message":"Sign in"}]}\
                                                """))));
        var plain =
                world.newClient()
                        .revision(Revision.STATELESS)
                        .capabilities(Json.of("{\"elicitation\":{}}"))
                        .connect();
        assertThat(plain.call("pay").error().code()).isEqualTo(ErrorCode.MISSING_CLIENT_CAPABILITY);
    }

    @Test
    void whetherAToolMayRunAsATaskIsNotListedInThisEra() {
        server.on(
                Method.TOOLS_LIST,
                request ->
                        request.answer(
                                Json.of(
                                        """
                                        {"tools":[{"name":"echo","execution":{"taskSupport":"optional"},"inputSchema":{"type":"object"}}]}\
                                        """)));
        var tools = client.request(Method.TOOLS_LIST, Json.EMPTY_OBJECT).result().list("tools");
        assertThat(tools).singleElement().extracting(tool -> tool.get("execution")).isNull();
    }

    @Test
    void whoListensIsToldWhatItWillHearAndThenHearsIt() {
        var listening =
                client.request(
                        Method.SUBSCRIPTIONS_LISTEN,
                        Json.of(
                                """
                                {"notifications":{"toolsListChanged":true,"resourceSubscriptions":["test://a"]}}\
                                """));
        assertThat(listening.notifications(Method.SUBSCRIPTIONS_ACKNOWLEDGED))
                .singleElement()
                .extracting(told -> told.json().at("params", "notifications"))
                .isEqualTo(
                        Json.of(
                                """
                                {"toolsListChanged":true,"resourceSubscriptions":["test://a"]}\
                                """));
        assertThat(server.request(Method.RESOURCES_SUBSCRIBE).params())
                .isEqualTo(GatewayWorld.uri("test://a"));
        server.tell(Method.TOOLS_LIST_CHANGED, Json.EMPTY_OBJECT);
        server.tell(Method.PROMPTS_LIST_CHANGED, Json.EMPTY_OBJECT);
        server.tell(Method.RESOURCES_UPDATED, GatewayWorld.uri("test://a"));
        server.tell(Method.RESOURCES_UPDATED, GatewayWorld.uri("test://b"));
        assertThat(listening.notifications())
                .extracting(told -> told.method())
                .containsExactly(
                        Method.SUBSCRIPTIONS_ACKNOWLEDGED,
                        Method.TOOLS_LIST_CHANGED,
                        Method.RESOURCES_UPDATED);
    }

    @Test
    void whoHangsUpIsNoLongerListenedFor() {
        var listening =
                client.request(
                        Method.SUBSCRIPTIONS_LISTEN,
                        Json.of("{\"notifications\":{\"resourceSubscriptions\":[\"test://a\"]}}"));
        listening.hangUp();
        assertThat(server.requests(Method.RESOURCES_UNSUBSCRIBE)).hasSize(1);
    }

    @Test
    void aListenEndsInOrderWhenTheBackendSessionDoes() {
        var listening =
                client.request(
                        Method.SUBSCRIPTIONS_LISTEN,
                        Json.of("{\"notifications\":{\"toolsListChanged\":true}}"));
        server.crash("killed");
        assertThat(listening.result()).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                Method.INITIALIZE,
                Method.PING,
                Method.LOGGING_SET_LEVEL,
                Method.RESOURCES_SUBSCRIBE,
                Method.TASKS_LIST
            })
    void whatHasLeftTheProtocolIsUnknownHere(String method) {
        var error = client.request(method, Json.EMPTY_OBJECT).error();
        assertThat(error.code()).isEqualTo(ErrorCode.METHOD_NOT_FOUND);
        assertThat(server.requests(method)).isEmpty();
    }
}
