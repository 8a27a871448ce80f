package io.tieline.telemetry;

/**
 * Where numbers are kept: a library for metrics, as {@link MeasuringObserver} needs it. Safe for
 * use by several threads, as is what it makes.
 */
public interface Meters {

    /**
     * Begins to keep the numbers of an instrument.
     *
     * @return takes them; each with a value for each label, in the order of {@link
     *     Instrument#labels}, of which an empty one is none
     */
    Recorder begin(Instrument instrument);

    /** Takes the numbers of one instrument. Must not block. */
    @FunctionalInterface
    interface Recorder {
        /** Takes one number. */
        void record(double amount, String... labels);
    }
}
