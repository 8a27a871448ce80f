package io.tieline.app.admin;

import com.sun.net.httpserver.HttpExchange;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Unit;
import io.tieline.telemetry.Instrument;
import io.tieline.telemetry.Meters;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/**
 * Keeps numbers for Prometheus, under names with underscores in the place of dots, and with their
 * units. Without exemplars, for which the library would look for a current span: there is none.
 * Safe for use by several threads.
 */
public final class PrometheusMeters implements Meters {

    private static final double[] SECONDS =
            Instrument.BOUNDARIES.stream().mapToDouble(Double::doubleValue).toArray();

    private final PrometheusRegistry registry = new PrometheusRegistry();

    /** Nothing is counted yet. */
    public PrometheusMeters() {}

    @Override
    public Recorder begin(Instrument instrument) {
        return switch (instrument.kind()) {
            case COUNTER -> {
                var counter = counter(instrument);
                yield (amount, labels) -> counter.labelValues(labels).inc(amount);
            }
            case LEVEL -> {
                var gauge = gauge(instrument);
                yield (amount, labels) -> gauge.labelValues(labels).inc(amount);
            }
            case STATE -> {
                var gauge = gauge(instrument);
                yield (amount, labels) -> gauge.labelValues(labels).set(amount);
            }
            case SECONDS -> {
                var histogram = histogram(instrument);
                yield (amount, labels) -> histogram.labelValues(labels).observe(amount);
            }
        };
    }

    private static String written(String name) {
        return name.replace('.', '_');
    }

    private static String[] labels(Instrument instrument) {
        return instrument.labels().stream().map(PrometheusMeters::written).toArray(String[]::new);
    }

    private Counter counter(Instrument instrument) {
        return Counter.builder()
                .name(written(instrument.name()))
                .help(instrument.help())
                .labelNames(labels(instrument))
                .withoutExemplars()
                .register(registry);
    }

    private Gauge gauge(Instrument instrument) {
        return Gauge.builder()
                .name(written(instrument.name()))
                .help(instrument.help())
                .labelNames(labels(instrument))
                .withoutExemplars()
                .register(registry);
    }

    private Histogram histogram(Instrument instrument) {
        return Histogram.builder()
                .name(written(instrument.name()))
                .help(instrument.help())
                .unit(Unit.SECONDS)
                .labelNames(labels(instrument))
                .withoutExemplars()
                .classicOnly()
                .classicUpperBounds(SECONDS)
                .register(registry);
    }

    /** Writes all of it as Prometheus reads it. */
    void write(HttpExchange exchange) throws IOException {
        var writer = PrometheusTextFormatWriter.create();
        var body = new ByteArrayOutputStream();
        writer.write(body, registry.scrape());
        AdminListener.send(exchange, 200, writer.getContentType(), body.toByteArray());
    }
}
