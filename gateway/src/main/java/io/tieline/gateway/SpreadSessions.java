package io.tieline.gateway;

import io.tieline.session.Exchange;
import io.tieline.wire.Request;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * For requests without a session, before a backend that has none either: there is no state that
 * they would have to meet, so each goes its way on the thread that brought it, by a {@link
 * SpreadSession} of its principal and that shard. A {@link SharedSession} would have all threads
 * wait for one another.
 *
 * <p>Only where each request has a stream of its own, so that whatever the backend says belongs to
 * it by arriving; and only while the shared session that would serve them is open and knows that it
 * has no state. Safe for use by several threads.
 */
final class SpreadSessions implements AutoCloseable {

    private record Place(String principal, int shard) {}

    private final Map<Place, SpreadSession> sessions = new ConcurrentHashMap<>();
    private final Target target;

    SpreadSessions(Target target) {
        this.target = target;
    }

    /**
     * Carries the exchange, if that is possible now.
     *
     * @return false if it must go by a session that is shared
     */
    boolean carry(Exchange exchange, Request request) {
        var caller = exchange.caller();
        var place = new Place(caller.principal(), caller.shard());
        return sessions.computeIfAbsent(
                        place, _ -> new SpreadSession(target, () -> sessions.remove(place)))
                .carry(exchange, request);
    }

    @Override
    public void close() {
        sessions.values().forEach(SpreadSession::close);
    }
}
