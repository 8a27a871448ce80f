package io.tieline.testkit.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.framework.LogMessage;
import io.tieline.framework.RequestOptions;
import io.tieline.gateway.GatewaySettings;
import io.tieline.gateway.SessionPolicy;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Scenarios 1 to 8: one session, and what belongs to it. */
@Timeout(60)
final class SessionScenariosTest {

    @ParameterizedTest
    @MethodSource("io.tieline.testkit.scenarios.Pairing#some")
    void scenario01EachOfTwoClientsGetsItsOwnLogMessagesOnly(Pairing pairing) throws Exception {
        var heardByAlice = new ConcurrentLinkedQueue<LogMessage>();
        var heardByBob = new ConcurrentLinkedQueue<LogMessage>();
        try (var setup = Setup.of(pairing);
                var alice = setup.client().onLog(heardByAlice::add).connect();
                var bob = setup.client().onLog(heardByBob::add).connect()) {
            for (int round = 0; round < 10; round++) {
                var first = alice.startTool("log", message("for Alice"), RequestOptions.NONE);
                var second = bob.startTool("log", message("for Bob"), RequestOptions.NONE);
                first.await();
                second.await();
            }
        }
        assertThat(heardByAlice).extracting(LogMessage::text).hasSize(10).containsOnly("for Alice");
        assertThat(heardByBob).extracting(LogMessage::text).hasSize(10).containsOnly("for Bob");
    }

    private static Map<String, String> message(String data) {
        return Map.of("level", "warning", "data", data);
    }

    @ParameterizedTest
    @MethodSource("io.tieline.testkit.scenarios.Pairing#most")
    void scenario02TheStateOfASessionLivesInTheBackendsSession(Pairing pairing) throws Exception {
        try (var setup = Setup.of(pairing);
                var client = setup.client().connect()) {
            assertThat(client.callTool("get").text()).isEqualTo("Value not found");
            client.callTool("put", Map.of("value", "1"));
            assertThat(client.callTool("get").text()).isEqualTo("1");
        }
    }

    @ParameterizedTest
    @MethodSource("io.tieline.testkit.scenarios.Pairing#some")
    void scenario03WithASessionForEachRequestNothingIsKept(Pairing pairing) throws Exception {
        var settings = GatewaySettings.DEFAULT.withSessions(SessionPolicy.PER_REQUEST);
        try (var setup = Setup.of(pairing, settings);
                var client = setup.client().connect()) {
            client.callTool("put", Map.of("value", "1"));
            assertThat(client.callTool("get").text()).isEqualTo("Value not found");
        }
    }

    @ParameterizedTest
    @MethodSource("io.tieline.testkit.scenarios.Pairing#all")
    @Timeout(10)
    void scenario05TheSecondQuestionOfASessionReachesItsCall(Pairing pairing) throws Exception {
        try (var setup = Setup.of(pairing);
                var client = setup.client("Alice").connect()) {
            assertThat(client.callTool("greet").text()).isEqualTo("Hello, Alice!");
            assertThat(client.callTool("greet").text()).isEqualTo("Hello, Alice!");
        }
    }
}
