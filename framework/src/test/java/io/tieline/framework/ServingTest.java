package io.tieline.framework;

import static io.tieline.http.Http.http;
import static io.tieline.http.Http.url;
import static io.tieline.stdio.Stdio.command;
import static io.tieline.stdio.Stdio.stdio;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tieline.stdio.StdioCommand;
import io.tieline.wire.Json;
import io.tieline.wire.McpException;
import io.tieline.wire.Revision;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Serving and connecting in one line, over every transport. */
@Timeout(60)
final class ServingTest {

    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    /** The two eras of the protocol. */
    enum Era {
        HANDSHAKE(Revision.LATEST_HANDSHAKE),
        STATELESS(Revision.STATELESS);

        private final Revision revision;

        Era(Revision revision) {
            this.revision = revision;
        }
    }

    private static StdioCommand program(String transport) {
        return program(System.getProperty("java.class.path"), transport);
    }

    private static StdioCommand program(String classPath, String transport) {
        return command(
                JAVA,
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath,
                ServedProgram.class.getName(),
                transport);
    }

    private static String greeted(McpClient.Builder builder) {
        try (var client =
                builder.onElicitation(question -> Answer.accept(new ServedProgram.Name("Alice")))
                        .connect()) {
            var booking = new ServedProgram.Booking(List.of("1A"));
            assertThat(client.callTool("book", booking).structured(ServedProgram.Ticket.class))
                    .isEqualTo(new ServedProgram.Ticket(List.of("1A"), Duration.ofMinutes(5)));
            assertThat(client.callTool("book", Json.of("{\"seats\":[7]}")).text())
                    .isEqualTo("arguments.seats[0]: 7 is no string");
            return client.callTool("greet").text() + client.callTool("greet").text();
        }
    }

    private static final String TWICE = "Hello, Alice!Hello, Alice!";

    @ParameterizedTest
    @EnumSource
    void aServerIsServedOverHttpInOneLineAndReachedByItsUrl(Era era) {
        try (var server = ServedProgram.greeter().serve(http(0))) {
            assertThat(server.uri().getHost()).isEqualTo("127.0.0.1");
            assertThat(server.port()).isPositive();
            assertThat(greeted(McpClient.to(server.uri()).revision(era.revision))).isEqualTo(TWICE);
            assertThat(greeted(McpClient.to(server.uri().toString()).revision(era.revision)))
                    .isEqualTo(TWICE);
            assertThat(greeted(McpClient.to(url(server.uri())).revision(era.revision)))
                    .isEqualTo(TWICE);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aServerIsServedOverStdioInOneLineAndStartedByItsCommand(Era era) {
        assertThat(greeted(McpClient.to(program("stdio")).revision(era.revision))).isEqualTo(TWICE);
    }

    @ParameterizedTest
    @EnumSource
    void aProxyOfACommandIsServedOverHttpInOneLine(Era era) {
        try (var proxy = McpProxy.to(program("stdio")).serve(http(0))) {
            assertThat(greeted(McpClient.to(proxy.uri()).revision(era.revision))).isEqualTo(TWICE);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aProxyOfAUrlIsServedOverStreamsInOneLine(Era era) throws IOException {
        try (var server = ServedProgram.greeter().serve(http(0));
                var toProxy = new PipedOutputStream();
                var fromClient = new PipedInputStream(toProxy);
                var fromProxy = new PipedInputStream(1 << 16);
                var toClient = new PipedOutputStream(fromProxy);
                var proxy = McpProxy.to(server.uri()).serve(stdio(fromClient, toClient));
                var client = new LineClient(fromProxy, toProxy)) {
            assertThat(client.greeted(era.revision)).isEqualTo("Hello, Alice!");
            assertThatThrownBy(proxy::uri)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("no address");
        }
    }

    @Test
    void whatHandlersPrintOrReadOverStdioDoesNotTouchTheProtocol() {
        try (var client = McpClient.to(program("stdio")).connect()) {
            assertThat(client.callTool("print").text()).isEqualTo("printed, and read -1");
            assertThat(client.callTool("print").text()).isEqualTo("printed, and read -1");
        }
    }

    @Test
    void aProgramOnStdioLivesUntilItsClientHasLeft() throws Exception {
        var process = start("stdio");
        try (var errors = reader(process)) {
            assertThat(errors.readLine()).isEqualTo("main has returned");
            assertThat(process.isAlive()).isTrue();
            process.getOutputStream().close();
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void aProgramOnHttpLivesUntilItIsAskedToEnd() throws Exception {
        var process = start("http");
        try (var output = process.inputReader()) {
            var uri = URI.create(Objects.requireNonNull(output.readLine()));
            assertThat(greeted(McpClient.to(uri))).isEqualTo(TWICE);
            process.destroy();
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void aFaultInAHandlerIsSeenOnStderrIfNothingLogs() throws Exception {
        var process = start("stdio", withoutLogger());
        try (var errors = reader(process);
                var client = new LineClient(process.getInputStream(), process.getOutputStream())) {
            client.call("fail", Revision.STATELESS);
            assertThat(errors.lines().filter(line -> line.contains("the disk is full")).findFirst())
                    .isPresent();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void closingFreesThePortEndsThreadsAndIsSilentTheSecondTime() throws Exception {
        var server = ServedProgram.greeter().serve(http(0));
        int port = server.port();
        var waiting = CompletableFuture.runAsync(server::awaitEnd);
        assertThat(server.isRunning()).isTrue();
        server.close();
        server.close();
        waiting.get(5, TimeUnit.SECONDS);
        assertThat(server.isRunning()).isFalse();
        try (var again = ServedProgram.greeter().serve(http(port))) {
            assertThat(again.port()).isEqualTo(port);
        }
    }

    @Test
    void closingLetsTheRequestInFlightEnd() throws Exception {
        var begun = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        var server =
                McpServer.named("slow", "1")
                        .tool(
                                Tool.of("slow"),
                                (context, arguments) -> {
                                    begun.countDown();
                                    go.await();
                                    return CallResult.text("done");
                                })
                        .serve(http(0));
        try (var client = McpClient.to(server.uri()).revision(Revision.STATELESS).connect()) {
            var call = client.startTool("slow", Map.of(), RequestOptions.NONE);
            assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
            var closing = CompletableFuture.runAsync(server::close);
            go.countDown();
            assertThat(call.await().text()).isEqualTo("done");
            closing.get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void drainingGivesUpAfterTheTimeThatItWasGiven() throws Exception {
        var begun = new CountDownLatch(1);
        var server =
                McpServer.named("slow", "1")
                        .tool(
                                Tool.of("slow"),
                                (context, arguments) -> {
                                    begun.countDown();
                                    new CountDownLatch(1).await();
                                    return CallResult.of();
                                })
                        .serve(http(0));
        try (var client = McpClient.to(server.uri()).revision(Revision.STATELESS).connect()) {
            var call = client.startTool("slow", Map.of(), RequestOptions.NONE);
            assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
            server.drain(Duration.ofMillis(1));
            assertThatThrownBy(call::await).isInstanceOf(McpException.class);
        }
    }

    @Test
    void aPortThatIsTakenIsNamed() {
        try (var server = ServedProgram.greeter().serve(http(0))) {
            assertThatThrownBy(() -> ServedProgram.greeter().serve(http(server.port())))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining(":" + server.port())
                    .hasMessageContaining("in use");
        }
    }

    @Test
    void aProxyThatCouldNotBeServedAtOneAddressIsServedAtAnother() {
        try (var backend = ServedProgram.greeter().serve(http(0));
                var proxy = McpProxy.to(backend.uri()).build()) {
            assertThatThrownBy(() -> proxy.serve(http(backend.port())))
                    .isInstanceOf(UncheckedIOException.class);
            try (var served = proxy.serve(http(0))) {
                assertThat(greeted(McpClient.to(served.uri()))).isEqualTo(TWICE);
                assertThatThrownBy(() -> proxy.serve(http(backend.port())))
                        .isInstanceOf(UncheckedIOException.class);
                assertThat(greeted(McpClient.to(served.uri()))).isEqualTo(TWICE);
            }
        }
    }

    @Test
    void aProxyIsClosedWithTheLastOfItsListeners() {
        try (var backend = ServedProgram.greeter().serve(http(0))) {
            var proxy = McpProxy.to(backend.uri()).build();
            var one = proxy.serve(http(0));
            var two = proxy.serve(http(0));
            one.close();
            assertThat(greeted(McpClient.to(two.uri()))).isEqualTo(TWICE);
            two.close();
            assertThatThrownBy(() -> proxy.serve(http(0)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("closed");
        }
    }

    @Test
    void childrenOfAProxyEndWithIt() throws Exception {
        var pids = new CompletableFuture<ProcessHandle>();
        try (var proxy = McpProxy.to(program("stdio")).serve(http(0));
                var client = McpClient.to(proxy.uri()).connect()) {
            client.ping();
            client.listTools();
            ProcessHandle.current()
                    .descendants()
                    .filter(child ->
                            child.info().arguments().stream()
                                    .flatMap(Arrays::stream)
                                    .anyMatch(ServedProgram.class.getName()::equals))
                    .findFirst()
                    .ifPresent(pids::complete);
        }
        var child = pids.getNow(null);
        assertThat(child).isNotNull();
        assertThat(child.onExit().get(10, TimeUnit.SECONDS).isAlive()).isFalse();
    }

    @Test
    void aCommandIsGivenItsVariablesAndItsDirectory(@TempDir Path directory) throws IOException {
        var target = program("stdio").env("WORD", "hello").directory(directory);
        try (var client = McpClient.to(target).connect()) {
            assertThat(client.callTool("where").text())
                    .isEqualTo("hello in " + directory.toRealPath());
        }
    }

    @Test
    void aTextThatIsNoUrlIsToldHowToNameAProgram() {
        for (var text :
                new String[] {"npx -y @playwright/mcp", "ftp://example.com/mcp", "", "/mcp"}) {
            assertThatThrownBy(() -> McpClient.to(text))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("is no URL that begins with http:// or https://")
                    .hasMessageContaining("command(");
            assertThatThrownBy(() -> McpProxy.to(text))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static Process start(String transport, String classPath) throws IOException {
        return new ProcessBuilder(program(classPath, transport).argv()).start();
    }

    private static Process start(String transport) throws IOException {
        return start(transport, System.getProperty("java.class.path"));
    }

    private static BufferedReader reader(Process process) {
        return new BufferedReader(
                new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8));
    }

    private static String withoutLogger() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.contains("logback"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** A client that writes its lines by hand. */
    private record LineClient(BufferedReader in, OutputStream out) implements AutoCloseable {

        LineClient(InputStream in, OutputStream out) {
            this(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)), out);
        }

        void send(String line) throws IOException {
            out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
        }

        Json receive() throws IOException {
            return Json.of(Objects.requireNonNull(in.readLine()));
        }

        Json call(String tool, Revision revision) throws IOException {
            send(request(tool, revision, ""));
            return receive();
        }

        private static String request(String tool, Revision revision, String more) {
            var meta =
                    revision.isStateless()
                            ? """
                            ,"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28",\
                            "io.modelcontextprotocol/clientInfo":{"name":"lines","version":"1"},\
                            "io.modelcontextprotocol/clientCapabilities":{"elicitation":{}}}\
                            """
                            : "";
            return "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\",\"params\":{\"name\":\""
                    + tool
                    + "\",\"arguments\":{}"
                    + more
                    + meta
                    + "}}";
        }

        String greeted(Revision revision) throws IOException {
            if (revision.isStateless()) {
                var asked = call("greet", revision);
                var question =
                        Objects.requireNonNull(asked.at("result", "inputRequests"))
                                .members()
                                .getFirst();
                send(
                        request(
                                "greet",
                                revision,
                                ",\"requestState\":"
                                        + asked.at("result", "requestState")
                                        + ",\"inputResponses\":{\""
                                        + question.name()
                                        + "\":{\"action\":\"accept\",\"content\":{\"name\":\"Alice\"}}}"));
                return text(receive());
            }
            send(
                    """
                    {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25",\
                    "capabilities":{"elicitation":{}},"clientInfo":{"name":"lines","version":"1"}}}\
                    """);
            receive();
            send("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");
            var question = call("greet", revision);
            send(
                    "{\"jsonrpc\":\"2.0\",\"id\":"
                            + question.get("id")
                            + ",\"result\":{\"action\":\"accept\",\"content\":{\"name\":\"Alice\"}}}");
            return text(receive());
        }

        private static String text(Json response) {
            return new CallResult(Objects.requireNonNull(response.get("result"))).text();
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }
}
