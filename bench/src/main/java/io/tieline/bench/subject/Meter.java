package io.tieline.bench.subject;

/** What a subject has used, as the operating system counts it. */
public interface Meter {

    /** For what uses nothing of its own. */
    Meter NOTHING =
            new Meter() {
                @Override
                public void begin() {}

                @Override
                public long cpuNanos() {
                    return 0;
                }

                @Override
                public long peakBytes() {
                    return 0;
                }

                @Override
                public int backends() {
                    return 0;
                }
            };

    /** Looks which processes there are, and forgets the peak. */
    void begin();

    /** User and system time since the start; what it moves by can be trusted to 10 ms. */
    long cpuNanos();

    /** The most physical memory since {@link #begin}, in bytes. */
    long peakBytes();

    /** How many processes of the backend it had started at {@link #begin}. */
    int backends();
}
