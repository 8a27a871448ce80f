package io.tieline.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One server-sent event (WHATWG HTML, "Server-sent events").
 *
 * @param id where a stream can be resumed, or null if the event names no such place
 * @param event its type; null means {@code message}
 * @param data in UTF-8, without the line break that ends it; neither the array given nor the one
 *     returned is copied, and neither must be changed
 * @param retryMillis how long to wait before connecting again, or null if the event does not say
 */
@SuppressWarnings(
        "ArrayRecordComponent") // Equality is by content, below; a copy per event is not worth its
// cost.
public record SseEvent(
        @Nullable String id, @Nullable String event, byte[] data, @Nullable Long retryMillis) {

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SseEvent that
                && Objects.equals(id, that.id)
                && Objects.equals(event, that.event)
                && Arrays.equals(data, that.data)
                && Objects.equals(retryMillis, that.retryMillis);
    }

    @Override
    public int hashCode() {
        return Objects.hash(id, event, Arrays.hashCode(data), retryMillis);
    }

    @Override
    public String toString() {
        return "SseEvent[id="
                + id
                + ", event="
                + event
                + ", data="
                + new String(data, UTF_8)
                + ", retryMillis="
                + retryMillis
                + "]";
    }
}
