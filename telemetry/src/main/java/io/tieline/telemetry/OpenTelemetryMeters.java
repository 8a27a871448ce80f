package io.tieline.telemetry;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.context.Context;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps numbers by the API of OpenTelemetry. */
public final class OpenTelemetryMeters implements Meters {

    private final Meter meter;

    private OpenTelemetryMeters(Meter meter) {
        this.meter = meter;
    }

    /** Those of this OpenTelemetry. */
    public static OpenTelemetryMeters of(OpenTelemetry telemetry) {
        return new OpenTelemetryMeters(telemetry.getMeter(TracingObserver.SCOPE));
    }

    @Override
    public Recorder begin(Instrument instrument) {
        var name = instrument.name();
        var help = instrument.help();
        var series = new Series(instrument.labels());
        return switch (instrument.kind()) {
            case COUNTER -> {
                var counter = meter.counterBuilder(name).setDescription(help).build();
                yield (amount, labels) ->
                        counter.add((long) amount, series.of(labels), Context.root());
            }
            case LEVEL -> {
                var level = meter.upDownCounterBuilder(name).setDescription(help).build();
                yield (amount, labels) ->
                        level.add((long) amount, series.of(labels), Context.root());
            }
            case STATE -> {
                var state = meter.gaugeBuilder(name).setDescription(help).ofLongs().build();
                yield (amount, labels) ->
                        state.set((long) amount, series.of(labels), Context.root());
            }
            case SECONDS -> {
                var seconds =
                        meter.histogramBuilder(name)
                                .setDescription(help)
                                .setUnit("s")
                                .setExplicitBucketBoundariesAdvice(Instrument.BOUNDARIES)
                                .build();
                yield (amount, labels) -> seconds.record(amount, series.of(labels), Context.root());
            }
        };
    }

    /** The attributes of each combination of labels, made once. */
    private static final class Series {

        private final List<AttributeKey<String>> keys;
        private final Map<List<String>, Attributes> known = new ConcurrentHashMap<>();

        Series(List<String> labels) {
            this.keys = labels.stream().map(AttributeKey::stringKey).toList();
        }

        Attributes of(String... values) {
            return values.length == 0
                    ? Attributes.empty()
                    : known.computeIfAbsent(Arrays.asList(values), this::made);
        }

        private Attributes made(List<String> values) {
            var attributes = Attributes.builder();
            for (int i = 0; i < values.size(); i++) {
                if (!values.get(i).isEmpty()) {
                    attributes.put(keys.get(i), values.get(i));
                }
            }
            return attributes.build();
        }
    }
}
