package io.tieline.testkit.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.framework.CallResult;
import io.tieline.framework.Pending;
import io.tieline.framework.RequestOptions;
import io.tieline.stdio.StdioCommand;
import io.tieline.testkit.scenarios.Pairing.Transport;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.McpException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Scenario 60, where no call is running: a child that dies between calls, or before the first. */
@Timeout(60)
final class CrashScenariosTest {

    private static final Pairing CHILD = new Pairing(Transport.STREAMABLE_HTTP, Transport.STDIO);

    @Test
    void scenario60AChildThatDiesWhileIdleAgainAndAgainIsReplacedUnderManyCallers()
            throws Exception {
        try (var setup = Setup.of(CHILD);
                var client = setup.client("Alice").connect()) {
            for (int round = 0; round < 3; round++) {
                client.callTool("put", Map.of("value", "kept"));
                kill(Long.parseLong(client.callTool("process").text()));
                var calls =
                        IntStream.range(0, 8)
                                .mapToObj(
                                        _ -> client.startTool("get", Map.of(), RequestOptions.NONE))
                                .toList();
                var outcomes = outcomes(calls);
                assertThat(outcomes).contains("lost").doesNotContain("kept");
                assertThat(client.callTool("get").text()).isEqualTo("Value not found");
                assertThat(client.callTool("greet").text()).isEqualTo("Hello, Alice!");
            }
        }
    }

    private static void kill(long process) throws Exception {
        var child = ProcessHandle.of(process).orElseThrow();
        child.destroyForcibly();
        child.onExit().get(20, TimeUnit.SECONDS);
    }

    /** What came of each call: the text of its result, or that it was told of the loss. */
    private static List<String> outcomes(List<Pending<CallResult>> calls) {
        var outcomes = new ArrayList<String>();
        for (var call : calls) {
            try {
                outcomes.add(call.await().text());
            } catch (McpException failure) {
                assertThat(failure.error().code())
                        .isIn(ErrorCode.BACKEND_SESSION_LOST, ErrorCode.BACKEND_GONE);
                outcomes.add("lost");
            }
        }
        return outcomes;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3})
    void scenario60AChildThatDiesInItsHandshakeFailsCallsUntilItIsStartedAgain(
            int exitCode, @TempDir Path folder) throws Exception {
        var words = new ArrayList<String>();
        words.addAll(List.of("sh", "-c", DIES_ONCE, folder.resolve("died").toString()));
        words.add(String.valueOf(exitCode));
        words.addAll(ChildProgram.command().argv());
        var child = StdioCommand.of(words.toArray(String[]::new));
        try (var setup = Setup.of(CHILD, child);
                var client = setup.client("Alice").connect()) {
            // Until the pause before the next start is over, each call is told why.
            var outcome = "lost";
            while (outcome.equals("lost")) {
                var call = client.startTool("greet", Map.of(), RequestOptions.NONE);
                outcome = outcomes(List.of(call)).getFirst();
            }
            assertThat(outcome).isEqualTo("Hello, Alice!");
            assertThat(setup.connections()).isEqualTo(2);
        }
    }

    /** Reads its first line, ends, and is another program the next time. */
    private static final String DIES_ONCE =
            "if [ -e \"$0\" ]; then shift; exec \"$@\"; fi; touch \"$0\"; read -r _; exit \"$1\"";
}
