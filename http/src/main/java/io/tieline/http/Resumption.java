package io.tieline.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.tieline.session.RetryDelay;
import io.tieline.wire.SseEvent;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Where an event stream can be taken up again, and when (revisions 2025-03-26 to 2025-11-25,
 * "Resumability and Redelivery"). A server's {@code retry} and {@code Retry-After} are kept to the
 * millisecond where they ask for more than the floor. A stream that ends again and again without
 * any event is left alone for longer each time; one that brings events and no message is asked as
 * often as the server likes, but twice a second at the most.
 */
final class Resumption {

    private static final Duration FLOOR = Duration.ofMillis(100);

    /** How long to wait if the server says nothing. */
    private static final Duration USUAL = Duration.ofMillis(500);

    private static final Duration LONGEST_ASKED = Duration.ofHours(1);
    private static final int LONGEST_NUMBER = 9;

    private final RetryDelay withoutEvents;
    private final RetryDelay withoutMessages;
    private @Nullable String lastEventId;
    private Duration asked = USUAL;
    private Duration askedOnce = Duration.ZERO;

    Resumption(Duration longestBackoff, RandomGenerator random) {
        this.withoutEvents = new RetryDelay(FLOOR, longestBackoff, random);
        this.withoutMessages = new RetryDelay(FLOOR, USUAL, random);
    }

    void note(SseEvent event) {
        withoutEvents.worked();
        if (EventBody.isMessage(event)) {
            withoutMessages.worked();
        }
        if (event.id() != null) {
            lastEventId = HeaderRules.isEventId(event.id()) ? event.id() : null;
        }
        if (event.retryMillis() != null) {
            asked = shorter(Duration.ofMillis(event.retryMillis()), LONGEST_ASKED);
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

    /** How long to wait before the next attempt; each call without an event in between counts. */
    Duration nextDelay() {
        var wanted = longer(asked, askedOnce);
        askedOnce = Duration.ZERO;
        return longer(withoutEvents.next(wanted), withoutMessages.next());
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? other : one;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
