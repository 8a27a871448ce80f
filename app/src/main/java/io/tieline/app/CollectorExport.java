package io.tieline.app;

import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException;
import io.tieline.app.config.UsageException;
import io.tieline.session.Observer;
import io.tieline.telemetry.MeasuringObserver;
import io.tieline.telemetry.OpenTelemetryMeters;
import io.tieline.telemetry.ServerAddress;
import io.tieline.telemetry.TracingObserver;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * Gives traces and metrics to a collector, by the SDK of OpenTelemetry and its own variables. What
 * the SDK has to say, of a collector that is away for instance, goes where everything is logged.
 * Its threads are its own, and end with this.
 */
final class CollectorExport implements AutoCloseable {

    private static final String THEIRS = "OTEL_";
    private static final String TRACES_EXPORTER = "otel.traces.exporter";
    private static final String METRICS_EXPORTER = "otel.metrics.exporter";
    private static final long LAST_WORDS_SECONDS = 5;

    private final OpenTelemetrySdk sdk;
    private final List<Observer> observers;

    private CollectorExport(OpenTelemetrySdk sdk, List<Observer> observers) {
        this.sdk = sdk;
        this.observers = observers;
    }

    /**
     * Begins to give what the variables say.
     *
     * @param addresses where the server of a name is
     */
    static CollectorExport begin(
            Map<String, String> variables, Function<String, @Nullable ServerAddress> addresses)
            throws UsageException {
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        try {
            var sdk =
                    AutoConfiguredOpenTelemetrySdk.builder()
                            .disableShutdownHook()
                            .addPropertiesCustomizer(_ -> properties(variables))
                            .build()
                            .getOpenTelemetrySdk();
            return new CollectorExport(
                    sdk,
                    List.of(
                            TracingObserver.of(sdk, addresses),
                            MeasuringObserver.in(OpenTelemetryMeters.of(sdk))));
        } catch (ConfigurationException wrong) {
            throw new UsageException("OTEL_*: " + wrong.getMessage());
        }
    }

    /** The variables under the names that the SDK has for them, and what holds without them. */
    private static Map<String, String> properties(Map<String, String> variables) {
        var all = new HashMap<String, String>();
        all.put("otel.service.name", "tieline");
        all.put("otel.resource.attributes", "service.version=" + Version.text());
        all.put("otel.exporter.otlp.protocol", "http/protobuf");
        all.put("otel.logs.exporter", "none");
        all.put(TRACES_EXPORTER, exporter(variables, Telemetry.TRACES_ENDPOINT));
        all.put(METRICS_EXPORTER, exporter(variables, Telemetry.METRICS_ENDPOINT));
        variables.forEach((name, value) -> {
            if (name.startsWith(THEIRS) && !value.isBlank()) {
                all.put(name.toLowerCase(Locale.ROOT).replace('_', '.'), value);
            }
        });
        return all;
    }

    /** Where an address is named for one kind alone, the other kind is not given. */
    private static String exporter(Map<String, String> variables, String own) {
        return Telemetry.isSet(variables, Telemetry.ENDPOINT) || Telemetry.isSet(variables, own)
                ? "otlp"
                : "none";
    }

    /** Who hears what is given. */
    List<Observer> observers() {
        return observers;
    }

    @Override
    public void close() {
        var _ = sdk.shutdown().join(LAST_WORDS_SECONDS, TimeUnit.SECONDS);
    }
}
