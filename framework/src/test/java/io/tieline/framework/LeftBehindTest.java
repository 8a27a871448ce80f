package io.tieline.framework;

import static io.tieline.http.Http.http;
import static io.tieline.stdio.Stdio.stdio;
import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.session.client.ServerTransport;
import io.tieline.wire.Json;
import io.tieline.wire.Revision;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server does not end before what its clients have left is closed, whichever way it ends. */
@Timeout(60)
final class LeftBehindTest {

    private static final String HANDSHAKE =
            """
            {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25",\
            "capabilities":{},"clientInfo":{"name":"lines","version":"1"}}}
            {"jsonrpc":"2.0","method":"notifications/initialized"}
            """;

    @TempDir private Path directory;

    /** A program whose sessions hold something that takes a while to close. */
    static final class Program {

        private Program() {}

        static McpServer.Builder holder() {
            return McpServer.named("holder", "1").tool(Tool.of("hold"), Program::hold);
        }

        static String hold(McpContext context, Values arguments) {
            var file = Path.of(arguments.text("file"));
            context.state().set("held", (AutoCloseable) () -> closeSlowly(file));
            return "held";
        }

        public static void main(String[] arguments) {
            ServerTransport transport = arguments[0].equals("stdio") ? stdio() : http(0);
            var running = holder().serve(transport);
            if (arguments[0].equals("http")) {
                System.out.println(running.uri());
            }
        }
    }

    /** As a browser does that has to end first. */
    private static void closeSlowly(Path file) throws IOException, InterruptedException {
        var _ = new CountDownLatch(1).await(300, TimeUnit.MILLISECONDS);
        Files.writeString(file, "closed");
    }

    private Path file() {
        return directory.resolve("closed.txt");
    }

    private static Process start(String transport) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Program.class.getName(),
                        transport)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private void holdOverStdio(Process process, OutputStream to) throws IOException {
        var output = process.inputReader();
        var call =
                Json.object(
                        "jsonrpc",
                        "2.0",
                        "id",
                        2,
                        "method",
                        "tools/call",
                        "params",
                        Json.object("name", "hold", "arguments", Json.object("file", "" + file())));
        to.write((HANDSHAKE + call + "\n").getBytes(StandardCharsets.UTF_8));
        to.flush();
        assertThat(output.readLine()).contains("\"id\":1");
        assertThat(output.readLine()).contains("held");
    }

    @Test
    void aProgramOnStdioClosesWhatASessionHoldsWhenItsClientHasLeft() throws Exception {
        var process = start("stdio");
        var to = process.getOutputStream();
        try {
            holdOverStdio(process, to);
            to.close();
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(file()).hasContent("closed");
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void aProgramOnStdioClosesWhatASessionHoldsWhenItIsAskedToEnd() throws Exception {
        var process = start("stdio");
        try (var to = process.getOutputStream()) {
            holdOverStdio(process, to);
            process.destroy();
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(file()).hasContent("closed");
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void aProgramOnHttpClosesWhatASessionHoldsWhenItIsAskedToEnd() throws Exception {
        var process = start("http");
        try (var output = process.inputReader()) {
            var uri = URI.create(Objects.requireNonNull(output.readLine()));
            try (var client = McpClient.to(uri).revision(Revision.LATEST_HANDSHAKE).connect()) {
                client.callTool("hold", Json.object("file", "" + file()));
                process.destroy();
                assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            }
            assertThat(file()).hasContent("closed");
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void closingAServerOrAProxyWaitsForWhatSessionsHold() {
        var proxied = McpServer.named("proxied", "1").build();
        closes(McpProxy.to(proxied).tool(Tool.of("hold"), Program::hold).serve(http(0)), "a");
        closes(Program.holder().serve(http(0)), "b");
    }

    private void closes(RunningServer running, String name) {
        var file = directory.resolve(name);
        try (var client =
                McpClient.to(running.uri()).revision(Revision.LATEST_HANDSHAKE).connect()) {
            client.callTool("hold", Json.object("file", file.toString()));
            running.close();
            assertThat(file).hasContent("closed");
        }
    }

    @Test
    void closingWaitsForHandlersThatCleanUp() throws Exception {
        var begun = new CountDownLatch(1);
        var clean = new AtomicBoolean();
        var server =
                McpServer.named("slow", "1")
                        .tool(
                                Tool.of("slow"),
                                (context, arguments) -> {
                                    begun.countDown();
                                    try {
                                        new CountDownLatch(1).await();
                                    } finally {
                                        closeSlowly(file());
                                        clean.set(true);
                                    }
                                    return CallResult.of();
                                })
                        .serve(http(0));
        try (var client = McpClient.to(server.uri()).connect()) {
            var _ = client.startTool("slow", Map.of(), RequestOptions.NONE);
            assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
            server.drain(Duration.ofMillis(1));
            assertThat(clean).isTrue();
        }
    }
}
