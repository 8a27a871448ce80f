package io.tieline.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.gateway.ArgumentOverride;
import io.tieline.gateway.Exposure;
import io.tieline.gateway.ToolOverride;
import io.tieline.session.Caller;
import io.tieline.testkit.peers.RecordedClient;
import io.tieline.testkit.peers.ScriptedServer;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Json;
import io.tieline.wire.Revision;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Scenario 100: tools in other words, whose servers are given their own. */
@Timeout(20)
final class OverriddenToolTest {

    private static final Json SCHEMA =
            Json.of(
                    """
                    {"type":"object","properties":{"location":{"type":"string","x-mcp-header":"Place"},"tenant":{"type":"string","x-mcp-header":"Tenant"},"days":{"type":"integer"}},"required":["location","tenant"]}\
                    """);
    private static final Exposure FORECAST =
            Exposure.ALL.withOverride(
                    "weather",
                    ToolOverride.NONE
                            .withName("forecast")
                            .withDescription("Tells.")
                            .withArgument("location", ArgumentOverride.NONE.withName("city"))
                            .withArgument("days", ArgumentOverride.NONE.withDefault(Json.number(3)))
                            .withArgument(
                                    "tenant",
                                    ArgumentOverride.NONE
                                            .withHide(true)
                                            .withDefault(Json.string("t1"))));

    private static ScriptedServer weather(Eras eras) {
        var server = eras.server();
        ListedThings.lists(
                server, ListKind.TOOLS, tool -> tool.with("inputSchema", SCHEMA), "weather");
        return server.tool("weather", call -> call.answer("" + call.params().get("arguments")));
    }

    private static FederationWorld world(ScriptedServer db) {
        return FederationWorld.plan()
                .with("git", ScriptedServer.stateful())
                .with("db", db, mount -> mount.withExposure(FORECAST))
                .open();
    }

    @ParameterizedTest
    @EnumSource
    void theClientSeesTheOtherWords(Eras eras) {
        try (var world = world(weather(eras))) {
            var tool =
                    ListedThings.list(world.client(eras.client()), ListKind.TOOLS)
                            .list("tools")
                            .getFirst();
            assertThat(tool.text("name")).isEqualTo("db__forecast");
            assertThat(tool.text("description")).isEqualTo("Tells.");
            var properties = tool.part("inputSchema", "properties");
            assertThat(properties.members())
                    .extracting(member -> member.name())
                    .containsExactly("city", "days");
            assertThat(tool.texts("inputSchema", "required")).containsExactly("city");
            assertThat(properties.integer("days", "default")).hasValue(3);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theServerIsGivenItsOwn(Eras eras) {
        var db = weather(eras);
        try (var world = world(db)) {
            var client = world.client(eras.client());
            var call = client.call("db__forecast", Json.object("city", "Rome"));
            assertThat(Json.of(call.text()))
                    .isEqualTo(Json.object("location", "Rome", "days", 3, "tenant", "t1"));
            assertThat(db.call("weather").params().text("name")).isEqualTo("weather");
            assertThat(client.call("forecast", Json.object("city", "Rome", "days", 1)).text())
                    .contains("\"days\":1");
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsHiddenOrRenamedCannotBeReachedByItsOwnName(Eras eras) {
        var db = weather(eras);
        try (var world = world(db)) {
            var client = world.client(eras.client());
            for (var argument : new String[] {"tenant", "location"}) {
                var error = client.call("db__forecast", Json.object(argument, "t2")).error();
                assertThat(error.code()).isEqualTo(ErrorCode.INVALID_PARAMS);
                assertThat(error.message()).contains(argument);
            }
            for (var name : new String[] {"db__weather", "weather"}) {
                assertThat(client.call(name).error().code()).isEqualTo(ErrorCode.INVALID_PARAMS);
            }
            assertThat(db.calls("weather")).isZero();
        }
    }

    private static RecordedClient overHttp(FederationWorld world, Map<String, String> parameters) {
        var headers = new HashMap<>(parameters);
        headers.put("mcp-method", "tools/call");
        headers.put("mcp-name", "db__forecast");
        return world.newClient()
                .revision(Revision.V2026_07_28)
                .caller(new Caller("p", headers))
                .connect();
    }

    @Test
    void headersOfAClientAreHeldAgainstTheToolAsItIsShown() {
        try (var world = world(weather(Eras.STATELESS_ON_BOTH_SIDES))) {
            var rome = Json.object("city", "Rome");
            var right = overHttp(world, Map.of("mcp-param-place", "Rome"));
            assertThat(right.call("db__forecast", rome).text()).contains("Rome");
            var wrong = overHttp(world, Map.of("mcp-param-place", "Oslo"));
            assertThat(wrong.call("db__forecast", rome).error().code())
                    .isEqualTo(ErrorCode.HEADER_MISMATCH);
            var none = overHttp(world, Map.of());
            assertThat(none.call("db__forecast", rome).error().code())
                    .isEqualTo(ErrorCode.HEADER_MISMATCH);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"STATELESS_SERVERS", "STATELESS_ON_BOTH_SIDES"})
    void headersForAServerSayWhatItIsGiven(Eras eras) {
        var db = weather(eras);
        try (var world = world(db)) {
            world.client(eras.client()).call("db__forecast", Json.object("city", "Rome")).result();
            var headers = db.call("weather").headers();
            assertThat(headers)
                    .containsEntry("mcp-name", "weather")
                    .containsEntry("mcp-param-place", "Rome")
                    .containsEntry("mcp-param-tenant", "t1");
        }
    }

    @Test
    void aClientCannotForgeAHeaderOfAHiddenArgument() {
        var db = weather(Eras.STATELESS_ON_BOTH_SIDES);
        try (var world = world(db)) {
            var client =
                    overHttp(world, Map.of("mcp-param-place", "Rome", "mcp-param-tenant", "t2"));
            client.call("db__forecast", Json.object("city", "Rome")).result();
            assertThat(db.call("weather").headers()).containsEntry("mcp-param-tenant", "t1");
        }
    }
}
