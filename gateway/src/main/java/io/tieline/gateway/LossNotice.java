package io.tieline.gateway;

import io.tieline.session.Strand;
import io.tieline.session.backend.BackendSession;
import io.tieline.session.backend.LinkFailure;
import io.tieline.session.backend.LinkFailure.Executed;
import io.tieline.session.backend.LinkFailure.Kind;
import io.tieline.wire.RpcError;
import org.jspecify.annotations.Nullable;

/**
 * Whether a client knows that its backend session ended and its state with it. A client hears of it
 * once: by the failure of a request that the end took along, or else by the failure of its next
 * request. A failure that the session has survived tells nothing of its end.
 *
 * <p>It knows sessions by their number, so that it keeps none that has ended. On the strand of
 * whose sessions these are, but for {@link #told}.
 */
final class LossNotice {

    private static final long NONE = -1;

    private final Strand strand;
    private long told = NONE;
    private long ended = NONE;
    private @Nullable LinkFailure untold;

    /**
     * Nothing is lost yet.
     *
     * @param strand of the client session, or of the shared one
     */
    LossNotice(Strand strand) {
        this.strand = strand;
    }

    /**
     * A request fails because this session has ended; said before or after {@link #happened}, and
     * on any strand.
     */
    void told(BackendSession session) {
        strand.run(() -> {
            told = session.number();
            if (told == ended) {
                untold = null;
            }
        });
    }

    /** A backend session that had been open has ended by itself. */
    void happened(BackendSession session, LinkFailure failure) {
        ended = session.number();
        untold = told == ended ? null : failure;
    }

    /** Whether the client's next request is to be told. */
    boolean isDue() {
        return untold != null;
    }

    /**
     * The error that the client's next request must be answered with, once; null if there is
     * nothing to tell.
     */
    @Nullable RpcError due(String backend) {
        var failure = untold;
        untold = null;
        return failure == null ? null : lost(backend, failure.message());
    }

    /** The error of a client that comes back when its session was given up. */
    static RpcError expired(String backend) {
        return lost(backend, "it was not used for a long time, or the gateway was restarted");
    }

    /** The error of a client whose session was opened with other settings than there are now. */
    static RpcError replaced(String backend) {
        return lost(backend, "its settings were changed");
    }

    private static RpcError lost(String backend, String why) {
        var message =
                "The session with backend "
                        + backend
                        + " ended and its state is lost ("
                        + why
                        + "). This request was not run; the next one begins with a fresh session";
        return new LinkFailure(Kind.SESSION_LOST, message, Executed.NO).error(backend, "call");
    }
}
