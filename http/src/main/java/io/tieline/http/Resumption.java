package io.tieline.http;

import io.tieline.wire.SseEvent;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where an event stream can be taken up again, and when (revisions 2025-03-26 to 2025-11-25,
 * "Resumability and Redelivery"). The server's {@code retry} is kept to the millisecond; a stream
 * that ends again and again without a single event is left alone for longer each time.
 */
final class Resumption {

    private static final long USUAL_MILLIS = 500;
    private static final long BACKOFF_MILLIS = 100;
    private static final long LONGEST_RETRY_MILLIS = Duration.ofHours(1).toMillis();

    private final long longestBackoffMillis;
    private @Nullable String lastEventId;
    private long retryMillis = USUAL_MILLIS;
    private int barren;

    Resumption(Duration longestBackoff) {
        this.longestBackoffMillis = longestBackoff.toMillis();
    }

    void note(SseEvent event) {
        barren = 0;
        if (event.id() != null) {
            lastEventId = HeaderRules.isEventId(event.id()) ? event.id() : null;
        }
        if (event.retryMillis() != null) {
            retryMillis = Math.min(event.retryMillis(), LONGEST_RETRY_MILLIS);
        }
    }

    /** Behind which event the stream goes on; null if no event named a place. */
    @Nullable String lastEventId() {
        return lastEventId;
    }

    /** How long to wait before the next attempt; each call without an event in between counts. */
    Duration nextDelay() {
        long backoff = barren == 0 ? 0 : BACKOFF_MILLIS << Math.min(barren - 1, 20);
        barren++;
        return Duration.ofMillis(Math.max(retryMillis, Math.min(backoff, longestBackoffMillis)));
    }
}
