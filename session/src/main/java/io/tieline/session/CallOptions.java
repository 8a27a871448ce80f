package io.tieline.session;

import java.time.Duration;
import java.util.Map;

/**
 * What is particular to one call.
 *
 * @param headers HTTP headers beyond the link's own, names in lower case
 * @param idle how long the backend may be silent
 * @param cap how long the call may take in all
 */
public record CallOptions(Map<String, String> headers, Duration idle, Duration cap) {

    /** No headers, and these limits. */
    public static CallOptions of(TimeLimits limits) {
        return new CallOptions(Map.of(), limits.idle(), limits.cap());
    }
}
