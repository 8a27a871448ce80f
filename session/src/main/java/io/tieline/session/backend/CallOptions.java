package io.tieline.session.backend;

import io.tieline.session.RequestMetadata;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The particulars of one call.
 *
 * @param headers HTTP headers that win over the link's, names in lower case; an empty value says
 *     that the call has no such header of its client, so that one of the configuration goes or none
 * @param mirrored the client's own {@code mcp-param-*} headers, for a backend of the stateless era
 * @param metadata what its client said of itself in this very request; null for a client with a
 *     session, which has said so for all its calls
 * @param client whose call it is, for a session that several share: they have equal parts in what
 *     only one can have at a time. The same text for all calls of one client; empty where there is
 *     one client only
 * @param idle how long the backend may be silent
 * @param cap how long the call may take in all
 */
public record CallOptions(
        Map<String, String> headers,
        Map<String, String> mirrored,
        @Nullable RequestMetadata metadata,
        String client,
        Duration idle,
        Duration cap) {

    /** Leaves out the headers that only the wire itself may set. */
    public CallOptions {
        if (!headers.isEmpty() && headers.keySet().stream().anyMatch(CallOptions::isOfWire)) {
            var own = new HashMap<>(headers);
            own.keySet().removeIf(CallOptions::isOfWire);
            headers = own;
        }
    }

    private static boolean isOfWire(String name) {
        return name.startsWith("mcp-");
    }

    /** For a stream that is meant to be silent and to last. */
    private static final Duration FOR_EVER = Duration.ofDays(36_500);

    /** For a request of the session's own. */
    static CallOptions within(Duration limit) {
        return new CallOptions(Map.of(), Map.of(), null, "", limit, limit);
    }

    /** No headers, and these limits. */
    public static CallOptions of(TimeLimits limits) {
        return of(Map.of(), limits);
    }

    /** These headers, and these limits. */
    public static CallOptions of(Map<String, String> headers, TimeLimits limits) {
        return of(headers, Map.of(), null, "", limits);
    }

    /** The particulars of a call of this client. */
    public static CallOptions of(
            Map<String, String> headers,
            Map<String, String> mirrored,
            @Nullable RequestMetadata metadata,
            String client,
            TimeLimits limits) {
        return new CallOptions(headers, mirrored, metadata, client, limits.idle(), limits.cap());
    }

    /** The same for a client without a session, that has sent these headers. */
    public CallOptions in(RequestMetadata other, Map<String, String> alsoMirrored) {
        return new CallOptions(headers, alsoMirrored, other, client, idle, cap);
    }

    /** The same for this client among several. */
    public CallOptions of(String one) {
        return new CallOptions(headers, mirrored, metadata, one, idle, cap);
    }

    /** The same without time limits. */
    public CallOptions unlimited() {
        return new CallOptions(headers, mirrored, metadata, client, FOR_EVER, FOR_EVER);
    }
}
