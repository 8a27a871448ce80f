package io.tieline.framework;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.wire.Json;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What a server keeps for a client from request to request. */
@Timeout(20)
@ParameterizedClass
@EnumSource(
        mode = EnumSource.Mode.EXCLUDE,
        names = {"PROXY_OF_ALL", "PROXY_OF_EACH_REQUEST"})
final class StateTest {

    private final Route route;

    StateTest(Route route) {
        this.route = route;
    }

    private static McpServer serverWith(Tool.Handler handler) {
        return McpServer.named("keeping", "1").tool(Tool.of("tell"), handler).build();
    }

    @Test
    void scenario2StateLastsFromCallToCallAndIsTheClientsOwn() {
        var server =
                serverWith((context, arguments) -> {
                    var state = context.state();
                    var before = state.get("value", String.class);
                    if (arguments.has("put")) {
                        state.set("value", arguments.text("put"));
                    }
                    if (arguments.flag("delete")) {
                        state.delete("value");
                    }
                    return CallResult.text(before == null ? "Value not found" : before);
                });
        try (var client = McpClient.to(route.to(server)).connect();
                var stranger = McpClient.to(route.to(server)).connect()) {
            assertThat(client.callTool("tell", Json.object("put", "1")).text())
                    .isEqualTo("Value not found");
            assertThat(client.callTool("tell").text()).isEqualTo("1");
            assertThat(stranger.callTool("tell").text()).isEqualTo("Value not found");
            client.callTool("tell", Json.object("delete", true));
            assertThat(client.callTool("tell").text()).isEqualTo("Value not found");
        }
    }

    @Test
    void whatTheStateHoldsIsClosedWithTheSession() throws InterruptedException {
        var closed = new CountDownLatch(1);
        AutoCloseable browser = closed::countDown;
        var server =
                serverWith((context, arguments) -> {
                    context.state().set("browser", browser);
                    return CallResult.of();
                });
        try (var client = McpClient.to(route.to(server)).connect()) {
            client.callTool("tell");
            assertThat(closed.getCount()).isOne();
        }
        assertThat(closed.await(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aHandlerSeesItsRequestAndItsClient() {
        var server =
                serverWith((context, arguments) ->
                        CallResult.structured(
                                Json.object(
                                        "id", context.requestId().json(),
                                        "meta", context.meta(),
                                        "client", context.client().json(),
                                        "samples", context.capabilities().has("sampling"),
                                        "principal", context.caller().principal().name(),
                                        "session", context.sessionId())));
        try (var client = McpClient.to(route.to(server)).info("seen", "2").connect()) {
            var meta = Json.object("example.org/trace", "abc");
            var seen =
                    List.of(
                            client.callTool(
                                    "tell", Json.EMPTY_OBJECT, RequestOptions.NONE.withMeta(meta)),
                            client.callTool("tell"));
            var first = seen.getFirst().structuredContent();
            assertThat(first).isNotNull();
            assertThat(first.get("meta")).isEqualTo(meta);
            assertThat(first.text("client", "name")).isEqualTo("seen");
            assertThat(first.text("principal")).isEqualTo("local");
            var second = seen.getLast().structuredContent();
            assertThat(second).isNotNull();
            assertThat(second.get("id")).isNotEqualTo(first.get("id"));
            assertThat(second.get("session")).isEqualTo(first.get("session"));
        }
    }
}
