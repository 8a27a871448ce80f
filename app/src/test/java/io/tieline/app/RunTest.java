package io.tieline.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.wire.Json;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code tieline run} as a process, with a server behind it and a client in front. */
@Timeout(180)
final class RunTest {

    @Test
    void servesAServerBehindAUrlAndSaysWhere() throws Exception {
        try (var server = new HeldServer();
                var tieline = run(server);
                var client = new PostingClient(tieline.ready())) {
            assertThat(client.initialize().text("result", "serverInfo", "name")).isEqualTo("held");
            assertThat(client.call("any").get(30, TimeUnit.SECONDS).toString()).contains("call 1");
            assertThat(client.call("any").get(30, TimeUnit.SECONDS).toString()).contains("call 2");
        }
    }

    @Test
    void endsWithZeroAfterItsCallsWhenAskedToTerminate() throws Exception {
        try (var server = new HeldServer();
                var tieline = run(server);
                var client = new PostingClient(tieline.ready());
                var late = client.another()) {
            client.initialize();
            var call = client.call("hold");
            var held = server.awaitHeld();
            tieline.terminate();
            tieline.awaitError(line -> line.contains("draining"));
            assertThat(late.tryInitialize()).isEqualTo(503);
            held.finish(HeldServer.text("late but whole"));
            assertThat(call.get(30, TimeUnit.SECONDS).toString()).contains("late but whole");
            assertThat(tieline.exitCode()).isZero();
        }
    }

    @Test
    void failsWhatIsInFlightWhenTheTimeForDrainingIsOver() throws Exception {
        try (var server = new HeldServer();
                var tieline = run(server, "--drain", "200ms");
                var client = new PostingClient(tieline.ready())) {
            client.initialize();
            var call = client.call("hold");
            server.awaitHeld();
            tieline.terminate();
            var error = call.get(30, TimeUnit.SECONDS).at("error", "code");
            assertThat(error).hasToString("-31005");
            assertThat(tieline.exitCode()).isZero();
        }
    }

    @Test
    void endsAtOnceAtTheSecondSignal() throws Exception {
        try (var server = new HeldServer();
                var tieline = run(server);
                var client = new PostingClient(tieline.ready())) {
            client.initialize();
            var call = client.call("hold");
            server.awaitHeld();
            tieline.terminate();
            tieline.awaitError(line -> line.contains("draining"));
            tieline.terminate();
            assertThat(tieline.exitCode()).isEqualTo(143);
            assertThat(call).failsWithin(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void drainsWhenItsTerminalCloses() throws Exception {
        try (var server = new HeldServer();
                var tieline = run(server);
                var client = new PostingClient(tieline.ready())) {
            client.initialize();
            var call = client.call("hold");
            var held = server.awaitHeld();
            tieline.signal("HUP");
            tieline.awaitError(line -> line.contains("draining"));
            // A shell and its terminal send one each, and a service manager SIGTERM beside it.
            tieline.signal("HUP");
            tieline.terminate();
            held.finish(HeldServer.text("late but whole"));
            assertThat(call.get(30, TimeUnit.SECONDS).toString()).contains("late but whole");
            assertThat(tieline.exitCode()).isZero();
        }
    }

    @Test
    void drainsOverStdinAndStdoutTooWhenItsTerminalCloses() throws Exception {
        try (var server = new HeldServer();
                var tieline = TielineProcess.start("run", "--stdio", "--backend", server.url())) {
            tieline.awaitError(line -> line.startsWith("tieline: ready on stdin and stdout"));
            tieline.write(
                    """
                    {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25",\
                    "capabilities":{},"clientInfo":{"name":"typing","version":"1"}}}
                    {"jsonrpc":"2.0","method":"notifications/initialized"}
                    {"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"hold"}}
                    """);
            var held = server.awaitHeld();
            tieline.signal("HUP");
            tieline.awaitError(line -> line.contains("draining"));
            held.finish(HeldServer.text("late but whole"));
            assertThat(tieline.exitCode()).isZero();
            assertThat(tieline.output()).contains("late but whole");
        }
    }

    @Test
    void saysWhereItListensSoThatItCanBePasted() throws Exception {
        try (var server = new HeldServer();
                var tieline =
                        TielineProcess.start(
                                "run",
                                "--listen=0.0.0.0:0",
                                "--insecure-no-auth",
                                "--public-url=https://example.com/tools/",
                                "--backend",
                                server.url());
                var client = new PostingClient(tieline.ready())) {
            client.initialize();
            tieline.terminate();
            assertThat(tieline.exitCode()).isZero();
            assertThat(tieline.errors())
                    .anyMatch(line ->
                            line.matches(
                                    "tieline: ready at http://127\\.0\\.0\\.1:\\d+/mcp, on all"
                                            + " addresses of IPv4, from outside at"
                                            + " https://example\\.com/tools/mcp .*"))
                    .anyMatch(line -> line.contains("Whoever reaches 0.0.0.0:0 may use"));
        }
    }

    @Test
    void stdoutCarriesNothingButTheProtocol() {
        try (var server = new HeldServer();
                var tieline =
                        TielineProcess.start(
                                "run", "--stdio", "--log-level=debug", "--backend", server.url())) {
            tieline.awaitError(line -> line.startsWith("tieline: ready on stdin and stdout"));
            tieline.type(
                    """
                    {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25",\
                    "capabilities":{},"clientInfo":{"name":"typing","version":"1"}}}
                    {"jsonrpc":"2.0","method":"notifications/initialized"}
                    {"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"any"}}
                    no message
                    """);
            assertThat(tieline.output().lines())
                    .extracting(line -> String.valueOf(Json.of(line).get("id")))
                    .containsExactlyInAnyOrder("1", "2", "null");
            assertThat(tieline.exitCode()).isZero();
            assertThat(tieline.errors()).anyMatch(line -> line.contains("debug tools/call"));
        }
    }

    @Test
    void aPortInUseIsNamedInOneLineAndEndsWithTwo() {
        try (var server = new HeldServer();
                var tieline =
                        TielineProcess.start(
                                "run",
                                "--listen",
                                "127.0.0.1:" + URI.create(server.url()).getPort(),
                                "--",
                                "cat")) {
            assertThat(tieline.exitCode()).isEqualTo(2);
            assertThat(tieline.errors())
                    .singleElement()
                    .asString()
                    .matches(
                            "tieline: --listen: Cannot listen on 127.0.0.1:\\d+: the port is in"
                                    + " use; stop the other program, or choose another port \\(0"
                                    + " takes a free one\\)");
            assertThat(tieline.output()).isEmpty();
        }
    }

    @Test
    void aServerThatDiesLeavesItsLastWordsInTheLog() throws Exception {
        try (var tieline =
                        TielineProcess.start(
                                "run",
                                "--listen=127.0.0.1:0",
                                "--",
                                "sh",
                                "-c",
                                "echo no licence >&2; exit 3");
                var client = new PostingClient(tieline.ready())) {
            client.initialize();
            tieline.awaitError(line -> line.contains("warn  Backend sh"));
            tieline.awaitError(line -> line.contains("no licence"));
        }
    }

    @Test
    void aChildThatIgnoresEverythingIsGoneWhenTheProgramHasEnded() throws Exception {
        var stubborn =
                """
                trap '' TERM
                read -r line
                id=$(printf '%s' "$line" | sed 's/.*"id":\\([0-9]*\\).*/\\1/')
                info="\\"serverInfo\\":{\\"name\\":\\"$$\\",\\"version\\":\\"1\\"}"
                start='"protocolVersion":"2025-11-25","capabilities":{}'
                echo "{\\"jsonrpc\\":\\"2.0\\",\\"id\\":$id,\\"result\\":{$start,$info}}"
                while :; do sleep 1; done
                """;
        try (var tieline =
                        TielineProcess.start(
                                "run", "--listen=127.0.0.1:0", "--", "sh", "-c", stubborn);
                var client = new PostingClient(tieline.ready())) {
            var name = client.initialize().text("result", "serverInfo", "name");
            var child = ProcessHandle.of(Long.parseLong(String.valueOf(name))).orElseThrow();
            tieline.terminate();
            assertThat(tieline.exitCode()).isZero();
            assertThat(child.isAlive()).isFalse();
        }
    }

    @Test
    void playsTheDemo() {
        try (var tieline = TielineProcess.start("demo")) {
            assertThat(tieline.output()).contains("Hello Ada, #1", "Next: bin/tieline run");
            assertThat(tieline.exitCode()).isZero();
            assertThat(tieline.errors()).isEmpty();
        }
    }

    private static TielineProcess run(HeldServer server, String... more) {
        var arguments = new ArrayList<>(List.of("run", "--listen", "127.0.0.1:0"));
        arguments.addAll(List.of("--backend", server.url()));
        arguments.addAll(List.of(more));
        return TielineProcess.start(arguments.toArray(String[]::new));
    }
}
