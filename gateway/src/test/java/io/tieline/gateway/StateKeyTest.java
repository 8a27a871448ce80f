package io.tieline.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.session.Caller;
import io.tieline.session.Principal;
import io.tieline.testkit.peers.RecordedClient;
import io.tieline.testkit.peers.RecordedReply;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Revision;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** By what a client without a session finds the state that a backend keeps for it. */
@Timeout(20)
final class StateKeyTest {

    private static final Duration IDLE = Duration.ofMinutes(5);

    private static GatewayWorld by(StateKey key) {
        return GatewayWorld.stateful(
                GatewaySettings.DEFAULT
                        .withStateKey(key)
                        .withRevision(Revision.LATEST_HANDSHAKE)
                        .withIdle(IDLE));
    }

    private static RecordedClient of(GatewayWorld world, String principal) {
        return world.client(Revision.STATELESS, GatewayWorld.principal(principal));
    }

    private static RecordedClient with(GatewayWorld world, String cookie, boolean isReturned) {
        var caller = Caller.LOCAL.withCookie(new Caller.Cookie(cookie, isReturned));
        return world.client(Revision.STATELESS, caller);
    }

    @Test
    void byPrincipalAllThatOneDoesMeetsOneState() {
        try (var world = by(StateKey.PRINCIPAL)) {
            assertThat(of(world, "alice").call("echo").text()).isEqualTo("connection 1");
            assertThat(of(world, "bob").call("echo").text()).isEqualTo("connection 2");
            assertThat(of(world, "alice").call("echo").text()).isEqualTo("connection 1");
        }
    }

    @Test
    void byPrincipalAStateThatNobodyUsesIsGivenUpAndItsOwnerToldOnce() {
        try (var world = by(StateKey.PRINCIPAL)) {
            var alice = of(world, "alice");
            alice.call("echo").result();
            world.clock.advance(IDLE);
            assertThat(world.server.openConnections()).isZero();
            assertThat(alice.call("echo").error().code()).isEqualTo(ErrorCode.BACKEND_SESSION_LOST);
            assertThat(alice.call("echo").text()).isEqualTo("connection 2");
        }
    }

    @Test
    void byPrincipalWhoOnlyListedToolsHasLostNothing() {
        try (var world = by(StateKey.PRINCIPAL)) {
            var alice = of(world, "alice");
            alice.request(Method.TOOLS_LIST, Json.EMPTY_OBJECT).result();
            world.clock.advance(IDLE);
            assertThat(alice.call("echo").text()).isEqualTo("connection 2");
        }
    }

    @Test
    void byRequestNoTwoRequestsMeet() {
        try (var world = by(StateKey.REQUEST)) {
            var alice = of(world, "alice");
            var first = alice.call("echo").text();
            assertThat(alice.call("echo").text()).isNotEqualTo(first);
            assertThat(world.server.openConnections()).isZero();
        }
    }

    @Test
    void byRequestAListenerIsAnsweredWithoutABackend() {
        try (var world = by(StateKey.REQUEST)) {
            var listening =
                    of(world, "alice")
                            .request(
                                    Method.SUBSCRIPTIONS_LISTEN,
                                    Json.of("{\"notifications\":{\"toolsListChanged\":true}}"));
            assertThat(listening.notifications(Method.SUBSCRIPTIONS_ACKNOWLEDGED)).hasSize(1);
            assertThat(world.server.connections()).isZero();
        }
    }

    @Test
    void byHandleTheModelSaysWhatBelongsTogether() {
        try (var world = by(StateKey.HANDLE)) {
            var alice = of(world, "alice");
            var one = alice.call("tieline_open_session").text();
            var other = alice.call("tieline_open_session").text();
            var first = withHandle(alice, one).text();
            assertThat(withHandle(alice, other).text()).isNotEqualTo(first);
            assertThat(withHandle(alice, one).text()).isEqualTo(first);
        }
    }

    private static RecordedReply withHandle(RecordedClient client, String handle) {
        return client.call("echo", Json.object("tieline_session", handle, "own", 1));
    }

    @Test
    void byHandleTheBackendNeverSeesTheHandle() {
        try (var world = by(StateKey.HANDLE)) {
            var alice = of(world, "alice");
            withHandle(alice, alice.call("tieline_open_session").text()).result();
            assertThat(world.server.call("echo").params().get("arguments"))
                    .isEqualTo(Json.object("own", 1));
        }
    }

    @Test
    void byHandleEveryToolIsListedWithItsArgumentAndTheOneThatOpensComesFirst() {
        try (var world = by(StateKey.HANDLE)) {
            var tools =
                    of(world, "alice")
                            .request(Method.TOOLS_LIST, Json.EMPTY_OBJECT)
                            .result()
                            .list("tools");
            assertThat(tools)
                    .extracting(tool -> tool.text("name"))
                    .containsExactly("tieline_open_session", "echo");
            assertThat(tools.getLast().at("inputSchema", "properties", "tieline_session", "type"))
                    .isEqualTo(Json.string("string"));
        }
    }

    @Test
    void byHandleACallWithoutOneIsToldHowToGetOne() {
        try (var world = by(StateKey.HANDLE)) {
            var result = of(world, "alice").call("echo").result();
            assertThat(result.flag("isError")).isTrue();
            assertThat(result.toString()).contains("tieline_open_session");
            assertThat(world.server.calls("echo")).isZero();
        }
    }

    @Test
    void byHandleSomebodyElsesHandleIsLikeOneThatNeverWas() {
        try (var world = by(StateKey.HANDLE)) {
            var handle = of(world, "alice").call("tieline_open_session").text();
            var stolen = withHandle(of(world, "eve"), handle).result();
            var made = withHandle(of(world, "eve"), "no such").result();
            assertThat(stolen.flag("isError")).isTrue();
            assertThat(stolen.toString().replace(handle, "no such")).isEqualTo(made.toString());
        }
    }

    @Test
    void byHandleAnExpiredHandleIsSaidToBeExpired() {
        try (var world = by(StateKey.HANDLE)) {
            var alice = of(world, "alice");
            var handle = alice.call("tieline_open_session").text();
            withHandle(alice, handle).result();
            world.clock.advance(IDLE);
            assertThat(withHandle(alice, handle).text()).contains("expired");
        }
    }

    @Test
    void byCookieEachClientThatKeepsItMeetsItsOwnState() {
        try (var world = by(StateKey.COOKIE)) {
            var first = with(world, "a", false).call("echo").text();
            var second = with(world, "b", false).call("echo").text();
            assertThat(second).isNotEqualTo(first);
            assertThat(with(world, "a", true).call("echo").text()).isEqualTo(first);
        }
    }

    @Test
    void byCookieACallWithOneThatIsNotKnownAnyMoreIsTold() {
        try (var world = by(StateKey.COOKIE)) {
            var client = with(world, "old", true);
            assertThat(client.request(Method.TOOLS_LIST, Json.EMPTY_OBJECT).result()).isNotNull();
            var other = with(world, "older", true);
            assertThat(other.call("echo").error().code()).isEqualTo(ErrorCode.BACKEND_SESSION_LOST);
            assertThat(other.call("echo").text()).startsWith("connection ");
        }
    }

    @Test
    void byCookieWhoHasNoneIsKnownByItsPrincipal() {
        try (var world = by(StateKey.COOKIE)) {
            var first = of(world, "alice").call("echo").text();
            assertThat(of(world, "alice").call("echo").text()).isEqualTo(first);
            assertThat(of(world, "bob").call("echo").text()).isNotEqualTo(first);
        }
    }

    @Test
    void byAutoEachClientThatReturnsItsCookieMeetsItsOwnStateAndTheOthersTheirPrincipals() {
        try (var world = by(StateKey.AUTO)) {
            var everybody = of(world, Principal.LOCAL.name()).call("echo").text();
            assertThat(with(world, "a", false).call("echo").text()).isEqualTo(everybody);
            var first = with(world, "a", true).call("echo").text();
            var second = with(world, "b", true).call("echo").text();
            assertThat(List.of(first, second)).doesNotContain(everybody).doesNotHaveDuplicates();
            assertThat(with(world, "a", true).call("echo").text()).isEqualTo(first);
        }
    }

    @Test
    void byAutoACookieThatNobodyHasReturnedOpensNothing() {
        try (var world = by(StateKey.AUTO)) {
            for (int i = 0; i < 10; i++) {
                with(world, "c" + i, false)
                        .request(Method.SERVER_DISCOVER, Json.EMPTY_OBJECT)
                        .result();
            }
            assertThat(world.server.connections()).isEqualTo(1);
        }
    }

    @Test
    void byAutoWhoIsIdentifiedNeedsNoCookie() {
        try (var world = by(StateKey.AUTO)) {
            var alice = GatewayWorld.principal("alice");
            var first = world.client(Revision.STATELESS, alice).call("echo").text();
            var cookie = new Caller.Cookie("a", true);
            var keeping = world.client(Revision.STATELESS, alice.withCookie(cookie));
            assertThat(keeping.call("echo").text()).isEqualTo(first);
        }
    }

    @Test
    void byAutoAStateThatNobodyUsesIsGivenUpAndItsClientToldOnce() {
        try (var world = by(StateKey.AUTO)) {
            var client = with(world, "a", true);
            client.call("echo").result();
            world.clock.advance(IDLE);
            assertThat(world.server.openConnections()).isZero();
            assertThat(client.request(Method.TOOLS_LIST, Json.EMPTY_OBJECT).result()).isNotNull();
            var lost = client.call("echo").error();
            assertThat(lost.code()).isEqualTo(ErrorCode.BACKEND_SESSION_LOST);
            assertThat(client.call("echo").text()).startsWith("connection ");
            assertThat(with(world, "b", true).call("echo").text()).startsWith("connection ");
        }
    }

    @Test
    void byAutoWhoOnlyLookedAroundHasLostNothing() {
        try (var world = by(StateKey.AUTO)) {
            var client = with(world, "a", true);
            client.request(Method.SERVER_DISCOVER, Json.EMPTY_OBJECT).result();
            client.request(Method.TOOLS_LIST, Json.EMPTY_OBJECT).result();
            world.clock.advance(IDLE);
            assertThat(client.call("echo").text()).startsWith("connection ");
        }
    }

    @Test
    void aClientWithASessionNeedsNoKey() {
        for (var key : StateKey.values()) {
            try (var world = by(key);
                    var client = world.client()) {
                var first = client.call("echo").text();
                assertThat(client.call("echo").text()).isEqualTo(first);
            }
        }
    }
}
