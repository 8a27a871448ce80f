package io.tieline.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.gateway.GatewaySettings;
import io.tieline.gateway.SessionPolicy;
import io.tieline.session.Caller;
import io.tieline.testkit.peers.RecordedClient;
import io.tieline.testkit.peers.ScriptedServer;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Revision;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Scenario 95: each server behind one front has sessions, interceptors and a revision its own. */
@Timeout(20)
final class ServerPolicyTest {

    private final ScriptedServer git = counting();
    private final ScriptedServer db = counting();
    private final ScriptedServer mail = counting();

    private static ScriptedServer counting() {
        return ScriptedServer.stateful().tool("where", call -> call.answer("" + call.connection()));
    }

    private static GatewaySettings sessions(SessionPolicy policy) {
        return GatewaySettings.DEFAULT.withSessions(policy);
    }

    private FederationWorld world() {
        return FederationWorld.plan()
                .with("git", git)
                .with("db", db, sessions(SessionPolicy.SHARED), mount -> mount)
                .with("mail", mail, sessions(SessionPolicy.PER_REQUEST), mount -> mount)
                .open();
    }

    private static List<String> where(RecordedClient client, String server) {
        return List.of(
                client.call(server + "__where").text(), client.call(server + "__where").text());
    }

    @Test
    void eachServerHasSessionsByItsOwnPolicy() {
        try (var world = world()) {
            var one = world.client();
            var other = world.client();
            assertThat(where(one, "git")).doesNotContainAnyElementsOf(where(other, "git"));
            assertThat(where(one, "db")).isEqualTo(where(other, "db"));
            assertThat(where(one, "git").getFirst()).isEqualTo(where(one, "git").getLast());
            var mails = new ArrayList<>(where(one, "mail"));
            mails.addAll(where(other, "mail"));
            assertThat(mails).doesNotHaveDuplicates().hasSize(4);
        }
    }

    @Test
    void withoutSessionsThePrincipalHasItsOwn() {
        try (var world = world()) {
            var one = client(world, "alice");
            var other = client(world, "bob");
            assertThat(where(one, "git")).doesNotContainAnyElementsOf(where(other, "git"));
            assertThat(where(one, "git")).isEqualTo(where(client(world, "alice"), "git"));
            assertThat(where(one, "db")).isEqualTo(where(other, "db"));
            var mails = new ArrayList<>(where(one, "mail"));
            mails.addAll(where(one, "mail"));
            assertThat(mails).doesNotHaveDuplicates().hasSize(4);
        }
    }

    private static RecordedClient client(FederationWorld world, String principal) {
        return world.newClient()
                .revision(Revision.V2026_07_28)
                .caller(new Caller(principal, Map.of()))
                .connect();
    }

    @ParameterizedTest
    @EnumSource(names = {"V2025_11_25", "V2026_07_28"})
    void theInterceptorsOfAServerSeeItsCallsInItsWords(Revision revision) {
        var ofDb = new ArrayList<@Nullable String>();
        var ofAll = new ArrayList<@Nullable String>();
        var watched =
                GatewaySettings.DEFAULT.withInterceptors(
                        List.of((exchange, request, next) -> {
                            note(ofDb, request.json());
                            next.proceed(request);
                        }));
        var settings =
                FederationSettings.DEFAULT.withInterceptors(
                        List.of((exchange, request, next) -> {
                            note(ofAll, request.json());
                            next.proceed(request);
                        }));
        try (var world =
                FederationWorld.plan(settings)
                        .with("git", git)
                        .with("db", db, watched, mount -> mount)
                        .open()) {
            var client = world.client(revision);
            where(client, "git");
            where(client, "db");
            assertThat(ofDb).containsExactly("where", "where");
            assertThat(ofAll).containsExactly("git__where", "git__where", "db__where", "db__where");
        }
    }

    private static void note(List<@Nullable String> into, Json request) {
        if (Method.TOOLS_CALL.equals(request.text("method"))) {
            into.add(request.text("params", "name"));
        }
    }

    @Test
    void eachServerIsSpokenToInItsOwnRevision() {
        var pinned = GatewaySettings.DEFAULT.withRevision(Revision.V2025_03_26);
        try (var world =
                FederationWorld.plan()
                        .with("git", git)
                        .with("db", db, pinned, mount -> mount)
                        .open()) {
            var client = world.client();
            where(client, "git");
            where(client, "db");
            assertThat(revision(git)).isEqualTo("2025-11-25");
            assertThat(revision(db)).isEqualTo("2025-03-26");
            assertThat(client.greeting().result().text("protocolVersion")).isEqualTo("2025-11-25");
        }
    }

    private static @Nullable String revision(ScriptedServer server) {
        return server.request(Method.INITIALIZE).params().text("protocolVersion");
    }
}
