package io.tieline.http.client;

import io.tieline.http.client.RoundTrip.Among;
import io.tieline.http.io.HeaderRules;
import io.tieline.http.settings.HttpBackendLimits;
import io.tieline.session.Account;
import io.tieline.session.Budget;
import io.tieline.session.Holding;
import io.tieline.session.Observer;
import io.tieline.wire.Limits;
import io.tieline.wire.Payload;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Makes the HTTP requests of one link, each with the link's headers. Confined to the link's event
 * loop.
 */
final class LinkRequests {

    private final BackendPool pool;
    private final BackendAddress address;
    private final RequestHeads heads;
    private final Observer observer;
    private final LinkHeaders headers;
    private final Account account;
    private final LinkRoom departing;

    LinkRequests(
            BackendPool pool,
            BackendAddress address,
            LinkHeaders headers,
            Observer observer,
            Account account) {
        this.pool = pool;
        this.address = address;
        this.headers = headers;
        this.heads = new RequestHeads(address, headers);
        this.observer = observer;
        this.account = account;
        this.departing = new LinkRoom(account);
    }

    /** The same for a session beside this one, which has no id yet. */
    LinkRequests anew() {
        var other = new LinkRequests(pool, address, headers, observer, account);
        other.heads.negotiatedAs(heads);
        return other;
    }

    /** The backend has named its session, as the specification allows or not. */
    void named(@Nullable String sessionId) {
        if (sessionId != null && HeaderRules.isSessionId(sessionId)) {
            heads.session(sessionId);
        }
    }

    BackendAddress address() {
        return address;
    }

    RequestHeads heads() {
        return heads;
    }

    Observer observer() {
        return observer;
    }

    /** Room for one message that arrives. */
    Holding room() {
        return new Holding(account, Budget.Use.ARRIVING);
    }

    /** Room for the messages that leave. */
    LinkRoom departing() {
        return departing;
    }

    BackendFaults faults() {
        return pool.faults();
    }

    CancellableLoopTimers alarms() {
        return pool.alarms();
    }

    RandomGenerator random() {
        return pool.random();
    }

    HttpBackendLimits limits() {
        return pool.limits();
    }

    Limits messageLimits() {
        return pool.limits().message();
    }

    /** A POST of a message that never waits for a place, not started yet. */
    RoundTrip post(
            BackendAddress to, Payload message, Map<String, String> own, ResponseReader reader) {
        return post(to, message, own, Among.NONE, this, reader);
    }

    /** A POST of what has no answer of its own, and has the link's share; not started yet. */
    RoundTrip tell(
            BackendAddress to, Payload message, Map<String, String> own, ResponseReader reader) {
        return post(to, message, own, Among.MESSAGES, this, reader);
    }

    /**
     * A POST of a message, not started yet.
     *
     * @param among see {@link RoundTrip}
     * @param client whose request it is
     */
    RoundTrip post(
            BackendAddress to,
            Payload message,
            Map<String, String> own,
            Among among,
            Object client,
            ResponseReader reader) {
        return new RoundTrip(
                pool,
                among,
                client,
                to,
                (allocator, target) -> heads.post(allocator, target, own, message),
                reader);
    }

    /** A GET of an event stream, not started yet. Streams last, so they are not counted. */
    RoundTrip get(@Nullable String lastEventId, Map<String, String> own, ResponseReader reader) {
        return new RoundTrip(
                pool,
                Among.NONE,
                this,
                address,
                (allocator, target) -> heads.get(allocator, target, own, lastEventId),
                reader);
    }

    /** A DELETE of the session, not started yet. */
    RoundTrip delete(ResponseReader reader) {
        return new RoundTrip(pool, Among.NONE, this, address, heads::delete, reader);
    }
}
