package io.tieline.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.session.Observer.Count;
import io.tieline.testkit.peers.RecordedClient;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several clients of one backend session: what is each one's own, and what is everybody's. */
@Timeout(20)
final class SharedSessionTest {

    private final GatewayWorld world =
            GatewayWorld.stateful(GatewaySettings.DEFAULT.withSessions(SessionPolicy.SHARED));
    private final RecordedClient alice = world.client();
    private final RecordedClient bob = world.client();

    @AfterEach
    void close() {
        world.close();
    }

    private static void level(RecordedClient client, String level) {
        client.request(Method.LOGGING_SET_LEVEL, Json.object("level", level)).result();
    }

    private List<String> levelsTold() {
        return world.server.requests(Method.LOGGING_SET_LEVEL).stream()
                .map(request -> String.valueOf(request.params().text("level")))
                .toList();
    }

    @Test
    void theBackendIsToldTheMostVerboseLevelThatAnyClientWants() {
        level(alice, "error");
        level(bob, "info");
        level(alice, "warning");
        assertThat(levelsTold()).containsExactly("error", "info");
    }

    @Test
    void eachClientIsLoggedAtItsOwnLevel() {
        level(alice, "error");
        level(bob, "debug");
        var ofAlice = alice.call("one");
        var ofBob = bob.call("two");
        for (var tool : List.of("one", "two")) {
            world.server.call(tool).log("info", "detail");
            world.server.call(tool).log("error", "broken");
        }
        assertThat(ofAlice.notifications(Method.LOG_MESSAGE))
                .extracting(line -> line.json().text("params", "data"))
                .containsExactly("broken");
        assertThat(ofBob.notifications(Method.LOG_MESSAGE)).hasSize(2);
    }

    @Test
    void theLevelIsWhatTheOthersWantWhenTheMostVerboseHasLeft() {
        level(alice, "error");
        level(bob, "debug");
        bob.close();
        assertThat(levelsTold()).containsExactly("error", "debug", "error");
    }

    @Test
    void aLevelThatDoesNotExistIsRefusedAndToldToNobody() {
        var error = alice.request(Method.LOGGING_SET_LEVEL, Json.object("level", "loud")).error();
        assertThat(error.code()).isEqualTo(ErrorCode.INVALID_PARAMS);
        assertThat(levelsTold()).isEmpty();
    }

    @Test
    void aResourceIsWatchedOnceForAllAndUntilTheLastLosesInterest() {
        for (var client : List.of(alice, bob)) {
            client.request(Method.RESOURCES_SUBSCRIBE, GatewayWorld.uri("test://a")).result();
        }
        assertThat(world.server.requests(Method.RESOURCES_SUBSCRIBE)).hasSize(1);
        alice.request(Method.RESOURCES_UNSUBSCRIBE, GatewayWorld.uri("test://a")).result();
        assertThat(world.server.requests(Method.RESOURCES_UNSUBSCRIBE)).isEmpty();
        bob.request(Method.RESOURCES_UNSUBSCRIBE, GatewayWorld.uri("test://a")).result();
        assertThat(world.server.requests(Method.RESOURCES_UNSUBSCRIBE)).hasSize(1);
    }

    @Test
    void whatAClientHasWatchedIsUnsubscribedWhenItLeaves() {
        alice.request(Method.RESOURCES_SUBSCRIBE, GatewayWorld.uri("test://a")).result();
        bob.request(Method.RESOURCES_SUBSCRIBE, GatewayWorld.uri("test://b")).result();
        alice.close();
        assertThat(world.server.requests(Method.RESOURCES_UNSUBSCRIBE))
                .extracting(request -> request.params().text("uri"))
                .containsExactly("test://a");
    }

    @Test
    void anUpdateReachesThoseWhoWatchTheResourceAndNobodyElse() {
        alice.request(Method.RESOURCES_SUBSCRIBE, GatewayWorld.uri("test://a")).result();
        bob.request(Method.RESOURCES_SUBSCRIBE, GatewayWorld.uri("test://b")).result();
        world.server.tell(Method.RESOURCES_UPDATED, GatewayWorld.uri("test://a"));
        assertThat(alice.notifications()).hasSize(1);
        assertThat(bob.notifications()).isEmpty();
    }

    @Test
    void aChangedListIsToldToAll() {
        world.server.tell(Method.TOOLS_LIST_CHANGED, Json.EMPTY_OBJECT);
        for (var client : List.of(alice, bob)) {
            assertThat(client.notifications())
                    .extracting(told -> told.method())
                    .containsExactly(Method.TOOLS_LIST_CHANGED);
        }
    }

    @Test
    void aLogLineThatBelongsToNoCallReachesNobodyAndIsCounted() {
        world.server.tell(Method.LOG_MESSAGE, Json.object("level", "info", "data", "secret"));
        assertThat(alice.notifications()).isEmpty();
        assertThat(bob.notifications()).isEmpty();
        assertThat(world.observer.count(Count.LOG_DROPPED)).isEqualTo(1);
    }

    @Test
    void aNotificationThatIsNobodysInParticularIsNotGuessedAt() {
        world.server.tell("notifications/own", Json.object("secret", 1));
        assertThat(alice.notifications()).isEmpty();
        assertThat(world.observer.count(Count.NOTIFICATION_DROPPED)).isEqualTo(1);
    }

    @Test
    void aQuestionGoesToTheClientWhoseCallRaisedIt() {
        var ofAlice = alice.call("book");
        var ofBob = bob.call("pay");
        var seat = world.server.call("book").elicit("Which seat?");
        var card = world.server.call("pay").elicit("Which card?");
        assertThat(ofAlice.question().message()).isEqualTo("Which seat?");
        assertThat(ofBob.question().message()).isEqualTo("Which card?");
        ofBob.question().accept(Json.object("card", "gold"));
        assertThat(card.join().json().text("result", "content", "card")).isEqualTo("gold");
        assertThat(seat).isNotDone();
    }

    @Test
    void aQuestionThatBelongsToNoCallIsAskedOfNobody() {
        world.server.say(
                "{\"jsonrpc\":\"2.0\",\"id\":\"stray\",\"method\":\"elicitation/create\",\"params\":"
                        + "{\"message\":\"Password?\",\"requestedSchema\":{}}}");
        assertThat(alice.general().questions()).isEmpty();
        assertThat(bob.general().questions()).isEmpty();
        assertThat(world.observer.count(Count.QUESTION_REFUSED)).isEqualTo(1);
        assertThat(world.server.messages().getLast().json().toString())
                .contains("stray", "not certain whose call");
    }

    @Test
    void aClientIsNeverAskedWhatItLacksThoughAnotherHasIt() {
        var plain = world.newClient().capabilities(Json.EMPTY_OBJECT).connect();
        var call = plain.call("book");
        var answer = world.server.call("book").elicit("Which seat?");
        assertThat(call.questions()).isEmpty();
        assertThat(answer.join().json().get("error")).isNotNull();
    }

    @Test
    void aSharedSessionOffersNoTasksWhichWouldBeEverybodys() {
        world.server.capabilities(Json.of("{\"tools\":{},\"tasks\":{}}"));
        world.server.crash("restarted");
        var late = world.client();
        assertThat(late.greeting().result().at("capabilities", "tasks")).isNull();
        assertThat(late.greeting().result().at("capabilities", "tools")).isNotNull();
    }

    @Test
    void aNotificationOfAClientReachesTheBackend() {
        alice.tell(Method.ROOTS_LIST_CHANGED, Json.EMPTY_OBJECT);
        assertThat(world.server.notifications(Method.ROOTS_LIST_CHANGED)).hasSize(1);
        assertThat(world.server.notifications(Method.INITIALIZED)).hasSize(1);
    }
}
