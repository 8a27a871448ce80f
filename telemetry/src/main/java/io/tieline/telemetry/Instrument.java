package io.tieline.telemetry;

import java.util.List;

/**
 * Something that is counted or measured.
 *
 * @param name as OpenTelemetry writes names, with dots
 * @param kind how its numbers are kept
 * @param help what it is, as a sentence
 * @param labels the names of its labels; of each the values are bounded
 */
public record Instrument(String name, Kind kind, String help, List<String> labels) {

    /** How the numbers of an instrument are kept. */
    public enum Kind {
        /** They are added up, and never negative. */
        COUNTER,
        /** They are added up, and may be negative: how many there are. */
        LEVEL,
        /** The latest one counts. */
        STATE,
        /** Seconds, in buckets that end at the {@link #BOUNDARIES}. */
        SECONDS
    }

    /** Where the buckets of durations end, in seconds, as the conventions for MCP have it. */
    public static final List<Double> BOUNDARIES =
            List.of(0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1d, 2d, 5d, 10d, 30d, 60d, 120d, 300d);

    public Instrument {
        labels = List.copyOf(labels);
    }

    static Instrument of(String name, Kind kind, String help, String... labels) {
        return new Instrument(name, kind, help, List.of(labels));
    }
}
