package io.tieline.gateway;

import io.tieline.session.LinkFailure;
import io.tieline.session.LinkFailure.Executed;
import io.tieline.session.LinkFailure.Kind;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The backend sessions of a gateway that serve several clients each, by key, by principal, or by
 * name. Each is forgotten when it was not used for a while; who has found one and comes too late to
 * {@linkplain SharedSession#join join} it looks again. Safe for use by several threads.
 */
final class SharedSessions implements AutoCloseable {

    /** Each may be a process of its own. */
    private static final int MAX_NAMED = 256;

    /** What one principal may have of these: the others want some too. */
    private static final int SHARE = 64;

    /** The most of all kinds. */
    private static final int MAX_KEYS = 10_000;

    /** How long is known of a state that was given up, for whoever has not heard of that. */
    private static final Duration OWED = Duration.ofHours(24);

    private final Map<ScopeKey, SharedSession> sessions = new ConcurrentHashMap<>();
    private final Target target;
    private final Consumer<ScopeKey> forgotten;

    /**
     * No session is open yet.
     *
     * @param forgotten hears of each whose session is not known any longer
     */
    SharedSessions(Target target, Consumer<ScopeKey> forgotten) {
        this.target = target;
        this.forgotten = forgotten;
    }

    /**
     * The session of this key; it opens its backend when the first client joins. Beyond a bound the
     * one that has been idle longest is forgotten; null if none is idle.
     */
    @Nullable SharedSession of(ScopeKey key) {
        if (!knows(key) && isFull(key)) {
            longestIdle(key).ifPresent(SharedSession::giveUp);
            if (isFull(key)) {
                return null;
            }
        }
        return sessions.computeIfAbsent(
                key,
                _ ->
                        new SharedSession(
                                target,
                                !(key instanceof ScopeKey.OfKey),
                                key instanceof ScopeKey.Named ? Duration.ZERO : OWED,
                                one -> forget(key, one)));
    }

    private void forget(ScopeKey key, SharedSession session) {
        if (sessions.remove(key, session)) {
            forgotten.accept(key);
        }
    }

    /** Whether there is a session of this key. */
    boolean knows(ScopeKey key) {
        return sessions.containsKey(key);
    }

    /** Why somebody has no session, where there are as many as there may be and all are in use. */
    static LinkFailure full(Target target) {
        var why =
                "Too many sessions are open at backend "
                        + target.name()
                        + "; use one that is, or wait until some have expired";
        return new LinkFailure(Kind.OVERLOADED, why, Executed.NO);
    }

    private boolean isFull(ScopeKey key) {
        return sessions.size() >= MAX_KEYS
                || (key instanceof ScopeKey.Named
                        && (named().count() >= MAX_NAMED || rivals(key).count() >= SHARE));
    }

    private Optional<SharedSession> longestIdle(ScopeKey key) {
        return rivals(key)
                .map(Map.Entry::getValue)
                .filter(SharedSession::isIdle)
                .min(Comparator.comparingLong(SharedSession::idleSince));
    }

    private Stream<Map.Entry<ScopeKey, SharedSession>> named() {
        return sessions.entrySet().stream()
                .filter(entry -> entry.getKey() instanceof ScopeKey.Named);
    }

    /** Those of which one gives way to this key. */
    private Stream<Map.Entry<ScopeKey, SharedSession>> rivals(ScopeKey key) {
        return key instanceof ScopeKey.Named(var principal, _)
                ? named().filter(entry -> isOf(principal, entry.getKey()))
                : sessions.entrySet().stream();
    }

    private static boolean isOf(String principal, ScopeKey key) {
        return key instanceof ScopeKey.Named(var owner, _) && owner.equals(principal);
    }

    @Override
    public void close() {
        sessions.values().forEach(SharedSession::close);
    }
}
