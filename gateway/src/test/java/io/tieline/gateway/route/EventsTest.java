package io.tieline.gateway.route;

import static io.tieline.gateway.route.ListedThings.keys;
import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.testkit.peers.RecordedClient;
import io.tieline.testkit.peers.ScriptedServer;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Json;
import io.tieline.wire.MetaKey;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Scenario 106: the events of several servers (extension {@code io.modelcontextprotocol/events}).
 */
@Timeout(20)
final class EventsTest {

    private static final String POLL = "events/poll";
    private static final String STREAM = "events/stream";
    private static final String SUBSCRIBE = "events/subscribe";

    private static Json event(String name, String cursor) {
        return Json.object(
                "eventId", "1", "name", name, "data", Json.EMPTY_OBJECT, "cursor", cursor);
    }

    /** Has one type of events, all of whose cursors are alike. */
    private static ScriptedServer eventful(Eras eras, String text) {
        var server =
                eras.server()
                        .capabilities(
                                Json.of(
                                        """
                                        {"extensions":{"io.modelcontextprotocol/events":{"listChanged":true}}}\
                                        """))
                        .on(
                                POLL,
                                request ->
                                        request.answer(
                                                Json.object(
                                                        "events",
                                                        Json.array(List.of(event("changed", "c1"))),
                                                        "cursor",
                                                        "c1",
                                                        "from",
                                                        text)));
        return ListedThings.lists(server, ListKind.EVENTS, item -> item, "changed");
    }

    private static FederationWorld world(ScriptedServer git, ScriptedServer db) {
        return FederationWorld.plan().with("git", git).with("db", db).open();
    }

    private static Json named(String name, Object cursor) {
        return Json.object("name", name, "arguments", Json.EMPTY_OBJECT, "cursor", cursor);
    }

    private static String cursor(RecordedClient client, String name) {
        return cursorOf(client.request(POLL, named(name, Json.NULL)).result());
    }

    private static String cursorOf(Json said) {
        return String.valueOf(said.text("cursor"));
    }

    @ParameterizedTest
    @EnumSource
    void scenario106EventsAreListedTogetherAndPolledAtTheirOwner(Eras eras) {
        var git = eventful(eras, "git");
        var db = eventful(eras, "db");
        try (var world = world(git, db)) {
            var client = world.client(eras.client());
            assertThat(keys(client, ListKind.EVENTS))
                    .containsExactly("git__changed", "db__changed");
            var polled = client.request(POLL, named("db__changed", Json.NULL)).result();
            assertThat(polled.text("from")).isEqualTo("db");
            var event = polled.list("events").getFirst();
            assertThat(event.text("name")).isEqualTo("db__changed");
            assertThat(event.text("cursor")).isNotEqualTo("c1");
            client.request(POLL, named("db__changed", cursorOf(event))).result();
            assertThat(db.requests(POLL).getLast().params())
                    .extracting(params -> params.text("name"), params -> params.text("cursor"))
                    .containsExactly("changed", "c1");
            assertThat(git.requests(POLL)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCursorIsGoodForTheEventsForWhichItWasGivenAlone(Eras eras) {
        var git = eventful(eras, "git");
        try (var world = world(git, eventful(eras, "db"))) {
            var client = world.client(eras.client());
            var cursor = cursor(client, "db__changed");
            for (var wrong : List.of(cursor, "c1")) {
                var error = client.request(POLL, named("git__changed", wrong)).error();
                assertThat(error.code()).isEqualTo(ErrorCode.INVALID_PARAMS);
                assertThat(error.message()).contains("git__changed");
            }
            assertThat(git.requests(POLL)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatComesOnAStreamHasTheClientsWords(Eras eras) {
        var db = eventful(eras, "db").hold(STREAM);
        try (var world = world(eventful(eras, "git"), db)) {
            var client = world.client(eras.client());
            var stream = client.request(STREAM, named("db__changed", Json.NULL));
            var asked = db.request(STREAM);
            asked.tell("notifications/events/active", Json.object("cursor", "c0"));
            asked.tell("notifications/events/event", event("changed", "c1"));
            var told = stream.notifications();
            assertThat(told)
                    .extracting(one -> one.method())
                    .containsExactly("notifications/events/active", "notifications/events/event");
            var event = told.getLast().json().part("params");
            assertThat(event.text("name")).isEqualTo("db__changed");
            assertThat(event.text("cursor")).isNotEqualTo("c1");
            if (eras == Eras.STATELESS_ON_BOTH_SIDES) {
                assertThat(event.at("_meta", MetaKey.SUBSCRIPTION_ID)).isNotNull();
            }
            asked.answer(Json.EMPTY_OBJECT);
            stream.result();
            client.request(STREAM, named("db__changed", cursorOf(event)));
            assertThat(db.request(STREAM).params().text("cursor")).isEqualTo("c1");
            db.request(STREAM).answer(Json.EMPTY_OBJECT);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCursorThatCameByACallbackIsTheServersOwn(Eras eras) {
        var db =
                eventful(eras, "db")
                        .on(
                                SUBSCRIBE,
                                request -> request.answer(Json.object("id", "s1", "cursor", "c2")));
        try (var world = world(eventful(eras, "git"), db)) {
            var client = world.client(eras.client());
            var subscribed = client.request(SUBSCRIBE, named("db__changed", "c1")).result();
            assertThat(subscribed.text("id")).isEqualTo("s1");
            client.request(SUBSCRIBE, named("db__changed", cursorOf(subscribed))).result();
            assertThat(db.requests(SUBSCRIBE))
                    .extracting(one -> one.params().text("cursor"))
                    .containsExactly("c1", "c2");
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatNobodyHasIsAnError(Eras eras) {
        try (var world = world(eventful(eras, "git"), eventful(eras, "db"))) {
            var client = world.client(eras.client());
            var error = client.request(POLL, named("git__gone", Json.NULL)).error();
            assertThat(error.code()).isEqualTo(ErrorCode.INVALID_PARAMS);
            assertThat(error.message()).contains("event type", "git__gone");
        }
    }
}
