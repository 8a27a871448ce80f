package io.tieline.http.settings;

import java.time.Duration;

/**
 * How answers stream to clients, and what is kept of them for clients that lose their connection
 * (Streamable HTTP, revisions 2025-03-26 to 2025-11-25, "Resumability and Redelivery"; nothing in
 * revision 2026-07-28).
 *
 * @param patience how long a request that has said nothing yet may still be answered with plain
 *     JSON; then its event stream begins, so that no intermediary takes it for dead. In revision
 *     2026-07-28, whose answers say by their status what is wrong, that takes {@code keepAlive}
 * @param keepAlive how long an event stream may be silent before a comment is sent on it
 * @param retry when a client that was disconnected should come back
 * @param resumeWindow how long a stream outlives its connection
 * @param keptEvents how many events of one stream are kept
 * @param keptBytes how many bytes of one stream are kept
 * @param keptSessionBytes how many bytes of all streams of one session are kept
 */
public record StreamSettings(
        Duration patience,
        Duration keepAlive,
        Duration retry,
        Duration resumeWindow,
        int keptEvents,
        int keptBytes,
        int keptSessionBytes) {

    /**
     * JSON within 50 ms, a comment after 15 s, back after 1 s, 5 min to resume; 1,000 events and 1
     * MiB of a stream, 4 MiB of a session.
     */
    public static final StreamSettings DEFAULT =
            new StreamSettings(
                    Duration.ofMillis(50),
                    Duration.ofSeconds(15),
                    Duration.ofSeconds(1),
                    Duration.ofMinutes(5),
                    1_000,
                    1024 * 1024,
                    4 * 1024 * 1024);

    public StreamSettings {
        Checks.require(patience, "patience");
        Checks.require(keepAlive, "keepAlive");
        Checks.require(retry, "retry");
        Checks.require(resumeWindow, "resumeWindow");
        Checks.require(keptEvents, "keptEvents");
        Checks.require(keptBytes, "keptBytes");
        Checks.require(keptSessionBytes, "keptSessionBytes");
    }

    /** The same settings with another patience. */
    public StreamSettings withPatience(Duration other) {
        return new StreamSettings(
                other, keepAlive, retry, resumeWindow, keptEvents, keptBytes, keptSessionBytes);
    }

    /** The same settings with another keep-alive interval. */
    public StreamSettings withKeepAlive(Duration other) {
        return new StreamSettings(
                patience, other, retry, resumeWindow, keptEvents, keptBytes, keptSessionBytes);
    }

    /** The same settings with another time to come back. */
    public StreamSettings withRetry(Duration other) {
        return new StreamSettings(
                patience, keepAlive, other, resumeWindow, keptEvents, keptBytes, keptSessionBytes);
    }

    /** The same settings with another resume window. */
    public StreamSettings withResumeWindow(Duration other) {
        return new StreamSettings(
                patience, keepAlive, retry, other, keptEvents, keptBytes, keptSessionBytes);
    }

    /** The same settings with other bounds on what is kept of one stream, and of one session. */
    public StreamSettings withKept(int events, int bytes, int sessionBytes) {
        return new StreamSettings(
                patience, keepAlive, retry, resumeWindow, events, bytes, sessionBytes);
    }
}
