package io.tieline.http.client;

import io.netty.channel.EventLoop;
import io.tieline.http.io.Loops;
import io.tieline.session.Budget;
import io.tieline.session.Observer;
import io.tieline.session.backend.Link;
import io.tieline.session.backend.LinkFailure;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Opens links to one server; those of one loop share pooled connections. Each link stays on the
 * loop on whose thread it is opened. Safe for use by several threads.
 */
public final class BackendLinks {

    private final BackendAddress address;
    private final Loops loops;
    private final BackendSettings settings;
    private final BackendFaults faults;
    private final BackendDialer dialer;
    private final Map<EventLoop, BackendPool> pools = new ConcurrentHashMap<>();

    /**
     * Opens no connection yet.
     *
     * @throws IllegalArgumentException if the file of certificate authorities cannot be used
     */
    public BackendLinks(BackendAddress address, Loops loops, BackendSettings settings) {
        this.address = address;
        this.loops = loops;
        this.settings = settings;
        var name = settings.name() == null ? address.authority() : settings.name();
        this.faults = new BackendFaults(name, address, Secrets.of(settings.headers(), address));
        var threads = Thread.ofPlatform().daemon().name("tieline-lookup").factory();
        this.dialer =
                new BackendDialer(
                        loops,
                        address,
                        new HostLookup(address.host(), threads),
                        address.tls() ? ClientTls.of(address, settings.authorities()) : null);
    }

    /** What messages and logs call the server. */
    public String name() {
        return faults.name();
    }

    /** Opens a link whose requests carry these headers, too. */
    public Link connect(Supplier<Map<String, String>> headers, Link.Listener listener) {
        var loop = loops.here();
        var pool = pools.computeIfAbsent(loop, this::pool);
        var account = budget().upstream(name());
        var end = new LinkEnd(listener, account);
        var requests =
                new LinkRequests(
                        pool,
                        address,
                        new LinkHeaders(settings.headers(), headers),
                        observer(),
                        account);
        var link =
                switch (settings.transport()) {
                    case AUTO -> new DetectingLink(requests, end);
                    case STREAMABLE ->
                            new StreamableLink(requests, end, StreamableLink.FallBack.NONE);
                    case SSE -> new HttpSseLink(requests, end, null);
                };
        var whole = new LoopLink(loop, link, end, faults.loopsClosed());
        account.onCostliest(() -> whole.end(LinkFailure.costliest(name())));
        return whole;
    }

    private BackendPool pool(EventLoop loop) {
        var environment = settings.environment();
        var timers = environment == null ? loops.timers() : environment.timers();
        var random = environment == null ? RandomGenerator.getDefault() : environment.random();
        return new BackendPool(
                loop,
                dialer,
                settings.limits(),
                faults,
                new CancellableLoopTimers(loop, timers),
                random);
    }

    private Budget budget() {
        var environment = settings.environment();
        return environment == null ? Budget.UNLIMITED : environment.budget();
    }

    private Observer observer() {
        var environment = settings.environment();
        return environment == null ? Observer.NONE : environment.observer();
    }
}
