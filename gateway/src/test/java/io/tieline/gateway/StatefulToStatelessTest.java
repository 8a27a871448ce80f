package io.tieline.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.testkit.peers.RecordedClient;
import io.tieline.testkit.peers.ScriptedServer;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Json;
import io.tieline.wire.MetaKey;
import io.tieline.wire.Method;
import io.tieline.wire.RpcError;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A client with a session before a server of revision 2026-07-28, which has none. */
@Timeout(20)
final class StatefulToStatelessTest {

    private final GatewayWorld world = GatewayWorld.stateless(GatewaySettings.DEFAULT);
    private final ScriptedServer server = world.server;
    private final RecordedClient client = world.client();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void theHandshakeIsAnsweredFromWhatWasDiscovered() {
        var greeting = client.greeting().result();
        assertThat(greeting.text("protocolVersion")).isEqualTo("2025-11-25");
        assertThat(greeting.text("serverInfo", "name")).isEqualTo("scripted");
        assertThat(greeting.at("capabilities", "tools", "listChanged")).isEqualTo(Json.TRUE);
    }

    @Test
    void eachRequestBringsTheClientsRevisionCapabilitiesAndName() {
        client.call("echo").result();
        var meta = server.call("echo").params().part("_meta");
        assertThat(meta.text(MetaKey.PROTOCOL_VERSION)).isEqualTo("2026-07-28");
        assertThat(meta.at(MetaKey.CLIENT_CAPABILITIES, "elicitation")).isNotNull();
        assertThat(meta.text(MetaKey.CLIENT_INFO, "name")).isEqualTo("recorded");
    }

    @Test
    void aResultHasNothingThatOnlyTheOtherEraKnows() {
        server.tool(
                "signed",
                call ->
                        call.answer(
                                Json.of(
                                        """
                                        {"content":[],"ttlMs":5,"cacheScope":"public","_meta":{"io.modelcontextprotocol/serverInfo":{"name":"s"},"own":1}}\
                                        """)));
        assertThat(client.call("signed").result())
                .isEqualTo(Json.of("{\"content\":[],\"_meta\":{\"own\":1}}"));
    }

    @Test
    void whatAResultAsksComesAsAQuestionOnTheStreamOfTheCall() {
        server.tool(
                "book",
                call -> {
                    var answers = call.params().get("inputResponses");
                    if (answers == null) {
                        call.requireForms("round 1", "seat");
                    } else {
                        call.answer("booked " + answers.text("seat", "content", "seat"));
                    }
                });
        var call = client.call("book");
        assertThat(call.question().method()).isEqualTo(Method.ELICITATION_CREATE);
        assertThat(call.question().message()).isEqualTo("seat");
        call.question().accept(Json.object("seat", "12A"));
        assertThat(call.text()).isEqualTo("booked 12A");
        assertThat(server.calls("book")).isEqualTo(2);
        assertThat(server.call("book").params().text("requestState")).isEqualTo("round 1");
    }

    @Test
    void aCallIsMadeAgainOnlyWhenAllThatItAsksIsAnswered() {
        server.tool("book", call -> call.requireForms("s", "seat", "card"));
        var call = client.call("book");
        assertThat(call.questions()).hasSize(2);
        call.question().accept(Json.EMPTY_OBJECT);
        assertThat(server.calls("book")).isEqualTo(1);
        server.tool("book", again -> again.answer("booked"));
        call.question().accept(Json.EMPTY_OBJECT);
        assertThat(server.calls("book")).isEqualTo(2);
        assertThat(call.text()).isEqualTo("booked");
    }

    @Test
    void aServerMayAskRoundAfterRound() {
        server.tool(
                "book",
                call -> {
                    long round = server.calls("book");
                    if (round < 4) {
                        call.requireForms("s" + round, "q" + round);
                    } else {
                        call.answer("after " + call.params().text("requestState"));
                    }
                });
        var asking =
                world.newClient()
                        .answering(question ->
                                Json.object("action", "accept", "content", Json.EMPTY_OBJECT))
                        .connect();
        var call = asking.call("book");
        assertThat(call.text()).isEqualTo("after s3");
        assertThat(call.questions())
                .extracting(one -> one.message())
                .containsExactly("q1", "q2", "q3");
    }

    @Test
    void aCallThatIsTakenBackWhileItsClientIsAskedIsNotMadeAgain() {
        server.tool("book", call -> call.requireForms("s", "seat"));
        var call = client.call("book");
        var question = call.question();
        call.cancel("changed my mind");
        question.accept(Json.EMPTY_OBJECT);
        assertThat(server.calls("book")).isEqualTo(1);
        assertThat(call.isAborted()).isTrue();
    }

    @Test
    void aClientIsNotAskedForWhatItLacks() {
        server.tool("book", call -> call.requireForms("s", "seat"));
        var plain = world.newClient().capabilities(Json.EMPTY_OBJECT).connect();
        var call = plain.call("book");
        assertThat(call.questions()).isEmpty();
        assertThat(call.isOver()).isTrue();
    }

    @Test
    void theLogLevelIsKeptAndGoesWithEachRequest() {
        client.request(Method.LOGGING_SET_LEVEL, Json.object("level", "warning")).result();
        client.call("echo").result();
        assertThat(server.requests(Method.LOGGING_SET_LEVEL)).isEmpty();
        assertThat(server.call("echo").params().text("_meta", MetaKey.LOG_LEVEL))
                .isEqualTo("warning");
        assertThat(
                        client.request(Method.LOGGING_SET_LEVEL, Json.object("level", "loud"))
                                .error()
                                .code())
                .isEqualTo(ErrorCode.INVALID_PARAMS);
    }

    @Test
    void aSubscriptionIsAListenAndItsUpdatesAreToldWithoutTheName() {
        client.request(Method.RESOURCES_SUBSCRIBE, GatewayWorld.uri("test://a")).result();
        assertThat(server.requests(Method.RESOURCES_SUBSCRIBE)).isEmpty();
        assertThat(server.requests(Method.SUBSCRIPTIONS_LISTEN))
                .last()
                .asString()
                .contains("test://a");
        server.tell(Method.RESOURCES_UPDATED, GatewayWorld.uri("test://a"));
        assertThat(client.notifications().getLast().json().at("params"))
                .isEqualTo(GatewayWorld.uri("test://a"));
    }

    @Test
    void changesOfListsAreHeardWithoutASubscription() {
        server.tell(Method.TOOLS_LIST_CHANGED, Json.EMPTY_OBJECT);
        assertThat(client.notifications())
                .extracting(told -> told.method())
                .containsExactly(Method.TOOLS_LIST_CHANGED);
    }

    @Test
    void aResourceThatIsNotThereHasItsOwnCodeInThisEra() {
        server.on(
                Method.RESOURCES_READ,
                request ->
                        request.fail(
                                new RpcError(
                                        ErrorCode.INVALID_PARAMS,
                                        "not there",
                                        GatewayWorld.uri("test://a"))));
        assertThat(
                        client.request(Method.RESOURCES_READ, GatewayWorld.uri("test://a"))
                                .error()
                                .code())
                .isEqualTo(ErrorCode.RESOURCE_NOT_FOUND);
    }

    @Test
    void whatTheGatewaySaidWronglyIsNoFaultOfTheClient() {
        server.tool(
                "strict",
                call -> call.fail(RpcError.of(ErrorCode.UNSUPPORTED_PROTOCOL_VERSION, "too old")));
        assertThat(client.call("strict").error().code())
                .isEqualTo(ErrorCode.BACKEND_BROKE_PROTOCOL);
    }

    @Test
    void structuredContentThatIsNoObjectAndItsSchemaAreLeftOut() {
        server.tool(
                "list",
                call -> call.answer(Json.of("{\"content\":[],\"structuredContent\":[1,2]}")));
        server.on(
                Method.TOOLS_LIST,
                request ->
                        request.answer(
                                Json.of(
                                        """
                                        {"tools":[{"name":"list","inputSchema":{"type":"object"},"outputSchema":{"type":"array"}},{"name":"map","inputSchema":{"type":"object"},"outputSchema":{"type":"object"}}]}\
                                        """)));
        assertThat(client.call("list").result()).isEqualTo(Json.of("{\"content\":[]}"));
        var tools = client.request(Method.TOOLS_LIST, Json.EMPTY_OBJECT).result().list("tools");
        assertThat(tools.getFirst().get("outputSchema")).isNull();
        assertThat(tools.getLast().get("outputSchema")).isNotNull();
    }

    @Test
    void aTaskThatTheOtherEraDoesNotKnowIsMadeAsAPlainCall() {
        client.request(
                        Method.TOOLS_CALL,
                        Json.object("name", "echo", "task", Json.object("ttl", 1000)))
                .result();
        assertThat(server.call("echo").params().get("task")).isNull();
    }

    @Test
    void aNotificationOfTheClientHasNobodyToReach() {
        client.tell(Method.ROOTS_LIST_CHANGED, Json.EMPTY_OBJECT);
        assertThat(server.notifications(Method.ROOTS_LIST_CHANGED)).isEmpty();
    }
}
