package io.tieline.gateway;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The backend sessions of a gateway that serve several clients each, by key. Safe for use by
 * several threads.
 */
final class SharedSessions implements AutoCloseable {

    private final Map<String, SharedSession> sessions = new ConcurrentHashMap<>();
    private final Map<String, SharedSession> principals = new ConcurrentHashMap<>();
    private final Target target;

    SharedSessions(Target target) {
        this.target = target;
    }

    /** The session of this key; it opens its backend when the first client joins. */
    SharedSession of(String key) {
        return sessions.computeIfAbsent(key, _ -> new SharedSession(target, false));
    }

    /** The session of all requests of this principal that have no session of their own. */
    SharedSession ofPrincipal(String principal) {
        return principals.computeIfAbsent(principal, _ -> new SharedSession(target, true));
    }

    @Override
    public void close() {
        sessions.values().forEach(SharedSession::close);
        principals.values().forEach(SharedSession::close);
    }
}
