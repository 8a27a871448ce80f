package io.tieline.testkit.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.framework.RequestOptions;
import io.tieline.gateway.GatewaySettings;
import io.tieline.gateway.SessionPolicy;
import io.tieline.session.backend.TimeLimits;
import io.tieline.testkit.peers.ManualClock;
import io.tieline.testkit.scenarios.Pairing.Transport;
import io.tieline.wire.Revision;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Scenario 189: a tool that works in silence is waited for. */
@Timeout(60)
final class SilentWorkTest {

    private static final Pairing LOCAL = new Pairing(Transport.IN_PROCESS, Transport.IN_PROCESS);

    private final ManualClock clock = new ManualClock();

    static Stream<Arguments> ways() {
        var transports =
                Pairing.all()
                        .map(pairing ->
                                Arguments.of(
                                        pairing,
                                        SessionPolicy.PER_CLIENT_SESSION,
                                        Revision.LATEST_HANDSHAKE));
        var policies =
                Stream.of(
                                SessionPolicy.PER_CLIENT_SESSION,
                                SessionPolicy.SHARED,
                                SessionPolicy.pinned("desk"),
                                SessionPolicy.PER_REQUEST)
                        .flatMap(policy ->
                                Stream.of(Revision.LATEST_HANDSHAKE, Revision.STATELESS)
                                        .map(revision -> Arguments.of(LOCAL, policy, revision)));
        var eras =
                Pairing.some()
                        .filter(pairing -> pairing.front() != Transport.HTTP_SSE)
                        .filter(pairing -> pairing.backend() != Transport.HTTP_SSE)
                        .map(pairing ->
                                Arguments.of(
                                        pairing,
                                        SessionPolicy.PER_CLIENT_SESSION,
                                        Revision.STATELESS));
        return Stream.of(transports, policies, eras).flatMap(ways -> ways);
    }

    @ParameterizedTest
    @MethodSource("ways")
    void scenario189AToolThatWorksSilentlyForFiveMinutesAnswersAsItDoesDirectly(
            Pairing pairing, SessionPolicy policy, Revision revision) throws Exception {
        var settings = GatewaySettings.DEFAULT.withSessions(policy);
        try (var setup = Setup.of(pairing, ChildProgram.command(), settings, clock);
                var client =
                        setup.client()
                                .limits(TimeLimits.DEFAULT.withInitialize(Duration.ofDays(1)))
                                .revision(revision)
                                .connect()) {
            for (int call = 1; call <= 4; call++) {
                var gate = "gate" + call;
                var work = client.startTool("hold", Map.of("gate", gate), RequestOptions.NONE);
                client.callTool("await", Map.of("gate", gate + ".begun"));
                clock.advance(Duration.ofMinutes(5));
                client.callTool("open", Map.of("gate", gate, "value", "done"));
                assertThat(work.await().text()).isEqualTo("done");
            }
        }
    }
}
