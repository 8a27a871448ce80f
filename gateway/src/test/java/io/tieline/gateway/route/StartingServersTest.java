package io.tieline.gateway.route;

import static io.tieline.gateway.route.FederationWorld.tools;
import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.testkit.peers.ScriptedServer;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import java.time.Duration;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Calls that come while servers are still starting. */
@Timeout(20)
final class StartingServersTest {

    private static final Json LIST =
            Json.of("{\"tools\":[{\"name\":\"query\",\"inputSchema\":{\"type\":\"object\"}}]}");

    private static ScriptedServer works(Eras eras, String tool) {
        return eras.server().tool(tool, call -> call.answer("done"));
    }

    /** One with a prefix, and one without that has not answered its first question. */
    private static FederationWorld world(Eras eras, ScriptedServer slow) {
        return FederationWorld.plan()
                .with("git", works(eras, "status"))
                .with("slow", slow, mount -> mount.withPrefix(""))
                .open();
    }

    @ParameterizedTest
    @EnumSource
    void aCallWaitsForAServerWithoutAPrefixThatHasNotListedYet(Eras eras) {
        var slow = works(eras, "query").hold(Method.TOOLS_LIST);
        try (var world = world(eras, slow)) {
            var client = world.client(eras.client());
            var call = client.call("query");
            world.advance(Duration.ofSeconds(30));
            assertThat(call.isOver()).isFalse();
            slow.unscripted(Method.TOOLS_LIST);
            slow.requests(Method.TOOLS_LIST).forEach(request -> request.answer(LIST));
            assertThat(call.text()).isEqualTo("done");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCallOfAnotherDoesNotWaitForIt(Eras eras) {
        try (var world = world(eras, works(eras, "query").hold(Method.TOOLS_LIST))) {
            var client = world.client(eras.client());
            assertThat(client.call("git__status").text()).isEqualTo("done");
            assertThat(client.call("status").text()).isEqualTo("done");
            var unknown = client.call("git__nothing");
            world.advance(Duration.ofSeconds(3));
            assertThat(unknown.error().code()).isEqualTo(ErrorCode.INVALID_PARAMS);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theErrorSaysWhichServerIsNotThere(Eras eras) {
        try (var world = world(eras, works(eras, "query"))) {
            world.link("slow").refuseConnections("nobody is at home");
            var error = world.client(eras.client()).call("query").error();
            assertThat(error.code()).isEqualTo(ErrorCode.BACKEND_GONE);
            assertThat(error.message()).contains("slow", "nobody is at home");
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsKnownIsNotWaitedFor(Eras eras) {
        var slow = works(eras, "query");
        try (var world = world(eras, slow)) {
            var client = world.client(eras.client());
            assertThat(tools(client)).hasSize(2);
            slow.hold(Method.TOOLS_LIST);
            world.advance(Duration.ofSeconds(2));
            var unknown = client.call("nothing");
            world.advance(Duration.ofSeconds(3));
            assertThat(unknown.error().message()).contains("nothing");
        }
    }
}
