package io.tieline.session.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.RpcError;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client with a session before a backend without one. */
final class StatelessBackendTest {

    private static final String ASKS =
            """
            {"resultType":"input_required","requestState":"{\\"n\\": 1}","inputRequests":{"who":{"method":"elicitation/create","params":{"message":"Name?"}}}}\
            """;

    private final BackendWorld world = BackendWorld.stateless(true);

    private Heard opened(String tool) {
        world.link.isDiscovered();
        return world.call(tool);
    }

    @Test
    void everyRequestSaysWhoAsksAndNothingGreets() {
        opened("t");
        var call = world.link.tool("t");
        assertThat(world.link.requests(Method.INITIALIZE)).isEmpty();
        assertThat(call.json().toString())
                .contains(
                        "\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\"",
                        "\"io.modelcontextprotocol/clientCapabilities\":{\"elicitation\":{}}",
                        "\"io.modelcontextprotocol/clientInfo\":{\"name\":\"test\"",
                        "\"io.modelcontextprotocol/logLevel\":\"info\"");
        assertThat(world.link.stream(call).headers())
                .containsEntry("mcp-protocol-version", "2026-07-28")
                .containsEntry("mcp-method", "tools/call")
                .containsEntry("mcp-name", "t");
    }

    @Test
    void whatItSaysOfItselfIsToldAsAHandshake() {
        world.link.isDiscovered();
        assertThat(String.valueOf(world.welcome))
                .contains("\"capabilities\":{\"tools\":{\"listChanged\":true}}", "\"name\":\"s\"");
        assertThat(world.session.isStateless()).isTrue();
    }

    @Test
    void inputThatIsRequiredIsAskedForAndTheCallIsSentAgainWithTheStateAsItWas() {
        var heard = opened("t");
        var first = world.link.tool("t");
        world.link.answers(first, ASKS);
        assertThat(heard.answer()).isNull();
        assertThat(heard.questions()).hasSize(1);
        heard.accepts();
        var second = world.link.tool("t");
        assertThat(second.id()).isNotEqualTo(first.id());
        assertThat(second.json().toString())
                .contains(
                        "\"inputResponses\":{\"who\":{\"action\":\"accept\"}}",
                        "\"requestState\":\"{\\\"n\\\": 1}\"");
        world.link.answers(second, "{\"resultType\":\"complete\",\"content\":[]}");
        assertThat(String.valueOf(heard.answer())).contains("result");
    }

    @Test
    void aClientThatCannotFillInAFormHasCancelledIt() {
        var heard = opened("t");
        world.link.answers(world.link.tool("t"), ASKS);
        heard.questions().getFirst().refuse(RpcError.of(-1, "No"));
        assertThat(world.link.tool("t").json().toString())
                .contains("\"inputResponses\":{\"who\":{\"action\":\"cancel\"}}");
    }

    @Test
    void aClientThatCannotSampleEndsTheCallAndIsNotAskedTheRest() {
        var heard = opened("t");
        world.link.answers(
                world.link.tool("t"),
                """
                {"resultType":"input_required","inputRequests":{"a":{"method":"sampling/createMessage","params":{}},"b":{"method":"elicitation/create","params":{}}}}\
                """);
        heard.questions().getFirst().refuse(RpcError.of(-1, "No model here"));
        assertThat(heard.answer()).isNotNull();
        assertThat(String.valueOf(heard.answer().json())).contains("isError\":true", "No model");
        assertThat(heard.questions().getLast().isOpen()).isFalse();
        assertThat(world.link.requests(Method.TOOLS_CALL)).hasSize(1);
    }

    @Test
    void aCallThatWasPutOffIsSentAgainAfterAWhileButNotForEver() {
        var heard = opened("t");
        world.link.answers(
                world.link.tool("t"), "{\"resultType\":\"input_required\",\"requestState\":\"s\"}");
        assertThat(world.link.requests(Method.TOOLS_CALL)).hasSize(1);
        for (int round = 0; round < 32; round++) {
            world.clock.pass(Duration.ofMillis(250));
            assertThat(world.link.tool("t").json().toString())
                    .contains("\"requestState\":\"s\"")
                    .doesNotContain("inputResponses");
            world.link.answers(
                    world.link.tool("t"),
                    "{\"resultType\":\"input_required\",\"requestState\":\"s\"}");
        }
        assertThat(heard.failure()).isNotNull();
        assertThat(heard.failure().code()).isEqualTo(-31003);
    }

    @Test
    void aCallThatIsTakenBackEndsItsStreamAndItsQuestions() {
        var heard = opened("t");
        var call = world.link.tool("t");
        world.cancel("t", null);
        assertThat(world.link.released()).containsExactly(call.id().toString());
        assertThat(world.link.sent()).noneMatch(Notification.class::isInstance);
        var asked = world.call("u");
        world.link.answers(world.link.tool("u"), ASKS);
        world.cancel("u", null);
        assertThat(asked.questions().getFirst().isOpen()).isFalse();
        assertThat(heard.answer()).isNull();
    }

    @Test
    void onASharedChannelACallThatIsTakenBackIsNamedWithItsReason() {
        var shared = BackendWorld.stateless(false);
        shared.link.isDiscovered();
        shared.call("t");
        shared.cancel("t", Json.string("bored"));
        assertThat(shared.link.sent().getLast().json().toString())
                .contains("notifications/cancelled", "\"reason\":\"bored\"");
    }

    @Test
    void aBackendThatDiesBetweenTwoRoundsFailsTheCall() {
        var heard = opened("t");
        world.link.answers(world.link.tool("t"), ASKS);
        world.link.dies();
        assertThat(heard.failure()).isNotNull();
        assertThat(heard.failure().code()).isEqualTo(-31001);
    }

    @Test
    void theLevelIsKeptHereAndSaidInEveryRequest() {
        world.link.isDiscovered();
        var heard = new Heard();
        var level = Json.object("level", "debug");
        world.session.call(
                Request.of(Id.of(9), Method.LOGGING_SET_LEVEL, level),
                heard,
                CallOptions.of(TimeLimits.DEFAULT));
        assertThat(heard.answer()).isNotNull();
        assertThat(world.link.requests(Method.LOGGING_SET_LEVEL)).isEmpty();
        world.call("t");
        assertThat(world.link.tool("t").json().toString()).contains("logLevel\":\"debug\"");
    }

    @Test
    void changesAreListenedForAndAListenThatIsCutIsOpenedAgain() {
        world.link.isDiscovered();
        var listen = world.link.requests(Method.SUBSCRIPTIONS_LISTEN).getLast();
        assertThat(listen.json().toString()).contains("\"toolsListChanged\":true");
        world.link.says(listen, tagged(listen, Method.SUBSCRIPTIONS_ACKNOWLEDGED));
        world.link.says(listen, tagged(listen, Method.TOOLS_LIST_CHANGED));
        assertThat(world.told).hasSize(1);
        assertThat(world.told.getFirst().json().toString()).doesNotContain("subscriptionId");
        world.link.stream(listen)
                .failed(LinkFailure.of(LinkFailure.Kind.GONE, "The stream was cut"));
        world.clock.pass(Duration.ofSeconds(1));
        var again = world.link.requests(Method.SUBSCRIPTIONS_LISTEN).getLast();
        assertThat(again.id()).isNotEqualTo(listen.id());
        world.link.says(again, tagged(again, Method.SUBSCRIPTIONS_ACKNOWLEDGED));
        assertThat(world.told).hasSize(2);
    }

    @Test
    void aResourceThatIsWatchedIsListenedForBeforeTheOldStreamIsClosed() {
        world.link.isDiscovered();
        var first = world.link.requests(Method.SUBSCRIPTIONS_LISTEN).getLast();
        world.link.says(first, tagged(first, Method.SUBSCRIPTIONS_ACKNOWLEDGED));
        var heard = new Heard();
        world.session.call(
                Request.of(Id.of(9), Method.RESOURCES_SUBSCRIBE, Json.object("uri", "test://a")),
                heard,
                CallOptions.of(TimeLimits.DEFAULT));
        var second = world.link.requests(Method.SUBSCRIPTIONS_LISTEN).getLast();
        assertThat(second.json().toString()).contains("\"resourceSubscriptions\":[\"test://a\"]");
        assertThat(world.link.released()).isEmpty();
        assertThat(heard.answer()).isNull();
        world.link.says(second, tagged(second, Method.SUBSCRIPTIONS_ACKNOWLEDGED));
        assertThat(world.link.released()).containsExactly(first.id().toString());
        assertThat(heard.answer()).isNotNull();
    }

    static String tagged(Request listen, String method) {
        return "{\"jsonrpc\":\"2.0\",\"method\":\""
                + method
                + "\",\"params\":{\"_meta\":{\"io.modelcontextprotocol/subscriptionId\":"
                + listen.id()
                + "},\"notifications\":{}}}";
    }

    @Test
    void anArgumentThatIsMirroredGoesIntoItsHeader() {
        world.link.isDiscovered();
        world.session.call(
                Request.of(Id.of(1), Method.TOOLS_LIST, null),
                new Heard(),
                CallOptions.of(TimeLimits.DEFAULT));
        var good = schema("Region");
        var bad = schema("No good");
        var list = world.link.requests(Method.TOOLS_LIST).getLast();
        var listing = Json.object("tools", Json.array(List.of(good, bad)));
        world.link.answers(list, listing.toString());
        var arguments = Json.object("region", "Zürich");
        world.call("Region", Json.object("name", "Region", "arguments", arguments));
        assertThat(world.link.stream(world.link.tool("Region")).headers())
                .containsEntry("mcp-param-region", "=?base64?WsO8cmljaA==?=");
    }

    private static Json schema(String header) {
        var region = Json.object("type", "string", "x-mcp-header", header);
        var properties = Json.object("region", region);
        return Json.object(
                "name",
                header,
                "inputSchema",
                Json.object("type", "object", "properties", properties));
    }

    @Test
    void aCallThatLacksAHeaderWhichWasNeverListedIsSentAgainWithIt() {
        world.link.isDiscovered();
        var arguments = Json.object("region", "eu");
        world.call("Region", Json.object("name", "Region", "arguments", arguments));
        world.link.fails(
                world.link.tool("Region"), "{\"code\":-32020,\"message\":\"Mcp-Param-Region\"}");
        var list = world.link.requests(Method.TOOLS_LIST).getLast();
        world.link.answers(
                list, Json.object("tools", Json.array(List.of(schema("Region")))).toString());
        assertThat(world.link.requests(Method.TOOLS_CALL)).hasSize(2);
        assertThat(world.link.stream(world.link.tool("Region")).headers())
                .containsEntry("mcp-param-region", "eu");
    }

    @Test
    void aBackendThatAnswersDiscoveryIsSpokenToWithoutAHandshake() {
        var detecting = BackendWorld.detecting();
        detecting.link.isDiscovered();
        assertThat(detecting.session.isStateless()).isTrue();
        assertThat(detecting.link.requests(Method.SERVER_DISCOVER)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"code\":-32601,\"message\":\"Method not found\"}",
                "{\"code\":-32600,\"message\":\"Not initialized\"}",
                "{\"code\":-32602,\"message\":\"?\"}",
                "{\"code\":-32022,\"message\":\"?\",\"data\":{\"supported\":[\"2099-01-01\"]}}"
            })
    void aBackendThatKnowsNothingOfDiscoveryIsGreeted(String error) {
        var detecting = BackendWorld.detecting();
        detecting.link.fails(detecting.link.requests(Method.SERVER_DISCOVER).getLast(), error);
        detecting.link.greets();
        assertThat(detecting.session.isStateless()).isFalse();
        assertThat(detecting.welcome).isNotNull();
    }

    @Test
    void aBackendThatIsSilentOrEndsIsGreeted() {
        var silent = BackendWorld.detecting();
        assertThat(silent.link.requests(Method.INITIALIZE)).isEmpty();
        silent.clock.pass(Duration.ofSeconds(10));
        silent.link.greets();
        assertThat(silent.welcome).isNotNull();
        var ending = BackendWorld.detecting();
        ending.link.dies();
        ending.link.greets();
        assertThat(ending.welcome).isNotNull();
        assertThat(ending.end).isNull();
    }

    /** It has heard both requests and answered the second: nobody need wait any longer. */
    @Test
    void aProgramThatIsSilentToDiscoveryButCanBeGreetedHoldsNobodyUp() {
        var silent = BackendWorld.detectingProgram();
        silent.clock.pass(Duration.ofMillis(500));
        silent.link.greets();
        assertThat(silent.welcome).isNull();
        silent.clock.pass(Duration.ofMillis(500));
        assertThat(silent.link.requests(Method.INITIALIZE)).hasSize(2);
        silent.link.greets();
        assertThat(silent.welcome).isNotNull();
        assertThat(silent.session.isStateless()).isFalse();
    }

    @Test
    void aProgramThatTakesItsTimeToStartIsHeardAllTheSame() {
        var slow = BackendWorld.detectingProgram();
        slow.clock.pass(Duration.ofSeconds(9));
        var discovery = slow.link.requests(Method.SERVER_DISCOVER).getLast();
        slow.link.greets();
        slow.link.answers(discovery, ScriptedLink.DISCOVERED);
        assertThat(slow.session.isStateless()).isTrue();
        slow.clock.pass(Duration.ofMinutes(1));
        assertThat(slow.link.requests(Method.INITIALIZE)).hasSize(1);
    }

    @Test
    void aClientWithASessionHasOneAtABackendThatSpeaksBothAndElseNone() {
        var both = BackendWorld.preferringSession();
        both.link.greets();
        assertThat(both.link.requests(Method.SERVER_DISCOVER)).isEmpty();
        var modern = BackendWorld.preferringSession();
        modern.link.fails(
                modern.link.requests(Method.INITIALIZE).getLast(),
                "{\"code\":-32600,\"message\":\"No\"}");
        modern.link.isDiscovered();
        assertThat(modern.session.isStateless()).isTrue();
        assertThat(modern.welcome).isNotNull();
        var neither = BackendWorld.preferringSession();
        neither.link.fails(
                neither.link.requests(Method.INITIALIZE).getLast(),
                "{\"code\":-32600,\"message\":\"Not you\"}");
        neither.link.fails(
                neither.link.requests(Method.SERVER_DISCOVER).getLast(),
                "{\"code\":-32601,\"message\":\"?\"}");
        assertThat(neither.end).isNotNull();
        assertThat(neither.end.message()).contains("Not you");
    }

    @Test
    void aModernErrorIsAsGoodAsAnAnswer() {
        var detecting = BackendWorld.detecting();
        detecting.link.fails(
                detecting.link.requests(Method.SERVER_DISCOVER).getLast(),
                "{\"code\":-32022,\"message\":\"?\",\"data\":{\"supported\":[\"2026-07-28\"]}}");
        detecting.link.isDiscovered();
        assertThat(detecting.session.isStateless()).isTrue();
    }

    @Test
    void aBackendThatWouldNotListenAtFirstIsDiscoveredAgainEvenIfItsEraIsPinned() {
        var discover = world.link.requests(Method.SERVER_DISCOVER);
        world.link.fails(
                discover.getLast(),
                "{\"code\":-32022,\"message\":\"?\",\"data\":{\"supported\":[\"2026-07-28\"]}}");
        assertThat(world.link.requests(Method.SERVER_DISCOVER)).hasSize(2);
        world.link.isDiscovered();
        assertThat(String.valueOf(world.welcome)).contains("\"name\":\"s\"");
    }

    @Test
    void aCallWhoseNextRoundCannotBeSentMayHaveRunAllTheSame() {
        var heard = opened("t");
        world.link.answers(world.link.tool("t"), ASKS);
        heard.accepts();
        world.link.stream(world.link.tool("t"))
                .failed(new LinkFailure(LinkFailure.Kind.GONE, "Refused", LinkFailure.Executed.NO));
        assertThat(heard.failure()).isNotNull();
        assertThat(String.valueOf(heard.failure().data())).contains("\"executed\":\"maybe\"");
    }

    private Heard subscribes() {
        world.link.isDiscovered();
        var heard = new Heard();
        world.session.call(
                Request.of(Id.of(9), Method.RESOURCES_SUBSCRIBE, Json.object("uri", "test://a")),
                heard,
                CallOptions.of(TimeLimits.DEFAULT));
        return heard;
    }

    @Test
    void aListenThatIsNeverAcknowledgedHoldsNobodyUp() {
        var heard = subscribes();
        world.clock.pass(TimeLimits.DEFAULT.idle());
        assertThat(heard.answer()).isNotNull();
        world.clock.pass(Duration.ofSeconds(1));
        assertThat(world.link.requests(Method.SUBSCRIPTIONS_LISTEN)).hasSizeGreaterThan(2);
    }

    @Test
    void aSubscriptionThatIsBeingMadeEndsWithItsSession() {
        var heard = subscribes();
        world.link.dies();
        assertThat(heard.failure()).isNotNull();
        assertThat(heard.failure().code()).isEqualTo(-31001);
    }

    @Test
    void whatACallSaysThatWasTakenBackReachesNoOtherClient() {
        var shared = BackendWorld.sharedStateless();
        shared.link.isDiscovered();
        shared.call("a");
        shared.cancel("a", null);
        var other = shared.call("b");
        shared.link.says(
                """
                {"jsonrpc":"2.0","method":"notifications/message","params":{"level":"info","data":"of a"}}\
                """);
        assertThat(other.notifications()).isEmpty();
    }
}
