package io.tieline.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.session.Caller;
import io.tieline.testkit.peers.RecordedClient;
import io.tieline.testkit.peers.RecordedReply;
import io.tieline.testkit.peers.ScriptedServer;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Scenario 87: lists of several servers that are longer than a page. */
@Timeout(60)
final class PagedListTest {

    private static final FederationSettings BY_THREE = FederationSettings.DEFAULT.withPageSize(3);

    private static ScriptedServer tools(Eras eras, int many) {
        var server = eras.server();
        for (int i = 0; i < many; i++) {
            server.tool("t" + i, call -> call.answer("done"));
        }
        return server;
    }

    private static FederationWorld world(
            FederationSettings settings, ScriptedServer git, ScriptedServer db) {
        return FederationWorld.plan(settings).with("git", git).with("db", db).open();
    }

    private static RecordedReply page(RecordedClient client, @Nullable Json cursor) {
        var params = cursor == null ? Json.EMPTY_OBJECT : Json.object("cursor", cursor);
        return client.request(Method.TOOLS_LIST, params);
    }

    /** The names of all pages, by how many they are on each. */
    private static List<Integer> sizes(RecordedClient client, List<String> into) {
        var sizes = new ArrayList<Integer>();
        Json cursor = null;
        do {
            var page = page(client, cursor).result();
            var names = FederationWorld.names(page, "tools", "name");
            into.addAll(names);
            sizes.add(names.size());
            cursor = page.get("nextCursor");
        } while (cursor != null);
        return sizes;
    }

    @ParameterizedTest
    @EnumSource
    void aListOfUsualLengthIsOnePage(Eras eras) {
        try (var world = world(FederationSettings.DEFAULT, tools(eras, 20), tools(eras, 20))) {
            var names = new ArrayList<String>();
            assertThat(sizes(world.client(eras.client()), names)).containsExactly(40);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aLongListIsCompleteAndNothingComesTwice(Eras eras) {
        try (var world =
                world(FederationSettings.DEFAULT, tools(eras, 1_500), tools(eras, 1_000))) {
            var names = new ArrayList<String>();
            assertThat(sizes(world.client(eras.client()), names)).containsExactly(2_000, 500);
            assertThat(names).hasSize(2_500).doesNotHaveDuplicates();
        }
    }

    @ParameterizedTest
    @EnumSource
    void pagesGoOnAcrossServers(Eras eras) {
        try (var world = world(BY_THREE, tools(eras, 4), tools(eras, 2))) {
            var names = new ArrayList<String>();
            assertThat(sizes(world.client(eras.client()), names)).containsExactly(3, 3);
            assertThat(names)
                    .containsExactly(
                            "git__t0", "git__t1", "git__t2", "git__t3", "db__t0", "db__t1");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCursorIsStaleWhenTheListHasChanged(Eras eras) {
        var db = tools(eras, 3);
        try (var world = world(BY_THREE, tools(eras, 3), db)) {
            var client = world.client(eras.client());
            var cursor = page(client, null).result().get("nextCursor");
            db.tool("more", call -> call.answer("done"));
            page(client, null).result();
            var error = page(client, cursor).error();
            assertThat(error.code()).isEqualTo(ErrorCode.INVALID_PARAMS);
            assertThat(error.message()).contains("changed", "without one");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCursorIsGoodWhileTheListIsTheSame(Eras eras) {
        try (var world = world(BY_THREE, tools(eras, 3), tools(eras, 3))) {
            var client = world.client(eras.client());
            var cursor = page(client, null).result().get("nextCursor");
            page(client, null).result();
            world.link("db").refuseConnections("gone");
            assertThat(page(client, cursor).result().list("tools")).hasSize(3);
            world.advance(Duration.ofSeconds(30));
            assertThat(page(client, cursor).result().list("tools")).hasSize(3);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCursorOfSomebodyElseOrOfAnotherListIsRefused(Eras eras) {
        try (var world = world(BY_THREE, tools(eras, 3), tools(eras, 3))) {
            var client = world.client(eras.client());
            var cursor = page(client, null).result().get("nextCursor");
            var other =
                    world.newClient()
                            .revision(eras.client())
                            .caller(new Caller("somebody", Map.of()))
                            .connect();
            FederationWorld.tools(other);
            assertThat(page(other, cursor).error().code()).isEqualTo(ErrorCode.INVALID_PARAMS);
            for (var wrong : List.of(Json.string("nonsense"), Json.number(3))) {
                assertThat(page(client, wrong).error().code()).isEqualTo(ErrorCode.INVALID_PARAMS);
            }
            var prompts = client.request(Method.PROMPTS_LIST, Json.object("cursor", cursor));
            assertThat(prompts.error().code()).isEqualTo(ErrorCode.INVALID_PARAMS);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aServerWithMorePagesThanAnyHonestOneIsLeftOutAlone(Eras eras) {
        var db = eras.server();
        db.on(
                Method.TOOLS_LIST,
                request -> {
                    var cursor = request.params().text("cursor");
                    int next = cursor == null ? 1 : Integer.parseInt(cursor) + 1;
                    request.answer(Json.object("tools", Json.EMPTY_ARRAY, "nextCursor", "" + next));
                });
        try (var world = world(BY_THREE, tools(eras, 2), db)) {
            var page = page(world.client(eras.client()), null).result();
            assertThat(page.list("tools")).hasSize(2);
            assertThat(page.text("_meta", "io.tieline/servers", "db", "reason")).contains("1000");
            assertThat(db.requests(Method.TOOLS_LIST)).hasSize(1_000);
        }
    }
}
