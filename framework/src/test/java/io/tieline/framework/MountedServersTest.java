package io.tieline.framework;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tieline.session.backend.InProcess;
import io.tieline.session.client.SessionSettings;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.McpException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A proxy of several servers. */
@Timeout(20)
final class MountedServersTest {

    private static McpServer server(String name, String... tools) {
        var builder = McpServer.named(name, "1").instructions("Ask " + name);
        for (var tool : tools) {
            builder.tool(Tool.of(tool), (context, arguments) -> CallResult.text(name));
        }
        return builder.build();
    }

    private final McpServer git = server("git", "status", "push_force");
    private final McpServer db = server("db", "query");

    private McpProxy.Builder both() {
        return McpProxy.builder()
                .mount("git", git, it -> it.exclude("push_*"))
                .mount("db", db, it -> it.prefix("d"));
    }

    private static List<String> names(McpClient client) {
        return client.listTools().stream().map(Tool::name).toList();
    }

    private static int refusal(McpClient client, String tool) {
        return catchThrowableOfType(McpException.class, () -> client.callTool(tool)).error().code();
    }

    @Test
    void theToolsOfAllAreOneListAndEachIsItsServers() {
        try (var proxy = both().build();
                var client = McpClient.to(proxy).connect()) {
            assertThat(names(client)).containsExactly("git__status", "d__query");
            assertThat(client.callTool("git__status").text()).isEqualTo("git");
            assertThat(client.callTool("d__query").text()).isEqualTo("db");
            assertThat(refusal(client, "git__push_force")).isEqualTo(ErrorCode.INVALID_PARAMS);
        }
    }

    @Test
    void toolsOfTheProxysOwnStandBesideThem() {
        try (var proxy = both().tool(Tool.of("own"), (context, values) -> "here").build();
                var client = McpClient.to(proxy).connect()) {
            assertThat(names(client)).contains("own", "git__status");
            assertThat(client.callTool("own").text()).isEqualTo("here");
        }
    }

    @Test
    void interceptorsSeeTheNamesThatClientsSee() {
        var seen = new ConcurrentLinkedQueue<String>();
        try (var proxy =
                        both().intercept(
                                        (context, request, next) -> {
                                            seen.add(
                                                    request.params() == null
                                                            ? ""
                                                            : String.valueOf(
                                                                    request.params().text("name")));
                                            return next.proceed(request);
                                        })
                                .build();
                var client = McpClient.to(proxy).connect()) {
            client.callTool("d__query");
            assertThat(seen).contains("d__query");
        }
    }

    @Test
    void aServerComesAndGoesWhileClientsAreThere() {
        try (var time = new SystemTimers();
                var proxy = both().build();
                var client = McpClient.to(proxy).connect()) {
            assertThat(names(client)).hasSize(2);
            var mail =
                    new InProcess(
                            "mail",
                            server("mail", "send"),
                            SessionSettings.DEFAULT,
                            time.environment());
            proxy.mount("mail", mail, it -> it);
            assertThat(client.callTool("mail__send").text()).isEqualTo("mail");
            proxy.unmount("mail");
            assertThat(refusal(client, "mail__send")).isEqualTo(ErrorCode.BACKEND_SESSION_LOST);
            assertThat(names(client)).containsExactly("git__status", "d__query");
        }
    }

    @Test
    void whatCannotStandTogetherIsRefused() {
        assertThatThrownBy(() -> both().mount("db", server("x"), it -> it).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("db");
        assertThatThrownBy(() -> both().mount("x", server("x"), it -> it.prefix("d")).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("prefix d");
        assertThatThrownBy(() -> McpProxy.to(git).mount("x", db, it -> it))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("McpProxy.builder()");
        try (var proxy = McpProxy.to(git).build()) {
            assertThatThrownBy(() -> proxy.unmount("git"))
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void argumentsArriveAsTheyWereGiven() {
        var echo =
                McpServer.named("echo", "1")
                        .tool(Tool.of("say"), (context, values) -> values.text("what"))
                        .build();
        try (var proxy =
                        McpProxy.builder()
                                .mount("e", echo, it -> it)
                                .mount("g", git, it -> it)
                                .build();
                var client = McpClient.to(proxy).connect()) {
            assertThat(client.callTool("e__say", Map.of("what", "hello")).text())
                    .isEqualTo("hello");
        }
    }
}
