package io.tieline.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.testkit.peers.ScriptedServer;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Json;
import io.tieline.wire.MetaKey;
import io.tieline.wire.Method;
import io.tieline.wire.RpcError;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Scenario 91: what several servers can do together, and who does what else there is. */
@Timeout(20)
final class UnionTest {

    private static final Json DREAMS = Json.of("{\"extensions\":{\"com.example/dreams\":{}}}");

    private static ScriptedServer offering(
            Eras eras, String capabilities, @Nullable String instructions) {
        var server = eras.server().capabilities(Json.of(capabilities));
        if (instructions != null) {
            var method = eras.hasStatelessServers() ? Method.SERVER_DISCOVER : Method.INITIALIZE;
            server.on(method, request -> request.answer(offer(capabilities, instructions)));
            if (eras.hasStatelessServers()) {
                return server;
            }
            server.on(
                    Method.SERVER_DISCOVER,
                    request -> request.fail(RpcError.of(ErrorCode.METHOD_NOT_FOUND, "none")));
        }
        return server;
    }

    private static Json offer(String capabilities, String instructions) {
        var info = Json.object("name", "scripted", "version", "1");
        return Json.object(
                "capabilities",
                Json.of(capabilities),
                "instructions",
                instructions,
                "protocolVersion",
                "2025-11-25",
                "serverInfo",
                info,
                "supportedVersions",
                Json.of("[\"2026-07-28\"]"),
                "ttlMs",
                0,
                "cacheScope",
                "private",
                "_meta",
                Json.object(MetaKey.SERVER_INFO, info));
    }

    private static FederationWorld world(ScriptedServer git, ScriptedServer db) {
        return FederationWorld.plan().with("git", git).with("db", db).open();
    }

    /** What a client is shown first. */
    private static Json offered(FederationWorld world, Eras eras) {
        var client = world.client(eras.client());
        return eras.hasStatelessClients()
                ? client.request(Method.SERVER_DISCOVER, Json.EMPTY_OBJECT).result()
                : client.greeting().result();
    }

    @ParameterizedTest
    @EnumSource
    void whatOneCanDoAllCanDo(Eras eras) {
        var git =
                offering(
                        eras,
                        "{\"tools\":{},\"completions\":{},\"experimental\":{\"a\":{}}}",
                        null);
        var db =
                offering(
                        eras,
                        "{\"resources\":{\"subscribe\":true},\"experimental\":{\"b\":{}},"
                                + "\"extensions\":{\"x/y\":{}}}",
                        null);
        try (var world = world(git, db)) {
            // No session of the handshake era is offered what only the stateless era has.
            boolean isCarried = eras != Eras.STATELESS_SERVERS;
            var capabilities = offered(world, eras).part("capabilities");
            assertThat(capabilities.at("extensions", "x/y") != null).isEqualTo(isCarried);
            assertThat(capabilities.without("extensions"))
                    .isEqualTo(
                            Json.of(
                                    """
                                    {"tools":{"listChanged":true},"completions":{},"experimental":{"a":{},"b":{}},"resources":{"listChanged":true,"subscribe":true}}\
                                    """));
        }
    }

    @ParameterizedTest
    @EnumSource
    void theFrontHasItsOwnNameAndTheInstructionsOfAll(Eras eras) {
        var git = offering(eras, "{\"tools\":{}}", "Commit often.");
        var db = offering(eras, "{\"tools\":{}}", "Query " + "rarely. ".repeat(2_000));
        try (var world = world(git, db)) {
            var offered = offered(world, eras);
            assertThat(offered.text("instructions"))
                    .startsWith("## git\n\nCommit often.\n\n## db\n\nQuery rarely.")
                    .hasSizeLessThan(20_000);
            var name =
                    eras.hasStatelessClients()
                            ? offered.text("_meta", MetaKey.SERVER_INFO, "name")
                            : offered.text("serverInfo", "name");
            assertThat(name).isEqualTo("tieline");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aServerThatDoesNotAnswerKeepsNobodyFromBeginning(Eras eras) {
        var git = offering(eras, "{\"prompts\":{}}", null);
        var db = offering(eras, "{}", null);
        db.hold(Method.INITIALIZE).hold(Method.SERVER_DISCOVER);
        try (var world = world(git, db)) {
            var client =
                    eras.hasStatelessClients()
                            ? world.client(eras.client())
                                    .request(Method.SERVER_DISCOVER, Json.EMPTY_OBJECT)
                            : world.client(eras.client()).greeting();
            assertThat(client.isOver()).isFalse();
            world.advance(Duration.ofSeconds(2));
            // Of one that was never seen anything may come.
            assertThat(client.result().part("capabilities").members())
                    .extracting(member -> member.name())
                    .containsExactlyInAnyOrder("tools", "prompts", "resources");
        }
    }

    private static ScriptedServer dreaming(Eras eras, String text) {
        return eras.server()
                .capabilities(DREAMS.with("tools", Json.EMPTY_OBJECT))
                .on("dreams/list", request -> request.answer(Json.object("from", text)));
    }

    @ParameterizedTest
    @EnumSource
    void anUnknownMethodGoesToTheOneServerThatDeclaresIt(Eras eras) {
        try (var world = world(eras.server(), dreaming(eras, "db"))) {
            var reply = world.client(eras.client()).request("dreams/list", Json.EMPTY_OBJECT);
            assertThat(reply.result().text("from")).isEqualTo("db");
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatNobodyOrSeveralDeclareIsRefusedWithTheReason(Eras eras) {
        try (var world = world(dreaming(eras, "git"), dreaming(eras, "db"))) {
            var client = world.client(eras.client());
            var several = client.request("dreams/list", Json.EMPTY_OBJECT).error();
            assertThat(several.code()).isEqualTo(ErrorCode.METHOD_NOT_FOUND);
            assertThat(several.message()).contains("Several", "dreams/list");
            var none = client.request("skills/list", Json.EMPTY_OBJECT).error();
            assertThat(none.code()).isEqualTo(ErrorCode.METHOD_NOT_FOUND);
            assertThat(none.message()).contains("None", "skills/list");
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsAskedOfAResourceInAnyWayIsAskedOfItsOwner(Eras eras) {
        var read = "resources/directory/read";
        var git = ListedThings.resources(eras.server(), "git", "file:///a/");
        var db = ListedThings.resources(eras.server(), "db", "db:///a/");
        db.on(read, request -> request.answer(Json.object("from", "db")));
        git.on(read, request -> request.answer(Json.object("from", "git")));
        try (var world = world(git, db)) {
            var client = world.client(eras.client());
            assertThat(client.request(read, Json.object("uri", "db:///a/")).result().text("from"))
                    .isEqualTo("db");
        }
    }

    @ParameterizedTest
    @EnumSource
    void theOnlyServerIsAskedForAnything(Eras eras) {
        var only = eras.server().on("dreams/list", request -> request.answer(Json.object("a", 1)));
        try (var world = FederationWorld.plan().with("only", only).open()) {
            var reply = world.client(eras.client()).request("dreams/list", Json.EMPTY_OBJECT);
            assertThat(reply.result().integer("a")).hasValue(1);
        }
    }
}
