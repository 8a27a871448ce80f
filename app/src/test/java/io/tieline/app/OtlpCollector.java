package io.tieline.app;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.zip.GZIPInputStream;

/** A collector: takes what programs export over OTLP, and keeps it. */
final class OtlpCollector implements AutoCloseable {

    /** A span, and the service that has sent it. */
    record Seen(String service, Span span) {

        String id() {
            return HexFormat.of().formatHex(span.getSpanId().toByteArray());
        }

        String parent() {
            return HexFormat.of().formatHex(span.getParentSpanId().toByteArray());
        }

        String trace() {
            return HexFormat.of().formatHex(span.getTraceId().toByteArray());
        }
    }

    private final Queue<Seen> spans = new ConcurrentLinkedQueue<>();
    private final Queue<Metric> metrics = new ConcurrentLinkedQueue<>();
    private final HttpServer server;

    OtlpCollector() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/traces", this::takeTraces);
        server.createContext("/v1/metrics", this::takeMetrics);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    List<Seen> spans() {
        return List.copyOf(spans);
    }

    List<Metric> metrics() {
        return List.copyOf(metrics);
    }

    private void takeTraces(HttpExchange http) {
        try (http) {
            var request = ExportTraceServiceRequest.parseFrom(body(http));
            for (var resource : request.getResourceSpansList()) {
                var service = service(resource.getResource().getAttributesList());
                resource.getScopeSpansList()
                        .forEach(scope ->
                                scope.getSpansList()
                                        .forEach(span -> spans.add(new Seen(service, span))));
            }
            http.sendResponseHeaders(200, -1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void takeMetrics(HttpExchange http) {
        try (http) {
            var request = ExportMetricsServiceRequest.parseFrom(body(http));
            for (var resource : request.getResourceMetricsList()) {
                resource.getScopeMetricsList()
                        .forEach(scope -> metrics.addAll(scope.getMetricsList()));
            }
            http.sendResponseHeaders(200, -1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream body(HttpExchange http) throws IOException {
        var body = http.getRequestBody();
        return "gzip".equals(http.getRequestHeaders().getFirst("Content-Encoding"))
                ? new GZIPInputStream(body)
                : body;
    }

    private static String service(List<KeyValue> attributes) {
        return attributes.stream()
                .filter(attribute -> attribute.getKey().equals("service.name"))
                .map(attribute -> attribute.getValue().getStringValue())
                .findFirst()
                .orElse("");
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
