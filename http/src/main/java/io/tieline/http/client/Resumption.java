package io.tieline.http.client;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.tieline.http.io.HeaderRules;
import io.tieline.session.RetryDelay;
import io.tieline.wire.SseEvent;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Where an event stream can be taken up again, and when (revisions 2025-03-26 to 2025-11-25,
 * "Resumability and Redelivery"). A server's {@code retry} and {@code Retry-After} are kept to the
 * millisecond where they ask for half a second or more: it ends its stream in order to be polled
 * then. Else a stream that ends again and again soon after it has begun is left alone for longer
 * each time, whatever it brings; so is one that brings nothing, also where its server says how
 * soon.
 */
final class Resumption {

    private static final Duration FLOOR = Duration.ofMillis(100);

    /** How long to wait if the server says nothing. */
    private static final Duration USUAL = Duration.ofMillis(500);

    private static final Duration LONGEST_ASKED = Duration.ofHours(1);
    private static final int LONGEST_NUMBER = 9;

    /** A stream that went on for so long has worked. */
    private static final Duration LASTING = Duration.ofSeconds(10);

    private final RetryDelay delay;
    private final LongSupplier nanoTime;
    private long began;
    private boolean open;
    private boolean brought;
    private @Nullable String lastEventId;
    private Duration asked = USUAL;

    /** Whether the server has said when it wants to be asked, in a way that costs nobody much. */
    private boolean polled;

    private Duration askedOnce = Duration.ZERO;

    Resumption(Duration longestBackoff, RandomGenerator random, LongSupplier nanoTime) {
        this.delay = new RetryDelay(FLOOR, longestBackoff, random);
        this.nanoTime = nanoTime;
    }

    /** A stream has begun. */
    void began() {
        began = nanoTime.getAsLong();
        open = true;
        brought = false;
    }

    void note(SseEvent event) {
        brought = true;
        if (event.id() != null) {
            lastEventId = HeaderRules.isEventId(event.id()) ? event.id() : null;
        }
        if (event.retryMillis() != null) {
            asked = shorter(Duration.ofMillis(event.retryMillis()), LONGEST_ASKED);
            polled = asked.compareTo(USUAL) >= 0;
        }
    }

    /** The stream was refused for now; a date says when is no use to a clock of our own. */
    void refused(HttpHeaders headers) {
        var after = headers.get(HttpHeaderNames.RETRY_AFTER);
        if (after != null
                && !after.isEmpty()
                && after.length() <= LONGEST_NUMBER
                && after.chars().allMatch(digit -> digit >= '0' && digit <= '9')) {
            askedOnce = shorter(Duration.ofSeconds(Long.parseLong(after)), LONGEST_ASKED);
        }
    }

    /** Behind which event the stream goes on; null if no event named a place. */
    @Nullable String lastEventId() {
        return lastEventId;
    }

    /** How long to wait before the next attempt; each call without a success before it counts. */
    Duration nextDelay() {
        var wanted = longer(asked, askedOnce);
        askedOnce = Duration.ZERO;
        if (open && (lasted() || (brought && polled))) {
            delay.worked();
        }
        open = false;
        return delay.next(wanted);
    }

    private boolean lasted() {
        return nanoTime.getAsLong() - began >= LASTING.toNanos();
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? other : one;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
