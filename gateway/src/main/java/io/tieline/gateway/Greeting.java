package io.tieline.gateway;

import io.tieline.session.backend.BackendSession;
import io.tieline.session.backend.LinkFailure;
import io.tieline.session.client.Exchange;
import io.tieline.wire.Json;
import io.tieline.wire.Revision;
import org.jspecify.annotations.Nullable;

/**
 * Answers a client's {@code initialize} (revisions 2024-11-05 to 2025-11-25, "Lifecycle") or {@code
 * server/discover} (revision 2026-07-28, "Discovery") when it is known what the backend is, or that
 * the backend is away.
 */
final class Greeting implements Slot.Waiter {

    private final Upstream upstream;
    private final Exchange exchange;
    private final @Nullable InitializeResults results;

    private Greeting(Upstream upstream, Exchange exchange, @Nullable InitializeResults results) {
        this.upstream = upstream;
        this.exchange = exchange;
        this.results = results;
    }

    /**
     * The handshake of a client.
     *
     * @param key whose state the client will meet, which says what can be carried
     * @param agreed the revision in which the client is answered
     */
    static Greeting initialize(
            Upstream upstream, Exchange exchange, ScopeKey key, Revision agreed) {
        var results = new InitializeResults(upstream.settings(), key, agreed);
        return new Greeting(upstream, exchange, results);
    }

    /** The discovery of a client without a session. */
    static Greeting discover(Upstream upstream, Exchange exchange) {
        return new Greeting(upstream, exchange, null);
    }

    /** Answers a discovery at once, if the backend was seen before; false if it was not. */
    boolean isAnsweredBySeen() {
        var seen = upstream.lastSeen().initialized();
        if (seen != null) {
            exchange.finish(DiscoverResults.of(upstream, seen));
        }
        return seen != null;
    }

    @Override
    public void opened(BackendSession session, Json initializeResult) {
        exchange.finish(
                results == null
                        ? DiscoverResults.of(upstream, initializeResult)
                        : results.of(initializeResult));
    }

    /**
     * A backend that is gone keeps nobody from connecting: the client is told what the backend said
     * when it was last seen, or a plain offer, and its first request hears of it. One that lives
     * and was never seen may offer anything, so of that nothing is invented: the client is told why
     * it must wait, or what the backend has against it.
     */
    @Override
    public void away(LinkFailure failure) {
        if (results == null) {
            exchange.fail(failure.error(upstream.name(), "connect"));
            return;
        }
        var seen = upstream.lastSeen().initialized();
        var answer =
                switch (failure.kind()) {
                    case OVERLOADED -> null;
                    case TIMED_OUT, BROKE_PROTOCOL -> seen == null ? null : results.seen(seen);
                    case GONE, SESSION_LOST, GAVE_WAY, DRAINING ->
                            seen == null ? results.unseen() : results.seen(seen);
                };
        if (answer == null) {
            exchange.fail(failure.error(upstream.name(), "initialize"));
        } else {
            exchange.finish(answer);
        }
    }
}
