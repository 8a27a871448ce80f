package io.tieline.telemetry.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tieline.gateway.Gateway;
import io.tieline.gateway.GatewaySettings;
import io.tieline.session.Environment;
import io.tieline.telemetry.MeasuringObserver;
import io.tieline.testkit.peers.LocalListener;
import io.tieline.testkit.peers.ManualClock;
import io.tieline.testkit.peers.ScriptedServer;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class MicrometerMetersTest {

    @Test
    void aRegistryHasWhatWasCountedAndMeasured() {
        var registry = new SimpleMeterRegistry();
        var observer = MeasuringObserver.in(MicrometerMeters.of(registry));
        var environment = new Environment(new ManualClock(), new Random(1), observer);
        var server = ScriptedServer.stateful().tool("book", it -> it.answer("booked"));
        try (var gateway = new Gateway(server, GatewaySettings.DEFAULT, environment);
                var listener = LocalListener.serve(gateway, environment);
                var client = listener.connect()) {
            assertThat(client.call("book").text()).isEqualTo("booked");
            assertThat(registry.get("tieline.requests.accepted").counter().count()).isEqualTo(2);
            assertThat(registry.get("tieline.requests.in_flight").gauge().value()).isZero();
            assertThat(registry.get("tieline.backend.up").gauge().value()).isEqualTo(1);
            var served =
                    registry.get("mcp.server.operation.duration")
                            .tag("mcp.method.name", "tools/call")
                            .tag("outcome", "result")
                            .timer();
            assertThat(served.count()).isEqualTo(1);
            assertThat(served.totalTime(TimeUnit.SECONDS)).isLessThan(60);
            assertThat(served.takeSnapshot().histogramCounts()).hasSize(14);
        }
    }
}
