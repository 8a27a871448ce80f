package io.tieline.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.session.Caller;
import io.tieline.testkit.peers.ReceivedRequest;
import io.tieline.testkit.peers.RecordedClient;
import io.tieline.testkit.peers.ScriptedServer;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Revision;
import io.tieline.wire.RpcError;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Answers of a stateless backend are given again for as long and to whom the backend allows it
 * (revision 2026-07-28, "Caching").
 */
@Timeout(20)
final class ResultCacheTest {

    private static final Duration LIFETIME = Duration.ofMinutes(1);

    private final GatewayWorld world = GatewayWorld.stateless(GatewaySettings.DEFAULT);
    private final ScriptedServer server = world.server;
    private final RecordedClient alice = of("alice");
    private final RecordedClient bob = of("bob");

    @AfterEach
    void close() {
        world.close();
    }

    private RecordedClient of(String principal) {
        return world.client(Revision.STATELESS, GatewayWorld.principal(principal));
    }

    /** From now on each such request is answered with its number, and may be kept. */
    private void answers(String method, String scope, Duration lifetime) {
        server.on(method, request -> request.answer(numbered(method, scope, lifetime)));
    }

    private Json numbered(String method, String scope, Duration lifetime) {
        return Json.object(
                "number",
                server.requests(method).size(),
                "ttlMs",
                lifetime.toMillis(),
                "cacheScope",
                scope);
    }

    private static long number(RecordedClient client, String method) {
        return number(client, method, Json.EMPTY_OBJECT);
    }

    private static long number(RecordedClient client, String method, Json params) {
        return client.request(method, params).result().integer("number").orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                Method.TOOLS_LIST,
                Method.PROMPTS_LIST,
                Method.RESOURCES_LIST,
                Method.RESOURCES_TEMPLATES_LIST,
                Method.RESOURCES_READ
            })
    void aPublicAnswerIsGivenAgainToEverybodyUntilItsTimeIsOver(String method) {
        answers(method, "public", LIFETIME);
        assertThat(number(alice, method)).isEqualTo(1);
        assertThat(number(alice, method)).isEqualTo(1);
        assertThat(number(bob, method)).isEqualTo(1);
        world.clock.advance(LIFETIME.plusMillis(1));
        assertThat(number(bob, method)).isEqualTo(2);
    }

    @Test
    void aPrivateAnswerIsGivenAgainToItsOwnPrincipalOnly() {
        answers(Method.TOOLS_LIST, "private", LIFETIME);
        assertThat(number(alice, Method.TOOLS_LIST)).isEqualTo(1);
        assertThat(number(bob, Method.TOOLS_LIST)).isEqualTo(2);
        assertThat(number(alice, Method.TOOLS_LIST)).isEqualTo(1);
    }

    @Test
    void anAnswerWithoutAScopeIsPrivate() {
        server.on(
                Method.TOOLS_LIST,
                request ->
                        request.answer(
                                numbered(Method.TOOLS_LIST, "public", LIFETIME)
                                        .without("cacheScope")));
        assertThat(number(alice, Method.TOOLS_LIST)).isEqualTo(1);
        assertThat(number(bob, Method.TOOLS_LIST)).isEqualTo(2);
    }

    @Test
    void anAnswerWithoutALifetimeIsNotGivenAgain() {
        answers(Method.TOOLS_LIST, "public", Duration.ZERO);
        assertThat(number(alice, Method.TOOLS_LIST)).isEqualTo(1);
        assertThat(number(alice, Method.TOOLS_LIST)).isEqualTo(2);
    }

    @Test
    void noAnswerIsKeptLongerThanADayWhateverItSays() {
        answers(Method.TOOLS_LIST, "public", Duration.ofDays(365));
        assertThat(number(alice, Method.TOOLS_LIST)).isEqualTo(1);
        world.clock.advance(Duration.ofHours(24).plusSeconds(1));
        assertThat(number(alice, Method.TOOLS_LIST)).isEqualTo(2);
    }

    @Test
    void anAnswerIsThatOfItsParametersAlone() {
        answers(Method.RESOURCES_READ, "public", LIFETIME);
        assertThat(number(alice, Method.RESOURCES_READ, GatewayWorld.uri("test://a"))).isEqualTo(1);
        assertThat(number(alice, Method.RESOURCES_READ, GatewayWorld.uri("test://b"))).isEqualTo(2);
        assertThat(number(alice, Method.RESOURCES_READ, GatewayWorld.uri("test://a"))).isEqualTo(1);
    }

    @Test
    void aToolIsCalledEachTimeHoweverLongItsAnswerMayLive() {
        server.on(
                Method.TOOLS_CALL,
                request -> request.answer(numbered(Method.TOOLS_CALL, "public", LIFETIME)));
        var params = Json.object("name", "echo");
        assertThat(number(alice, Method.TOOLS_CALL, params)).isEqualTo(1);
        assertThat(number(alice, Method.TOOLS_CALL, params)).isEqualTo(2);
    }

    @Test
    void anErrorIsNotKept() {
        server.on(
                Method.TOOLS_LIST,
                request -> request.fail(RpcError.of(ErrorCode.INTERNAL_ERROR, "not now")));
        alice.request(Method.TOOLS_LIST, Json.EMPTY_OBJECT).error();
        answers(Method.TOOLS_LIST, "public", LIFETIME);
        assertThat(number(alice, Method.TOOLS_LIST)).isEqualTo(2);
    }

    @Test
    void anAnswerThatAsksForInputIsNotKept() {
        server.on(Method.RESOURCES_READ, request -> request.requireForms("state", "why"));
        var first = alice.request(Method.RESOURCES_READ, GatewayWorld.uri("test://a"));
        assertThat(first.question().message()).isEqualTo("why");
        var second = alice.request(Method.RESOURCES_READ, GatewayWorld.uri("test://a"));
        assertThat(second.question().message()).isEqualTo("why");
        assertThat(server.requests(Method.RESOURCES_READ)).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        Method.TOOLS_LIST + "," + Method.TOOLS_LIST_CHANGED,
        Method.PROMPTS_LIST + "," + Method.PROMPTS_LIST_CHANGED,
        Method.RESOURCES_LIST + "," + Method.RESOURCES_LIST_CHANGED,
        Method.RESOURCES_TEMPLATES_LIST + "," + Method.RESOURCES_LIST_CHANGED,
        Method.RESOURCES_READ + "," + Method.RESOURCES_UPDATED
    })
    void aChangeThatIsToldEndsTheLifeOfWhatItConcerns(String method, String change) {
        listen();
        answers(method, "public", LIFETIME);
        assertThat(number(alice, method)).isEqualTo(1);
        server.tell(change, GatewayWorld.uri("test://a"));
        assertThat(number(alice, method)).isEqualTo(2);
    }

    @Test
    void aChangeOfSomethingElseEndsNothing() {
        listen();
        answers(Method.TOOLS_LIST, "public", LIFETIME);
        assertThat(number(alice, Method.TOOLS_LIST)).isEqualTo(1);
        server.tell(Method.PROMPTS_LIST_CHANGED, Json.EMPTY_OBJECT);
        assertThat(number(alice, Method.TOOLS_LIST)).isEqualTo(1);
    }

    @Test
    void anAnswerThatAChangeHasOvertakenIsNotKept() {
        listen();
        server.hold(Method.TOOLS_LIST);
        var old = alice.request(Method.TOOLS_LIST, Json.EMPTY_OBJECT);
        ReceivedRequest asked = server.request(Method.TOOLS_LIST);
        server.tell(Method.TOOLS_LIST_CHANGED, Json.EMPTY_OBJECT);
        asked.answer(numbered(Method.TOOLS_LIST, "public", LIFETIME));
        assertThat(old.result().integer("number")).hasValue(1);
        answers(Method.TOOLS_LIST, "public", LIFETIME);
        assertThat(number(alice, Method.TOOLS_LIST)).isEqualTo(2);
    }

    /** Somebody listens, so that the backend tells the gateway of changes. */
    private void listen() {
        var wanted =
                Json.of(
                        """
                        {"notifications":{"toolsListChanged":true,"promptsListChanged":true,"resourcesListChanged":true,"resourceSubscriptions":["test://a"]}}\
                        """);
        alice.request(Method.SUBSCRIPTIONS_LISTEN, wanted);
        assertThat(server.requests(Method.SUBSCRIPTIONS_LISTEN)).isNotEmpty();
    }

    @Test
    void aBackendWithSessionsHasNoWordForHowLongAnAnswerLives() {
        try (var stateful = GatewayWorld.stateful(GatewaySettings.DEFAULT)) {
            stateful.server.on(
                    Method.TOOLS_LIST,
                    request ->
                            request.answer(
                                    Json.of(
                                            "{\"tools\":[],\"ttlMs\":60000,\"cacheScope\":\"public\"}")));
            var client = stateful.client();
            client.request(Method.TOOLS_LIST, Json.EMPTY_OBJECT).result();
            client.request(Method.TOOLS_LIST, Json.EMPTY_OBJECT).result();
            assertThat(stateful.server.requests(Method.TOOLS_LIST)).hasSize(2);
        }
    }

    @Test
    void anAnswerIsPrivateToTheHeadersThatAreForwardedAsWell() {
        var settings = GatewaySettings.DEFAULT.withForwardedHeaders(Set.of("x-tenant"));
        try (var tenants = GatewayWorld.stateless(settings)) {
            tenants.server.on(
                    Method.TOOLS_LIST,
                    request ->
                            request.answer(
                                    Json.object(
                                            "of",
                                            request.headers().get("x-tenant"),
                                            "ttlMs",
                                            60_000,
                                            "cacheScope",
                                            "private")));
            for (var tenant : new String[] {"red", "blue", "red"}) {
                var caller = new Caller("alice", Map.of("x-tenant", tenant));
                var listed =
                        tenants.client(Revision.STATELESS, caller)
                                .request(Method.TOOLS_LIST, Json.EMPTY_OBJECT);
                assertThat(listed.result().text("of")).isEqualTo(tenant);
            }
            assertThat(tenants.server.requests(Method.TOOLS_LIST)).hasSize(2);
        }
    }
}
