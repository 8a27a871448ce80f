package io.tieline.app;

import static io.tieline.http.Http.http;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import io.tieline.app.OtlpCollector.Seen;
import io.tieline.app.config.UsageException;
import io.tieline.framework.Answer;
import io.tieline.framework.CallResult;
import io.tieline.framework.McpClient;
import io.tieline.framework.McpContext;
import io.tieline.framework.McpServer;
import io.tieline.framework.Tool;
import io.tieline.telemetry.Instrument;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What gateways that are programs give to a collector, and what they do not without one. */
@Timeout(120)
final class TelemetryAtWorkTest {

    record Seat(String seat) {}

    @TempDir private Path directory;

    private static McpServer.Builder asking() {
        return McpServer.named("asking", "1")
                .tool(
                        Tool.of("book"),
                        (context, _) -> CallResult.text(ask(context) + ask(context)));
    }

    private static String ask(McpContext context) {
        return context.elicit("Which seat?", Seat.class) instanceof Answer.Accept(var it)
                ? it.seat()
                : "none";
    }

    /** A gateway whose spans wait for its end: they are given then or never. */
    private static TielineProcess gateway(OtlpCollector to, String service, String backend) {
        var variables =
                Map.of(
                        "OTEL_EXPORTER_OTLP_ENDPOINT",
                        to.url(),
                        "OTEL_SERVICE_NAME",
                        service,
                        "OTEL_BSP_SCHEDULE_DELAY",
                        "600000",
                        "OTEL_METRIC_EXPORT_INTERVAL",
                        "600000");
        return TielineProcess.start(
                variables, "run", "--listen=127.0.0.1:0", "--backend=" + backend);
    }

    @Test
    void scenario116ACallWithTwoQuestionsThroughTwoProgramsIsOneTraceAtACollector()
            throws Exception {
        try (var collector = new OtlpCollector();
                var server = asking().serve(http(0))) {
            try (var far = gateway(collector, "far", server.uri().toString());
                    var near = gateway(collector, "near", far.ready() + "/mcp")) {
                try (var client =
                        McpClient.to(near.ready() + "/mcp")
                                .onElicitation(_ -> Answer.accept(Map.of("seat", "12A")))
                                .connect()) {
                    assertThat(client.callTool("book").text()).isEqualTo("12A12A");
                }
                for (var one : List.of(near, far)) {
                    one.terminate();
                    assertThat(one.exitCode()).as(one.errors().toString()).isZero();
                }
            }
            requireOneTrace(collector.spans());
            assertThat(collector.metrics())
                    .extracting(Metric::getName)
                    .contains(
                            "mcp.server.operation.duration",
                            "mcp.client.operation.duration",
                            "mcp.server.session.duration",
                            "tieline.requests.accepted",
                            "tieline.turn.wait");
            assertThat(collector.metrics())
                    .filteredOn(metric -> metric.getName().equals("tieline.question.wait"))
                    .allSatisfy(metric ->
                            assertThat(
                                            metric.getHistogram()
                                                    .getDataPoints(0)
                                                    .getExplicitBoundsList())
                                    .isEqualTo(Instrument.BOUNDARIES));
        }
    }

    private static void requireOneTrace(List<Seen> all) {
        var calls =
                all.stream().filter(one -> one.span().getName().equals("tools/call book")).toList();
        var served = one(calls, "near", SpanKind.SPAN_KIND_SERVER);
        var called = one(calls, "near", SpanKind.SPAN_KIND_CLIENT);
        var farServed = one(calls, "far", SpanKind.SPAN_KIND_SERVER);
        var farCalled = one(calls, "far", SpanKind.SPAN_KIND_CLIENT);
        assertThat(calls).extracting(Seen::trace).containsOnly(served.trace());
        assertThat(served.parent()).isEmpty();
        assertThat(called.parent()).isEqualTo(served.id());
        assertThat(farServed.parent()).isEqualTo(called.id());
        assertThat(farCalled.parent()).isEqualTo(farServed.id());
        assertThat(all)
                .filteredOn(one -> one.span().getName().equals("elicitation/create"))
                .extracting(Seen::parent)
                .containsExactlyInAnyOrder(
                        called.id(), called.id(), farCalled.id(), farCalled.id());
    }

    private static Seen one(List<Seen> calls, String service, SpanKind kind) {
        assertThat(calls)
                .filteredOn(it -> it.service().equals(service) && it.span().getKind() == kind)
                .as(service + " " + kind)
                .hasSize(1);
        return calls.stream()
                .filter(it -> it.service().equals(service) && it.span().getKind() == kind)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void scenario117WithoutACollectorNothingOfOpenTelemetryIsEvenLoaded() throws Exception {
        var loaded = directory.resolve("classes");
        var variables = Map.of("JAVA_TOOL_OPTIONS", "-Xlog:class+load=info:file=" + loaded);
        try (var server = new HeldServer();
                var tieline =
                        TielineProcess.start(
                                variables,
                                "run",
                                "--listen=127.0.0.1:0",
                                "--admin=127.0.0.1:0",
                                "--backend=" + server.url())) {
            tieline.ready();
            tieline.terminate();
            assertThat(tieline.exitCode()).isZero();
        }
        var classes = Files.readAllLines(loaded);
        assertThat(classes).anyMatch(line -> line.contains(" io.tieline.app.RunningGateway "));
        assertThat(classes).noneMatch(line -> line.contains(" io.opentelemetry."));
    }

    @Test
    void whatCannotBeExportedIsSaidAtTheStart() {
        var variables =
                Map.of(
                        Telemetry.ENDPOINT,
                        "http://127.0.0.1:9",
                        "OTEL_TRACES_SAMPLER",
                        "now_and_then");
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> Telemetry.begin(variables).close())
                .withMessageContaining("now_and_then");
    }
}
