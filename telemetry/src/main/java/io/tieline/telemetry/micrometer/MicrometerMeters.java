package io.tieline.telemetry.micrometer;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.tieline.telemetry.Instrument;
import io.tieline.telemetry.Meters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.function.Function;

/**
 * Keeps numbers in a registry of Micrometer, for programs that embed Tieline and have one: {@code
 * MeasuringObserver.in(MicrometerMeters.of(registry))}. A label that has no value is the empty tag,
 * since registries want the same tags of each series. Micrometer is an optional dependency of this
 * module, which such a program has anyway.
 */
public final class MicrometerMeters implements Meters {

    private static final Duration[] BOUNDARIES =
            Instrument.BOUNDARIES.stream()
                    .map(seconds -> Duration.ofMillis(Math.round(seconds * 1000)))
                    .toArray(Duration[]::new);

    private final MeterRegistry registry;

    private MicrometerMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Those of this registry. */
    @SuppressWarnings("exports") // who has a registry has its module
    public static MicrometerMeters of(MeterRegistry registry) {
        return new MicrometerMeters(registry);
    }

    @Override
    public Recorder begin(Instrument instrument) {
        return switch (instrument.kind()) {
            case COUNTER -> series(instrument, this::counter, Counter::increment);
            case LEVEL -> series(instrument, this::level, DoubleAdder::add);
            case STATE -> series(instrument, this::state, MicrometerMeters::set);
            case SECONDS -> series(instrument, this::timer, MicrometerMeters::record);
        };
    }

    /** One series: an instrument, and a value for each of its labels. */
    private record Key(Instrument instrument, List<Tag> tags) {

        static Key of(Instrument instrument, List<String> values) {
            var tags = new ArrayList<Tag>(values.size());
            for (int i = 0; i < values.size(); i++) {
                tags.add(Tag.of(instrument.labels().get(i), values.get(i)));
            }
            return new Key(instrument, tags);
        }
    }

    /** Takes a number into a series. */
    @FunctionalInterface
    private interface Take<S> {
        void take(S series, double amount);
    }

    private static <S> Recorder series(Instrument instrument, Function<Key, S> made, Take<S> into) {
        Map<List<String>, S> known = new ConcurrentHashMap<>();
        return (amount, labels) -> {
            var values = Arrays.asList(labels);
            var one = known.computeIfAbsent(values, it -> made.apply(Key.of(instrument, it)));
            into.take(one, amount);
        };
    }

    private Counter counter(Key key) {
        return Counter.builder(key.instrument().name())
                .description(key.instrument().help())
                .tags(key.tags())
                .register(registry);
    }

    private DoubleAdder level(Key key) {
        var level = new DoubleAdder();
        gauge(key, level);
        return level;
    }

    private AtomicLong state(Key key) {
        var state = new AtomicLong();
        gauge(key, state);
        return state;
    }

    private Timer timer(Key key) {
        return Timer.builder(key.instrument().name())
                .description(key.instrument().help())
                .tags(key.tags())
                .serviceLevelObjectives(BOUNDARIES)
                .register(registry);
    }

    private static void set(AtomicLong state, double latest) {
        state.set(Math.round(latest));
    }

    private static void record(Timer timer, double seconds) {
        timer.record(Math.round(seconds * 1e9), TimeUnit.NANOSECONDS);
    }

    private void gauge(Key key, Number number) {
        Gauge.builder(key.instrument().name(), () -> number)
                .description(key.instrument().help())
                .tags(key.tags())
                .register(registry);
    }
}
