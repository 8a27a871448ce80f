package io.tieline.gateway;

import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The backend sessions of a gateway that serve several clients each, by key. Safe for use by
 * several threads.
 */
final class SharedSessions implements AutoCloseable {

    /** Each may be a process of its own. */
    private static final int MAX_NAMED = 256;

    /** What one principal may have of these: the others want some too. */
    private static final int SHARE = 64;

    private record Name(String principal, String name) {}

    private final Map<String, SharedSession> sessions = new ConcurrentHashMap<>();
    private final Map<String, SharedSession> principals = new ConcurrentHashMap<>();
    private final Map<Name, SharedSession> named = new ConcurrentHashMap<>();
    private final Target target;

    SharedSessions(Target target) {
        this.target = target;
    }

    /** The session of this key; it opens its backend when the first client joins. */
    SharedSession of(String key) {
        return sessions.computeIfAbsent(key, _ -> new SharedSession(target, false, () -> {}));
    }

    /** The session of all requests of this principal that have no session of their own. */
    SharedSession ofPrincipal(String principal) {
        return principals.computeIfAbsent(
                principal, _ -> new SharedSession(target, true, () -> {}));
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
            longestIdle(principal).ifPresent(SharedSession::giveUp);
            if (isFull(principal)) {
                return null;
            }
        }
        Runnable unused =
                () -> {
                    named.remove(key);
                    forgotten.run();
                };
        return named.computeIfAbsent(key, _ -> new SharedSession(target, true, unused));
    }

    private boolean isFull(String principal) {
        return named.size() >= MAX_NAMED || own(principal).count() >= SHARE;
    }

    private Optional<SharedSession> longestIdle(String principal) {
        return own(principal)
                .filter(SharedSession::isIdle)
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
