package io.tieline.gateway;

import static io.tieline.gateway.Sessionless.given;
import static io.tieline.gateway.Sessionless.keeping;
import static io.tieline.gateway.Sessionless.named;
import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.gateway.Sessionless.Sent;
import io.tieline.session.Caller;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import io.tieline.wire.Revision;
import org.junit.jupiter.api.Test;

/** What one client without a session does to others, and what it leaves behind. */
final class SessionlessClientsTest {

    private static final int MANY = 300;

    private static final Json DEBUG =
            Json.of(
                    """
                    {"name":"count","_meta":{"io.modelcontextprotocol/logLevel":"debug"}}\
                    """);

    private static final Json LISTEN =
            Json.of(
                    """
                    {"notifications":{"toolsListChanged":true,"resourceSubscriptions":["test://a"]}}\
                    """);

    private static Sessionless before(Revision backend, StateKey key) {
        var settings = GatewaySettings.DEFAULT.withRevision(backend).withStateKey(key);
        return new Sessionless(settings);
    }

    private static Sessionless beforeSessions(StateKey key) {
        return before(Revision.V2025_11_25, key);
    }

    private static Json with(String handle) {
        return Json.object("tieline_session", handle);
    }

    private static String opened(Sessionless world, Caller caller) {
        return String.valueOf(
                world.calls(caller, "tieline_open_session", Json.EMPTY_OBJECT).text());
    }

    private static Sent counts(Sessionless world, Caller caller) {
        return world.calls(caller, "count", Json.EMPTY_OBJECT);
    }

    @Test
    void onesManyHandlesTakeNobodyElsesAway() {
        var world = beforeSessions(StateKey.HANDLE);
        var handle = opened(world, named("bob"));
        world.calls(named("bob"), "count", with(handle));
        var oldest = opened(world, named("eve"));
        for (int i = 0; i < 5 * MANY; i++) {
            opened(world, named("eve"));
        }
        assertThat(world.calls(named("bob"), "count", with(handle)).text()).isEqualTo("call 2");
        assertThat(world.calls(named("eve"), "count", with(oldest)).answer())
                .contains("There is no session");
    }

    @Test
    void whoKeepsNoCookiesLosesItsOwnOldestSessionAndNobodyElses() {
        var world = beforeSessions(StateKey.COOKIE);
        var bob = named("bob").withCookie(new Caller.Cookie("b", false));
        counts(world, bob);
        for (int i = 0; i < MANY; i++) {
            assertThat(counts(world, given("c" + i)).text()).isEqualTo("call 1");
        }
        assertThat(world.backend.conversations).isLessThan(MANY / 2);
        assertThat(counts(world, bob).text()).isEqualTo("call 2");
        assertThat(counts(world, keeping("c" + (MANY - 1))).text()).isEqualTo("call 2");
        assertThat(counts(world, keeping("c0")).answer()).contains("-31007");
    }

    @Test
    void cookiesThatNobodyKnowsTakeNoPlaceForGood() {
        var world = beforeSessions(StateKey.COOKIE);
        for (int i = 0; i < MANY; i++) {
            assertThat(counts(world, keeping("c" + i)).answer()).contains("-31007");
        }
        assertThat(counts(world, given("new")).text()).isEqualTo("call 1");
        world.clock.advance(GatewaySettings.DEFAULT.idle());
        assertThat(world.backend.conversations).isZero();
    }

    @Test
    void byAutoNobodyTakesAwayTheStateOfAnother() {
        var world = beforeSessions(StateKey.AUTO);
        for (int call = 1; call <= 2; call++) {
            for (int i = 0; i < MANY; i++) {
                assertThat(counts(world, keeping("c" + i)).text()).isEqualTo("call " + call);
            }
        }
        assertThat(world.backend.conversations).isEqualTo(MANY);
    }

    @Test
    void byAutoClientsBeforeABackendWithoutSessionsShareWhatTheyNeed() {
        var world = before(Revision.STATELESS, StateKey.AUTO);
        world.sends(given("c0"), Method.SERVER_DISCOVER, Json.EMPTY_OBJECT);
        for (int i = 0; i < MANY; i++) {
            var counted = counts(world, keeping("c" + i));
            assertThat(counted.answer()).isNull(); // it is on its way to the backend
        }
        assertThat(world.backend.held).hasSize(MANY);
        // For their principal, and for the thread on which they come.
        assertThat(world.backend.heard(Method.SERVER_DISCOVER)).hasSize(2);
    }

    @Test
    void theFirstRequestIsLoggedAsItWishesAsWell() {
        var world = beforeSessions(StateKey.PRINCIPAL);
        world.sends(Caller.LOCAL, Method.TOOLS_CALL, DEBUG);
        assertThat(world.backend.heard)
                .extracting(request -> request.method())
                .containsExactly(Method.LOGGING_SET_LEVEL, Method.TOOLS_CALL);
    }

    @Test
    void aRequestThatIsTakenBackBeforeItsBackendIsThereIsNotMade() {
        var world = beforeSessions(StateKey.PRINCIPAL);
        world.backend.holdsGreeting = true;
        world.sends(Caller.LOCAL, Method.TOOLS_CALL, DEBUG).hangsUp();
        world.backend.greets();
        assertThat(world.backend.heard(Method.TOOLS_CALL)).isEmpty();
    }

    @Test
    void whoHasLeftBeforeItCouldListenLeavesNoSubscriptionBehind() {
        var world = beforeSessions(StateKey.PRINCIPAL);
        world.backend.holdsGreeting = true;
        world.sends(Caller.LOCAL, Method.SUBSCRIPTIONS_LISTEN, LISTEN).hangsUp();
        world.backend.greets();
        assertThat(world.backend.heard(Method.RESOURCES_SUBSCRIBE)).isEmpty();
    }

    @Test
    void whereEachRequestHasItsOwnSessionOneThatListensHasNone() {
        var world = beforeSessions(StateKey.REQUEST);
        var listening = world.sends(Caller.LOCAL, Method.SUBSCRIPTIONS_LISTEN, LISTEN);
        assertThat(listening.told).hasSize(1);
        assertThat(world.backend.conversations).isZero();
    }

    @Test
    void anAnswerThatAChangeHasOvertakenIsNotKept() {
        var world = before(Revision.STATELESS, StateKey.PRINCIPAL);
        world.sends(Caller.LOCAL, Method.SUBSCRIPTIONS_LISTEN, LISTEN);
        var old = lists(world);
        var changed = Notification.of(Method.TOOLS_LIST_CHANGED, Json.EMPTY_OBJECT);
        world.backend.listening.forEach(listening -> listening.offer(changed));
        answers(world);
        assertThat(old.answer()).contains("\"tools\"");
        var fresh = lists(world);
        assertThat(fresh.answer()).isNull();
        answers(world);
        assertThat(lists(world).answer()).contains("\"tools\"");
    }

    private static Sent lists(Sessionless world) {
        return world.sends(Caller.LOCAL, Method.TOOLS_LIST, Json.EMPTY_OBJECT);
    }

    private static void answers(Sessionless world) {
        world.backend
                .held
                .removeFirst()
                .finish(
                        Json.object(
                                "tools",
                                Json.EMPTY_ARRAY,
                                "ttlMs",
                                60_000,
                                "cacheScope",
                                "public"));
    }

    @Test
    void aStateOfABackendMayBeAsLongAsAMessage() {
        assertComesBack(Json.string("x".repeat(100_000)));
    }

    @Test
    void aStateOfABackendComesBackAsItWasWritten() {
        assertComesBack(Json.of("\"\\ud800 \\/ \\u0041 \\ufffd \\udc00\""));
    }

    private static void assertComesBack(Json state) {
        var world = before(Revision.STATELESS, StateKey.PRINCIPAL);
        var first = counts(world, Caller.LOCAL);
        world.backend
                .held
                .removeFirst()
                .finish(Json.object("resultType", "input_required", "requestState", state));
        var sealed = Json.of(String.valueOf(first.answer())).at("result", "requestState");
        var params =
                Json.object(
                        "name", "count", "arguments", Json.EMPTY_OBJECT, "requestState", sealed);
        world.sends(Caller.LOCAL, Method.TOOLS_CALL, params);
        assertThat(world.backend.heard(Method.TOOLS_CALL).getLast().json().toString())
                .contains(state.toString());
    }

    @Test
    void aPageIsOnlyShownToOneThatCanShowPages() {
        var world = beforeSessions(StateKey.PRINCIPAL);
        world.backend.wantsPage = true;
        assertThat(counts(world, Caller.LOCAL).answer())
                .contains("-32021", "{\"elicitation\":{\"url\":{}}}");
    }
}
