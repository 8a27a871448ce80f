package io.tieline.bench.subject;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/** Takes traces and metrics over OTLP, and keeps none. It lives as long as the benchmark does. */
final class Collector {

    private Collector() {}

    /** What a program is told that gives metrics each second, and one trace in a hundred. */
    static List<String> variables() throws IOException {
        var server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", Collector::take);
        server.start();
        return List.of(
                "OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:" + server.getAddress().getPort(),
                "OTEL_TRACES_SAMPLER=parentbased_traceidratio",
                "OTEL_TRACES_SAMPLER_ARG=0.01",
                "OTEL_METRIC_EXPORT_INTERVAL=1000");
    }

    private static void take(HttpExchange http) throws IOException {
        try (http) {
            http.getRequestBody().transferTo(OutputStream.nullOutputStream());
            http.sendResponseHeaders(200, -1);
        }
    }
}
