package io.tieline.session.backend;

import io.tieline.wire.Json;
import io.tieline.wire.Revision;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Which era a backend is spoken to in: what was said in the configuration, or what was found out
 * and when. One object serves all sessions with a backend. Safe for use by several threads.
 *
 * <p>Many servers speak both. Then each client is served in its own: a session at the backend for
 * one that has a session, and none for one that has none, so that nothing needs a bridge. A backend
 * is therefore probed only for a client without a session, or when it has refused the handshake.
 *
 * <p>A verdict has a date, since a backend that is upgraded does not say so: a server that knows
 * only the handshake today may have learned to do without by tomorrow.
 */
public final class BackendEra {

    /** The era as it is known now. */
    sealed interface Verdict {

        /** It begins with {@code initialize}. */
        record Handshake() implements Verdict {}

        /**
         * Each request stands for itself.
         *
         * @param discovered what it last said to {@code server/discover}, or null
         */
        record Stateless(@Nullable Json discovered) implements Verdict {}

        /** It must be asked. */
        record Unknown() implements Verdict {}
    }

    private record Dated(Verdict verdict, long until) {}

    /** How long an answer is believed. */
    private static final Duration CERTAIN = Duration.ofHours(1);

    /** How long silence, or an end without an answer, is taken for one. */
    private static final Duration LIKELY = Duration.ofMinutes(1);

    private final @Nullable Verdict pinned;
    private volatile @Nullable Dated found;
    private volatile boolean refusesHandshake;

    private BackendEra(@Nullable Verdict pinned) {
        this.pinned = pinned;
    }

    /** Is found out when the first session is opened. */
    public static BackendEra detected() {
        return new BackendEra(null);
    }

    /** Is that of this revision, and is not asked for. */
    public static BackendEra of(Revision revision) {
        return new BackendEra(
                revision.isStateless() ? new Verdict.Stateless(null) : new Verdict.Handshake());
    }

    /** Says whether it was said, not found out: then a backend need not answer discovery. */
    boolean isPinned() {
        return pinned != null;
    }

    /**
     * How to begin.
     *
     * @param prefersStateless whether the client has no session, so that the backend need not have
     *     one either
     */
    Verdict verdict(long now, boolean prefersStateless) {
        if (pinned != null) {
            return pinned;
        }
        var known = found;
        if (known == null || now - known.until() > 0) {
            return prefersStateless ? new Verdict.Unknown() : new Verdict.Handshake();
        }
        return prefersStateless || refusesHandshake ? known.verdict() : new Verdict.Handshake();
    }

    /** It has answered a probe. */
    void learned(Verdict verdict, long now) {
        found = new Dated(verdict, now + CERTAIN.toNanos());
    }

    /**
     * It has not answered one, as servers of the handshake era may.
     *
     * @param heard whether it is known to have heard it
     * @return what is believed now: what another probe was answered meanwhile, or else this
     */
    Verdict supposed(Verdict verdict, long now, boolean heard) {
        var known = found;
        if (known != null && now - known.until() <= 0) {
            return known.verdict();
        }
        found = new Dated(verdict, now + (heard ? CERTAIN : LIKELY).toNanos());
        return verdict;
    }

    /** It does without the handshake, and has refused one. */
    void refusedHandshake() {
        refusesHandshake = true;
    }

    /** Forgets a belief that turned out to be wrong. */
    void forget() {
        found = null;
        refusesHandshake = false;
    }
}
