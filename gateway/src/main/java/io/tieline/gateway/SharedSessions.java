package io.tieline.gateway;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The backend sessions of a gateway that serve several clients each, by key. Safe for use by
 * several threads.
 */
final class SharedSessions implements AutoCloseable {

    /** Each may be a process of its own. */
    private static final int MAX_NAMED = 256;

    private final Map<String, SharedSession> sessions = new ConcurrentHashMap<>();
    private final Map<String, SharedSession> principals = new ConcurrentHashMap<>();
    private final Map<String, SharedSession> named = new ConcurrentHashMap<>();
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
     * A session that is forgotten when it was not used for a while; null if there are too many.
     *
     * @param forgotten is run then
     */
    @Nullable SharedSession ofName(String name, Runnable forgotten) {
        if (named.size() >= MAX_NAMED && !named.containsKey(name)) {
            return null;
        }
        return named.computeIfAbsent(
                name,
                _ ->
                        new SharedSession(
                                target,
                                true,
                                () -> {
                                    named.remove(name);
                                    forgotten.run();
                                }));
    }

    /** Whether there is a session of this name. */
    boolean knows(String name) {
        return named.containsKey(name);
    }

    @Override
    public void close() {
        named.values().forEach(SharedSession::close);
        sessions.values().forEach(SharedSession::close);
        principals.values().forEach(SharedSession::close);
    }
}
