package io.tieline.http.settings;

import io.tieline.wire.Limits;
import java.time.Duration;

/**
 * What an {@code HttpBackend} may cost, in time, connections and bytes.
 *
 * @param connect how long a connection may take to open, TLS and all addresses of the host included
 * @param writeStall how long a request may make no progress on its way out. Progress is what the
 *     operating system can pass on, in steps of up to some 100 KiB; a server that is busy and reads
 *     nothing meanwhile is no dead one, so this is long
 * @param silence a peer that acknowledges no packet for so long is gone, also while we only read
 *     from it, though not before {@code writeStall} while it has not taken a whole request; and the
 *     least after which a stream of news whose keep-alives have stopped is opened anew. Silence by
 *     itself ends no call: that has limits of its own
 * @param keepAlive how long an idle connection is kept; below the 5 seconds after which the usual
 *     servers of Node and Python close theirs, so that a request rarely meets a closing connection
 * @param requests how many requests of one client may be in flight on each event loop, as long as
 *     it is alone. All together may have twice as many, and the fewer are left the fewer one client
 *     may have, but for one, which every client may have at any time. Apart from them, as many
 *     answers and notifications of one session may be unacknowledged
 * @param waiting how many more of it may wait on each event loop; beyond them a request fails
 * @param message of one message or event: size, depth, batch
 */
public record HttpBackendLimits(
        Duration connect,
        Duration writeStall,
        Duration silence,
        Duration keepAlive,
        int requests,
        int waiting,
        Limits message) {

    /**
     * 15 s to connect, 10 min of stall, 30 s of silence, 4 s idle; 256 requests of one client and
     * 1,024 behind; messages of 64 MiB.
     */
    public static final HttpBackendLimits DEFAULT =
            new HttpBackendLimits(
                    Duration.ofSeconds(15),
                    Duration.ofMinutes(10),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(4),
                    256,
                    1024,
                    new Limits(
                            64 * 1024 * 1024,
                            Limits.DEFAULT.maxDepth(),
                            Limits.DEFAULT.maxBatch()));

    /**
     * @throws IllegalArgumentException if one of them is not positive; {@code waiting} may be zero
     */
    public HttpBackendLimits {
        positive(connect, "connect");
        positive(writeStall, "writeStall");
        positive(silence, "silence");
        positive(keepAlive, "keepAlive");
        if (requests < 1 || waiting < 0) {
            throw new IllegalArgumentException("requests must be at least 1, waiting at least 0");
        }
    }

    /** The same limits with other numbers of requests. */
    public HttpBackendLimits withRequests(int inFlight, int behind) {
        return new HttpBackendLimits(
                connect, writeStall, silence, keepAlive, inFlight, behind, message);
    }

    /** The same limits with others of a message. */
    public HttpBackendLimits withMessage(Limits other) {
        return new HttpBackendLimits(
                connect, writeStall, silence, keepAlive, requests, waiting, other);
    }

    private static void positive(Duration duration, String what) {
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException(what + " must be positive");
        }
    }
}
