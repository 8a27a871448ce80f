package io.tieline.app;

import static io.tieline.http.Http.http;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.tieline.framework.CallResult;
import io.tieline.framework.McpServer;
import io.tieline.framework.RunningServer;
import io.tieline.framework.Tool;
import io.tieline.wire.Json;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands as a user types them, before servers that are reached as {@code run} would. */
@Timeout(120)
final class CommandsAtWorkTest {

    private static RunningServer shop() {
        return McpServer.named("shop", "1")
                .tool(Tool.of("buy"), (_, values) -> "bought " + values.json())
                .tool(Tool.of("fail"), (_, _) -> CallResult.error("sold out"))
                .serve(http(0));
    }

    @Test
    void scenario110And111AServerBehindAUrlIsListedAndCalled() {
        try (var shop = shop()) {
            var listed = Said.by("list", url(shop));
            assertThat(listed.err()).isEmpty();
            assertThat(listed.exitCode()).isZero();
            assertThat(listed.out()).startsWith("shop 1 (revision ").contains("  buy()");
            var called = Said.by("call", url(shop), "buy", "what=bread");
            assertThat(called.err()).isEmpty();
            assertThat(called.out().strip()).isEqualTo("bought {\"what\":\"bread\"}");
        }
    }

    @Test
    void theServersOfAFileAreOneAndWhoIsAwayIsNamed(@TempDir Path folder) throws IOException {
        try (var shop = shop()) {
            var file = servers(folder.resolve("mcp.json"), url(shop), "http://127.0.0.1:1/mcp");
            var listed = Said.by("list", file.toString(), "--json");
            assertThat(listed.exitCode()).isZero();
            assertThat(
                            Json.of(listed.out().strip()).list("tools").stream()
                                    .map(t -> t.text("name")))
                    .containsExactlyInAnyOrder("near__buy", "near__fail");
            assertThat(listed.err()).contains("tieline: far is not listed: ");
            var called = Said.by("call", file.toString(), "near__buy");
            assertThat(called.out().strip()).isEqualTo("bought {}");
            var meant = Said.by("call", file.toString(), "bye");
            assertThat(meant.exitCode()).isEqualTo(2);
            var one = Said.by("call", file.toString(), "buy", "--server=near");
            assertThat(one.out().strip()).isEqualTo("bought {}");
        }
    }

    @Test
    void theFileAtHandIsUsedAndNamed(@TempDir Path folder) throws Exception {
        try (var shop = shop()) {
            servers(folder.resolve(".vscode/mcp.json"), url(shop), "http://127.0.0.1:1/mcp");
            var command = TielineProcess.command(Main.class, "call", "near", "buy");
            var builder = new ProcessBuilder(absolute(command)).directory(folder.toFile());
            builder.environment().put("HOME", folder.toString());
            try (var tieline = TielineProcess.start(builder)) {
                assertThat(tieline.output().strip()).isEqualTo("bought {}");
                assertThat(tieline.exitCode()).isZero();
                assertThat(tieline.errors())
                        .containsExactly("tieline: using " + Path.of(".vscode/mcp.json"));
            }
        }
    }

    /** The class path of a test may be relative. */
    private static List<String> absolute(List<String> command) {
        var absolute = new ArrayList<>(command);
        int at = command.indexOf("-cp") + 1;
        var paths = new ArrayList<String>();
        for (var path : command.get(at).split(File.pathSeparator, -1)) {
            paths.add(Path.of(path).toAbsolutePath().toString());
        }
        absolute.set(at, String.join(File.pathSeparator, paths));
        return absolute;
    }

    @Test
    void scenario127AToolThatFailsEndsWithOne() {
        try (var shop = shop()) {
            var failed = Said.by("call", url(shop), "fail");
            assertThat(failed.exitCode()).isEqualTo(1);
            assertThat(failed.out()).isEmpty();
            assertThat(failed.err()).contains("the tool failed").contains("sold out");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "call a b c",
                "list --stdio",
                "list npx",
                "list http://127.0.0.1:1/mcp --backend=x",
                "call --json",
                "list --frob",
                "list no-such-file.json"
            })
    void scenario127WrongUseEndsWithTwoAndOneLine(String line) {
        var said = Said.by(Map.of("HOME", "/nowhere"), line.split(" ", -1));
        assertThat(said.exitCode()).isEqualTo(2);
        assertThat(said.out()).isEmpty();
        assertThat(said.err().lines()).hasSize(1).first().asString().startsWith("tieline: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "list http://127.0.0.1:1/mcp",
                "list -- no-such-program-anywhere",
                "call buy -- sh -c exit"
            })
    void scenario127AServerThatIsNotThereEndsWithThree(String line) {
        var said = Said.by(line.split(" ", -1));
        assertThat(said.err()).startsWith("tieline: ");
        assertThat(said.exitCode()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void scenario127AServerThatWantsCredentialsEndsWithFour(int status) throws IOException {
        var guard =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 9);
        guard.createContext(
                "/",
                exchange -> {
                    exchange.sendResponseHeaders(status, -1);
                    exchange.close();
                });
        guard.start();
        try {
            var said = Said.by("list", "http://127.0.0.1:" + guard.getAddress().getPort() + "/mcp");
            assertThat(said.err()).contains("HTTP status " + status).contains("--header");
            assertThat(said.exitCode()).isEqualTo(4);
        } finally {
            guard.stop(0);
        }
    }

    /** Ctrl-C does the same; but who is started in the background may have to ignore that one. */
    @Test
    void scenario127ASignalTakesTheCallBackAndEndsWith130(@TempDir Path folder) throws Exception {
        var heard = folder.resolve("heard");
        var script =
                """
                while IFS= read -r line; do
                    printf '%%s\\n' "$line" >>%s
                    id=${line#*'"id":'}
                    id=${id%%%%[,\\}]*}
                    case $line in
                        *'"initialize"'*) result='{"protocolVersion":"2025-06-18","capabilities":{"tools":{}},\
                "serverInfo":{"name":"slow","version":"1"}}' ;;
                        *'"tools/list"'*) result='{"tools":[{"name":"wait","inputSchema":{"type":"object"}}]}' ;;
                        *'"tools/call"'*) echo called >&2; continue ;;
                        *) continue ;;
                    esac
                    printf '{"jsonrpc":"2.0","id":%%s,"result":%%s}\\n' "$id" "$result"
                done
                """
                        .formatted(heard);
        try (var tieline =
                TielineProcess.start(
                        "call", "wait", "--log-level=info", "--", "sh", "-c", script)) {
            tieline.awaitError(line -> line.endsWith("called"));
            tieline.signal("TERM");
            assertThat(tieline.exitCode()).isEqualTo(130);
        }
        assertThat(Files.readString(heard))
                .contains("notifications/cancelled")
                .contains("interrupted");
    }

    private static String url(RunningServer server) {
        return server.uri().toString();
    }

    private static Path servers(Path file, String near, String far) throws IOException {
        Files.createDirectories(file.getParent());
        return Files.writeString(
                file,
                """
                {"mcpServers": {"near": {"url": "%s"}, "far": {"url": "%s"}}}\
                """
                        .formatted(near, far),
                UTF_8);
    }
}
