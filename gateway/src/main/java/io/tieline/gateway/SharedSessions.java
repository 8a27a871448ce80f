package io.tieline.gateway;

import io.tieline.session.LinkFailure;
import io.tieline.session.LinkFailure.Executed;
import io.tieline.session.LinkFailure.Kind;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
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

    /** The most keys, and the most principals. */
    private static final int MAX_KEYS = 10_000;

    /** How long is known of a state that was given up, for whoever has not heard of that. */
    private static final Duration OWED = Duration.ofHours(24);

    private record Name(String principal, String name) {}

    private final Map<String, SharedSession> sessions = new ConcurrentHashMap<>();
    private final Map<String, SharedSession> principals = new ConcurrentHashMap<>();
    private final Map<Name, SharedSession> named = new ConcurrentHashMap<>();
    private final Target target;

    SharedSessions(Target target) {
        this.target = target;
    }

    /**
     * The session of this key; it opens its backend when the first client joins. Beyond a bound the
     * one that has been idle longest is forgotten; null if none is idle.
     */
    @Nullable SharedSession of(String key) {
        return of(sessions, key, false);
    }

    /** The same of all requests of this principal that have no session of their own. */
    @Nullable SharedSession ofPrincipal(String principal) {
        return of(principals, principal, true);
    }

    private @Nullable SharedSession of(
            Map<String, SharedSession> all, String key, boolean prefersStateless) {
        if (all.size() >= MAX_KEYS && !all.containsKey(key)) {
            longestIdle(all.values().stream()).ifPresent(SharedSession::giveUp);
            if (all.size() >= MAX_KEYS) {
                return null;
            }
        }
        return all.computeIfAbsent(
                key,
                _ ->
                        new SharedSession(
                                target, prefersStateless, OWED, one -> all.remove(key, one)));
    }

    /**
     * A session of this principal that is forgotten when it was not used for a while. Beyond a
     * bound the one of the same principal that has been idle longest gives way; null if none is.
     *
     * @param forgotten is run then
     */
    @Nullable SharedSession ofName(String principal, String name, Runnable forgotten) {
        var key = new Name(principal, name);
        if (!named.containsKey(key) && isFull(principal)) {
            longestIdle(own(principal)).ifPresent(SharedSession::giveUp);
            if (isFull(principal)) {
                return null;
            }
        }
        return named.computeIfAbsent(
                key,
                _ ->
                        new SharedSession(
                                target,
                                true,
                                Duration.ZERO,
                                one -> {
                                    if (named.remove(key, one)) {
                                        forgotten.run();
                                    }
                                }));
    }

    /** Why somebody has no session, where there are as many as there may be and all are in use. */
    static LinkFailure full(Target target) {
        var why =
                "Too many sessions are open at backend "
                        + target.name()
                        + "; use one that is, or wait until some have expired";
        return new LinkFailure(Kind.OVERLOADED, why, Executed.NO);
    }

    private boolean isFull(String principal) {
        return named.size() >= MAX_NAMED || own(principal).count() >= SHARE;
    }

    private static Optional<SharedSession> longestIdle(Stream<SharedSession> among) {
        return among.filter(SharedSession::isIdle)
                .min(Comparator.comparingLong(SharedSession::idleSince));
    }

    private Stream<SharedSession> own(String principal) {
        return named.entrySet().stream()
                .filter(entry -> entry.getKey().principal().equals(principal))
                .map(Map.Entry::getValue);
    }

    /** Whether this principal has a session of this name. */
    boolean knows(String principal, String name) {
        return named.containsKey(new Name(principal, name));
    }

    @Override
    public void close() {
        named.values().forEach(SharedSession::close);
        sessions.values().forEach(SharedSession::close);
        principals.values().forEach(SharedSession::close);
    }
}
