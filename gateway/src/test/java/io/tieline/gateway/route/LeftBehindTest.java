package io.tieline.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.gateway.GatewaySettings;
import io.tieline.gateway.SessionPolicy;
import io.tieline.testkit.peers.RecordedClient;
import io.tieline.testkit.peers.ScriptedServer;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What clients leave behind that go while something is asked for them: nothing. Each world looks
 * for what is kept, and for alarms, when it is closed.
 */
@Timeout(20)
final class LeftBehindTest {

    /** For whom a backend session is. */
    enum Policy {
        ITS_CLIENTS,
        EVERYBODYS,
        OF_A_KEY,
        OF_A_REQUEST;

        GatewaySettings settings() {
            return GatewaySettings.DEFAULT.withSessions(
                    switch (this) {
                        case ITS_CLIENTS -> SessionPolicy.PER_CLIENT_SESSION;
                        case EVERYBODYS -> SessionPolicy.SHARED;
                        case OF_A_KEY -> SessionPolicy.pinned("key");
                        case OF_A_REQUEST -> SessionPolicy.PER_REQUEST;
                    });
        }
    }

    private static FederationWorld world(Policy policy, ScriptedServer git, ScriptedServer db) {
        return FederationWorld.plan()
                .with("git", git, policy.settings(), mount -> mount)
                .with("db", db, policy.settings(), mount -> mount)
                .open();
    }

    private static ScriptedServer works(Eras eras) {
        return eras.server().tool("work", call -> call.answer("done"));
    }

    @ParameterizedTest
    @CsvSource({
        "HANDSHAKE_ON_BOTH_SIDES,ITS_CLIENTS",
        "HANDSHAKE_ON_BOTH_SIDES,EVERYBODYS",
        "HANDSHAKE_ON_BOTH_SIDES,OF_A_KEY",
        "HANDSHAKE_ON_BOTH_SIDES,OF_A_REQUEST",
        "STATELESS_SERVERS,ITS_CLIENTS",
        "STATELESS_SERVERS,EVERYBODYS",
        "STATELESS_CLIENTS,ITS_CLIENTS",
        "STATELESS_CLIENTS,EVERYBODYS",
        "STATELESS_CLIENTS,OF_A_REQUEST",
        "STATELESS_ON_BOTH_SIDES,ITS_CLIENTS",
        "STATELESS_ON_BOTH_SIDES,OF_A_KEY"
    })
    void aListThatIsTakenBackIsTakenBackAtTheServers(Eras eras, Policy policy) {
        var git = works(eras).hold(Method.TOOLS_LIST);
        var db = works(eras).hold(Method.TOOLS_LIST);
        try (var world = world(policy, git, db)) {
            var client = world.client(eras.client());
            var listing = client.request(Method.TOOLS_LIST, Json.EMPTY_OBJECT);
            listing.cancel("enough");
            for (var server : List.of(git, db)) {
                assertThat(server.request(Method.TOOLS_LIST).isLeft()).isTrue();
            }
            git.unscripted(Method.TOOLS_LIST);
            db.unscripted(Method.TOOLS_LIST);
            assertThat(FederationWorld.tools(client)).containsExactly("git__work", "db__work");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSessionThatClosesTakesBackWhatIsAskedForIt(Policy policy) {
        var eras = Eras.HANDSHAKE_ON_BOTH_SIDES;
        var git = works(eras);
        var db = works(eras);
        db.on(
                Method.TOOLS_LIST,
                request ->
                        request.answer(
                                Json.object("tools", Json.EMPTY_ARRAY, "nextCursor", "held")));
        try (var world = world(policy, git, db)) {
            var client = world.client();
            db.hold(Method.TOOLS_LIST);
            client.request(Method.TOOLS_LIST, Json.EMPTY_OBJECT);
            client.close();
            int before = db.requests(Method.TOOLS_LIST).size();
            db.request(Method.TOOLS_LIST)
                    .answer(Json.object("tools", Json.EMPTY_ARRAY, "nextCursor", "more"));
            assertThat(db.requests(Method.TOOLS_LIST)).hasSize(before);
            world.advance(Duration.ofMinutes(3));
            assertThat(db.requests(Method.TOOLS_LIST)).hasSize(before);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"EVERYBODYS", "OF_A_KEY"})
    void aSessionThatClosesIsNotLookedForAnyLonger(Policy policy) {
        var eras = Eras.HANDSHAKE_ON_BOTH_SIDES;
        var db = works(eras);
        try (var world = world(policy, works(eras), db)) {
            var client = world.client();
            FederationWorld.tools(client);
            db.hold(Method.TOOLS_LIST);
            db.tell(Method.TOOLS_LIST_CHANGED, Json.EMPTY_OBJECT);
            world.advance(Duration.ofSeconds(1));
            client.close();
            assertThat(db.request(Method.TOOLS_LIST).isLeft()).isTrue();
        }
    }

    @Test
    void aSessionThatClosesIsAskedForNothingAgain() {
        var eras = Eras.HANDSHAKE_ON_BOTH_SIDES;
        try (var world = world(Policy.ITS_CLIENTS, works(eras), works(eras))) {
            world.link("db").refuseConnections("gone");
            var client = world.client();
            FederationWorld.tools(client);
            client.close();
            int before = world.link("db").connections();
            world.advance(Duration.ofMinutes(10));
            assertThat(world.link("db").connections()).isEqualTo(before);
        }
    }

    @ParameterizedTest
    @EnumSource
    void listsOfManySessionsAreChargedOnce(Policy policy) {
        var eras = Eras.HANDSHAKE_ON_BOTH_SIDES;
        var git = works(eras);
        for (int i = 0; i < 500; i++) {
            git.tool("tool_of_some_length_" + i, call -> call.answer("done"));
        }
        try (var world = world(policy, git, works(eras))) {
            FederationWorld.tools(world.client());
            long one = world.budget.used();
            for (int i = 0; i < 10; i++) {
                FederationWorld.tools(world.client());
            }
            // Each session costs something, but no list of its own.
            assertThat(world.budget.used() - one).isLessThan(10 * 16_000);
        }
    }

    @Test
    void listsThatDifferFromSessionToSessionAreChargedEach() {
        var eras = Eras.HANDSHAKE_ON_BOTH_SIDES;
        var git = works(eras);
        var lists = new AtomicInteger();
        git.on(
                Method.TOOLS_LIST,
                request -> {
                    var words = "words ".repeat(10_000) + lists.incrementAndGet();
                    var tool =
                            Json.object(
                                    "name",
                                    "work",
                                    "description",
                                    words,
                                    "inputSchema",
                                    Json.object("type", "object"));
                    request.answer(Json.object("tools", Json.array(List.of(tool))));
                });
        try (var world = world(Policy.ITS_CLIENTS, git, works(eras))) {
            var clients = new ArrayList<RecordedClient>();
            for (int i = 0; i < 10; i++) {
                clients.add(world.client());
                FederationWorld.tools(clients.getLast());
            }
            assertThat(world.budget.used()).isGreaterThan(10 * 100_000);
            clients.forEach(RecordedClient::close);
            assertThat(world.budget.used()).isLessThan(3 * 130_000);
        }
    }
}
