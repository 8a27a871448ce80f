package io.tieline.http.client;

import io.netty.channel.EventLoop;
import io.tieline.http.settings.HttpBackendLimits;
import io.tieline.session.Timers;
import io.tieline.session.backend.LinkFailure;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one event loop to one backend, and the requests that wait for one. Requests of
 * one client depart in the order in which they were submitted. Confined to the event loop.
 */
final class BackendPool {

    /**
     * So many messages of a link may be unacknowledged at any time, whatever others wait for: a
     * call may end only when they have arrived.
     */
    private static final int LEAST_MESSAGES = 4;

    private final EventLoop loop;
    private final BackendDialer dialer;
    private final HttpBackendLimits limits;
    private final BackendFaults faults;
    private final CancellableLoopTimers alarms;
    private final RandomGenerator random;

    /** Idle connections, with the time since when; the one used last is first. */
    private final Deque<Idle> idle = new ArrayDeque<>();

    /** Admitted requests without a connection; as many are being opened as there are requests. */
    private final Deque<RoundTrip> unconnected = new ArrayDeque<>();

    private final RequestShares<RoundTrip> calls;
    private final RequestShares<RoundTrip> messages;

    private int dials;
    private boolean heard;
    private Timers.@Nullable Alarm sweep;

    private record Idle(BackendConnection connection, long since) {}

    BackendPool(
            EventLoop loop,
            BackendDialer dialer,
            HttpBackendLimits limits,
            BackendFaults faults,
            CancellableLoopTimers alarms,
            RandomGenerator random) {
        this.loop = loop;
        this.dialer = dialer;
        this.limits = limits;
        this.calls = new RequestShares<>(limits.requests(), limits.waiting(), 1);
        // Those of a link leave one after the other, so that one of each link waits at most.
        this.messages =
                new RequestShares<>(limits.requests(), Integer.MAX_VALUE / 2, LEAST_MESSAGES);
        this.faults = faults;
        this.alarms = alarms;
        this.random = random;
    }

    EventLoop loop() {
        return loop;
    }

    BackendDialer dialer() {
        return dialer;
    }

    HttpBackendLimits limits() {
        return limits;
    }

    BackendFaults faults() {
        return faults;
    }

    /** The backend has spoken HTTP. */
    void heard() {
        heard = true;
    }

    boolean hasHeard() {
        return heard;
    }

    CancellableLoopTimers alarms() {
        return alarms;
    }

    /** Spreads what many would do at once. */
    RandomGenerator random() {
        return random;
    }

    /** Sends the request as soon as the limit and a connection allow. */
    void submit(RoundTrip request) {
        var shares = shares(request);
        if (shares == null) {
            connect(request, false);
        } else if (shares.admits(request.client())) {
            admit(request);
        } else if (!shares.waits(request.client(), request)) {
            request.refused(faults.overloaded(shares.inFlight(request.client())));
        }
    }

    /** The request lost its connection before a byte had left, or was redirected. */
    void resubmit(RoundTrip request) {
        connect(request, true);
    }

    /** The request is not wanted any more and has no connection yet. */
    void withdraw(RoundTrip request) {
        var shares = shares(request);
        if (!unconnected.remove(request) && shares != null) {
            shares.withdraw(request.client(), request);
        }
    }

    /** The request has ended in one way or another. */
    void over(RoundTrip request) {
        var shares = shares(request);
        if (request.isAdmitted() && shares != null) {
            shares.over(request.client());
            for (var next = shares.next(); next != null; next = shares.next()) {
                admit(next);
            }
        }
    }

    /** Among which it has its share; null if it never waits. */
    private @Nullable RequestShares<RoundTrip> shares(RoundTrip request) {
        return switch (request.among()) {
            case CALLS -> calls;
            case MESSAGES -> messages;
            case NONE -> null;
        };
    }

    private void admit(RoundTrip request) {
        request.admit();
        connect(request, false);
    }

    private void connect(RoundTrip request, boolean first) {
        var connection = takeIdle();
        if (connection != null) {
            connection.send(request);
            return;
        }
        if (first) {
            unconnected.addFirst(request);
        } else {
            unconnected.addLast(request);
        }
        dials++;
        dialer.dial(this);
    }

    /** A connection has been opened. */
    void opened(BackendConnection connection) {
        dials--;
        returned(connection);
    }

    /** A connection could not be opened. */
    void unreachable(LinkFailure failure) {
        dials--;
        // A connection that was returned in the meantime may have served the one who dialled.
        if (unconnected.size() > dials) {
            unconnected.removeFirst().refused(failure);
        }
    }

    /** This connection is free again. */
    void returned(BackendConnection connection) {
        var next = unconnected.pollFirst();
        if (next != null) {
            connection.send(next);
        } else {
            idle.addFirst(new Idle(connection, alarms.nanoTime()));
            sweepLater();
        }
    }

    /** This connection is closed. */
    void closed(BackendConnection connection) {
        idle.removeIf(entry -> entry.connection() == connection);
    }

    private @Nullable BackendConnection takeIdle() {
        for (var entry = idle.pollFirst(); entry != null; entry = idle.pollFirst()) {
            if (entry.connection().isOpen() && !isExpired(entry)) {
                return entry.connection();
            }
            entry.connection().close();
        }
        return null;
    }

    private boolean isExpired(Idle entry) {
        var limit = entry.connection().keepAlive().toNanos();
        return alarms.nanoTime() - entry.since() >= limit;
    }

    private void sweepLater() {
        if (sweep == null) {
            sweep = alarms.after(Duration.ofNanos(limits.keepAlive().toNanos() / 2), this::sweep);
        }
    }

    private void sweep() {
        sweep = null;
        for (var entry : List.copyOf(idle)) {
            if (isExpired(entry)) {
                entry.connection().close();
            }
        }
        if (!idle.isEmpty()) {
            sweepLater();
        }
    }
}
