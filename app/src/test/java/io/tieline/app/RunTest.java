package io.tieline.app;

import static org.assertj.core.api.Assertions.assertThat;

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

    private static TielineProcess run(HeldServer server, String... more) {
        var arguments = new ArrayList<>(List.of("run", "--listen", "127.0.0.1:0"));
        arguments.addAll(List.of("--backend", server.url()));
        arguments.addAll(List.of(more));
        return TielineProcess.start(arguments.toArray(String[]::new));
    }
}
