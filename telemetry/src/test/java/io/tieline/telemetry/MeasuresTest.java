package io.tieline.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import io.tieline.gateway.Gateway;
import io.tieline.gateway.GatewaySettings;
import io.tieline.session.Environment;
import io.tieline.testkit.peers.LocalListener;
import io.tieline.testkit.peers.ManualClock;
import io.tieline.testkit.peers.ScriptedServer;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Revision;
import io.tieline.wire.RpcError;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is measured of a gateway at work, as a reader of OpenTelemetry finds it. */
final class MeasuresTest {

    private static final Json ACCEPTED = Json.of("{\"action\":\"accept\",\"content\":{}}");

    private final InMemoryMetricReader reader = InMemoryMetricReader.create();
    private final SdkMeterProvider provider =
            SdkMeterProvider.builder().registerMetricReader(reader).build();
    private final MeasuringObserver observer =
            MeasuringObserver.in(
                    OpenTelemetryMeters.of(
                            OpenTelemetrySdk.builder().setMeterProvider(provider).build()));
    private final ManualClock clock = new ManualClock();
    private final ScriptedServer server =
            ScriptedServer.stateful()
                    .tool("book", it -> it.answer("booked"))
                    .tool("ask", it -> it.elicit("Seat?", _ -> it.answer("12A")))
                    .tool("never", it -> it.fail(RpcError.of(ErrorCode.INTERNAL_ERROR, "No")));
    private final Environment environment = new Environment(clock, new Random(1), observer);
    private final Gateway gateway = new Gateway(server, GatewaySettings.DEFAULT, environment);
    private final LocalListener listener = LocalListener.serve(gateway, environment);

    @AfterEach
    void close() {
        listener.close();
        gateway.close();
        provider.close();
    }

    private MetricData metric(String name) {
        return reader.collectAllMetrics().stream()
                .filter(metric -> metric.getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no metric " + name));
    }

    private Stream<HistogramPointData> histogram(String name) {
        return metric(name).getHistogramData().getPoints().stream();
    }

    private long count(String name) {
        return histogram(name).mapToLong(HistogramPointData::getCount).sum();
    }

    private long sum(String name, Attributes of) {
        return metric(name).getLongSumData().getPoints().stream()
                .filter(point -> point.getAttributes().equals(of))
                .mapToLong(LongPointData::getValue)
                .sum();
    }

    private static Attributes labels(String... pairs) {
        var labels = Attributes.builder();
        for (int i = 0; i < pairs.length; i += 2) {
            labels.put(pairs[i], pairs[i + 1]);
        }
        return labels.build();
    }

    @Test
    void everyRequestIsInOneOutcomeWithTheBoundariesOfTheConventions() {
        try (var client = listener.connect()) {
            client.request(Method.TOOLS_LIST, Json.EMPTY_OBJECT).result();
            client.call("book");
            client.call("never");
        }
        assertThat(sum("tieline.requests.accepted", Attributes.empty())).isEqualTo(4);
        assertThat(sum("tieline.requests.in_flight", Attributes.empty())).isZero();
        assertThat(histogram("mcp.server.operation.duration"))
                .allSatisfy(
                        point -> assertThat(point.getBoundaries()).isEqualTo(Instrument.BOUNDARIES))
                .extracting(HistogramPointData::getAttributes)
                .contains(
                        labels(
                                "mcp.method.name",
                                "tools/call",
                                "gen_ai.tool.name",
                                "book",
                                "outcome",
                                "result"),
                        labels(
                                "mcp.method.name",
                                "tools/call",
                                "gen_ai.tool.name",
                                "never",
                                "outcome",
                                "error",
                                "error.type",
                                "-32603"));
        assertThat(metric("mcp.server.operation.duration").getUnit()).isEqualTo("s");
        assertThat(count("mcp.client.operation.duration")).isEqualTo(3);
        assertThat(count("tieline.turn.wait")).isEqualTo(3);
    }

    @Test
    void onlyToolsThatAreListedHaveSeriesOfTheirOwn() {
        try (var client = listener.connect()) {
            client.call("book");
            assertThat(tools()).containsExactly("(other)");
            client.request(Method.TOOLS_LIST, Json.EMPTY_OBJECT).result();
            client.call("book");
            client.call("invented");
            assertThat(tools()).containsExactlyInAnyOrder("(other)", "book");
        }
    }

    private List<String> tools() {
        return histogram("mcp.server.operation.duration")
                .flatMap(point ->
                        Stream.ofNullable(
                                point.getAttributes()
                                        .get(AttributeKey.stringKey("gen_ai.tool.name"))))
                .distinct()
                .toList();
    }

    @Test
    void namesThatPeersInventShareOneSeries() {
        var names = new KnownNames(2);
        Stream.of("a", "b", "c").forEach(names::add);
        assertThat(Stream.of("a", "b", "c", "").map(names::label))
                .containsExactly("a", "b", KnownNames.OTHER, "");
    }

    @Test
    void sessionsAreCountedWhileTheyLastAndMeasuredAtTheirEnd() {
        var ofClient = labels("side", "client", "era", "handshake");
        var ofServer = labels("side", "server", "era", "handshake");
        try (var client = listener.connect()) {
            client.call("book");
            assertThat(sum("tieline.sessions", ofClient)).isEqualTo(1);
            assertThat(sum("tieline.sessions", ofServer)).isEqualTo(1);
            clock.advance(Duration.ofSeconds(3));
        }
        assertThat(sum("tieline.sessions", ofClient)).isZero();
        assertThat(sum("tieline.sessions", ofServer)).isZero();
        for (var name : List.of("mcp.server.session.duration", "mcp.client.session.duration")) {
            assertThat(histogram(name))
                    .singleElement()
                    .satisfies(point -> assertThat(point.getSum()).isBetween(3d, 4d));
        }
    }

    @Test
    void whatWaitsForAPersonIsMeasuredAndCountedWhileItIsParked() {
        try (var client = listener.client().revision(Revision.STATELESS).connect()) {
            var call = client.call("ask");
            clock.advance(Duration.ofMillis(100));
            assertThat(sum("tieline.parked", Attributes.empty())).isEqualTo(1);
            call.question().answer(ACCEPTED);
            assertThat(call.text()).isEqualTo("12A");
            assertThat(sum("tieline.parked", Attributes.empty())).isZero();
            assertThat(histogram("tieline.question.wait"))
                    .extracting(HistogramPointData::getAttributes)
                    .containsExactly(
                            labels(
                                    "server",
                                    "scripted",
                                    "mcp.method.name",
                                    "elicitation/create",
                                    "outcome",
                                    "answered"));
        }
    }

    @Test
    void aServerThatIsLostIsDownAndHasRestarted() {
        try (var client = listener.connect()) {
            client.call("book");
            var server = labels("server", "scripted");
            assertThat(up()).isEqualTo(1);
            this.server.crash("gone");
            assertThat(up()).isZero();
            assertThat(sum("tieline.backend.restarts", server)).isEqualTo(1);
            assertThat(sum("tieline.backend.sessions", server)).isZero();
        }
    }

    private long up() {
        var points = metric("tieline.backend.up").getLongGaugeData().getPoints();
        return points.iterator().next().getValue();
    }
}
