package io.tieline.http.client;

import io.netty.channel.Channel;
import io.tieline.session.Timers;
import io.tieline.session.backend.LinkFailure;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Watches a request that does not leave at once: it fails when its backend takes nothing of it for
 * too long. Confined to the connection's event loop.
 */
final class DepartureWatch {

    private final BackendPool pool;
    private final Channel channel;
    private final WriteTracker departures;
    private final Consumer<LinkFailure> stalled;
    private Timers.@Nullable Alarm stall;
    private Timers.@Nullable Alarm patience;
    private boolean isPatient;

    DepartureWatch(
            BackendPool pool,
            Channel channel,
            WriteTracker departures,
            Consumer<LinkFailure> stalled) {
        this.pool = pool;
        this.channel = channel;
        this.departures = departures;
        this.stalled = stalled;
    }

    /**
     * Begins to watch a request. The operating system is told to be patient long before its own
     * patience ends, and not at once, since nearly every request has left by then.
     *
     * @param seen the count of departures before this request
     */
    void begin(long seen) {
        watch(seen);
        patience = pool.alarms().after(pool.limits().silence().dividedBy(2), this::bePatient);
    }

    private void watch(long seen) {
        stall = pool.alarms().after(pool.limits().writeStall(), () -> check(seen));
    }

    private void check(long seen) {
        if (departures.count() != seen) {
            watch(departures.count());
        } else {
            stalled.accept(pool.faults().stalled(pool.limits().writeStall()));
        }
    }

    private void bePatient() {
        isPatient = true;
        pool.dialer().bePatient(channel, pool.limits(), true);
    }

    /** Ends the watch: the request has left, or nobody waits for it. Ending twice is silent. */
    void end() {
        if (stall != null) {
            stall.cancel();
            stall = null;
        }
        if (patience != null) {
            patience.cancel();
            patience = null;
        }
        if (isPatient) {
            isPatient = false;
            pool.dialer().bePatient(channel, pool.limits(), false);
        }
    }
}
