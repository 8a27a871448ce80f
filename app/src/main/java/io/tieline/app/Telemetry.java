package io.tieline.app;

import io.tieline.app.config.UsageException;
import io.tieline.session.Observer;
import io.tieline.telemetry.ServerAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a collector is given, if the environment names one: traces and metrics by OTLP, as the
 * {@code OTEL_*} variables of OpenTelemetry say. Where none is named nothing of OpenTelemetry's SDK
 * is loaded, and there is no thread and no connection.
 */
final class Telemetry implements AutoCloseable {

    static final String ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT";
    static final String TRACES_ENDPOINT = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT";
    static final String METRICS_ENDPOINT = "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT";
    private static final String DISABLED = "OTEL_SDK_DISABLED";

    private final Map<String, ServerAddress> addresses = new ConcurrentHashMap<>();
    private final @Nullable CollectorExport export;

    private Telemetry(Map<String, String> variables) throws UsageException {
        this.export = isWanted(variables) ? CollectorExport.begin(variables, addresses::get) : null;
    }

    /**
     * Begins to give what the environment says.
     *
     * @throws UsageException if it says what cannot be done
     */
    static Telemetry begin(Map<String, String> variables) throws UsageException {
        return new Telemetry(variables);
    }

    private static boolean isWanted(Map<String, String> variables) {
        return !"true".equalsIgnoreCase(variables.get(DISABLED))
                && Stream.of(ENDPOINT, TRACES_ENDPOINT, METRICS_ENDPOINT)
                        .anyMatch(name -> isSet(variables, name));
    }

    static boolean isSet(Map<String, String> variables, String name) {
        return !variables.getOrDefault(name, "").isBlank();
    }

    /** Who hears what is given. */
    List<Observer> observers() {
        return export == null ? List.of() : export.observers();
    }

    /** From now on these are the servers, whose addresses spans tell. */
    void serve(List<ServerPlan> servers) {
        for (var server : servers) {
            addresses.put(server.backend().name(), addressOf(server.backend()));
        }
    }

    private static ServerAddress addressOf(BackendPlan backend) {
        return switch (backend) {
            case BackendPlan.Command _, BackendPlan.Within _ -> ServerAddress.program();
            case BackendPlan.Watched watched -> addressOf(watched.server());
            case BackendPlan.Url url -> {
                int port = url.uri().getPort();
                int usual = "https".equals(url.uri().getScheme()) ? 443 : 80;
                yield ServerAddress.of(url.uri().getHost(), port < 0 ? usual : port);
            }
        };
    }

    /** Gives what is left, for a few seconds at the most. */
    @Override
    public void close() {
        if (export != null) {
            export.close();
        }
    }
}
