package io.tieline.testkit.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tieline.framework.RequestOptions;
import io.tieline.testkit.scenarios.Pairing.Transport;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.McpException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Scenarios 67 and 77, as far as one backend for each gateway goes: what happens at one gateway
 * stays there.
 */
@Timeout(60)
final class GatewaysApartTest {

    @Test
    void scenario67StateSurvivesAtEveryChildAndNobodysCallEndsAnothers() throws Exception {
        var child = new Pairing(Transport.STREAMABLE_HTTP, Transport.STDIO);
        try (var notes = Setup.of(child);
                var tasks = Setup.of(child);
                var alice = notes.client().connect();
                var bob = notes.client().connect();
                var aliceAtTasks = tasks.client().connect();
                var bobAtTasks = tasks.client().connect()) {
            var others = List.of(bob, aliceAtTasks, bobAtTasks);
            for (var client : others) {
                client.callTool("put", Map.of("value", "of " + others.indexOf(client)));
            }
            var held =
                    others.stream()
                            .map(client ->
                                    client.startTool(
                                            "hold", Map.of("gate", "g"), RequestOptions.NONE))
                            .toList();
            for (var client : others) {
                client.callTool("await", Map.of("gate", "g.begun"));
            }
            var ended = Map.of("code", 1);
            assertThat(
                            catchThrowableOfType(
                                            McpException.class, () -> alice.callTool("halt", ended))
                                    .error()
                                    .code())
                    .isEqualTo(ErrorCode.BACKEND_GONE);
            for (var client : others) {
                client.callTool("open", Map.of("gate", "g", "value", "kept"));
                assertThat(held.get(others.indexOf(client)).await().text()).isEqualTo("kept");
                assertThat(client.callTool("get").text()).isEqualTo("of " + others.indexOf(client));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.tieline.testkit.scenarios.Pairing#some")
    void scenario77ACancellationReachesOnlyTheBackendThatRunsTheCall(Pairing pairing)
            throws Exception {
        try (var one = Setup.of(pairing);
                var other = Setup.of(pairing);
                var client = one.client().connect();
                var elsewhere = other.client().connect()) {
            // Calls with the same id, one at each gateway.
            var dropped = client.startTool("hold", Map.of("gate", "g"), RequestOptions.NONE);
            var kept = elsewhere.startTool("hold", Map.of("gate", "g"), RequestOptions.NONE);
            client.callTool("await", Map.of("gate", "g.begun"));
            elsewhere.callTool("await", Map.of("gate", "g.begun"));
            dropped.cancel("Enough");
            assertThat(client.callTool("await", Map.of("gate", "g.cancelled")).text())
                    .isEqualTo("Enough");
            elsewhere.callTool("open", Map.of("gate", "g", "value", "kept"));
            assertThat(kept.await().text()).isEqualTo("kept");
        }
    }
}
