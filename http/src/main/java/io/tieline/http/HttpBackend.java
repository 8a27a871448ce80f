package io.tieline.http;

import io.netty.channel.EventLoop;
import io.tieline.session.Budget;
import io.tieline.session.Observer;
import io.tieline.session.backend.Backend;
import io.tieline.session.backend.Link;
import io.tieline.session.backend.LinkFailure;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * An MCP server behind a URL, over Streamable HTTP (revisions 2025-03-26 to 2026-07-28) or HTTP+SSE
 * (2024-11-05).
 *
 * <p>Each link that it opens is one MCP session. A link that is opened on an event loop's thread
 * stays on that loop, and so do its connections; links of one loop share pooled connections. What a
 * server says in answer to a request reaches that request's own stream, also when the stream broke
 * and had to be resumed; in revision 2026-07-28 a broken stream is the end of its request.
 * Redirects are followed within the origin only; certificate and host name of an https server are
 * always checked. No cookies are kept.
 *
 * <p>Building one opens no connection. Safe for use by several threads. Listeners of its links are
 * called on event loops and must not block. There is nothing to close: idle connections end after a
 * few seconds, and the rest with the {@link EventLoops}.
 */
public final class HttpBackend implements Backend {

    private final BackendAddress address;
    private final EventLoops loops;
    private final HttpBackendSettings settings;
    private final BackendFaults faults;
    private final BackendDialer dialer;
    private final Map<EventLoop, BackendPool> pools = new ConcurrentHashMap<>();

    private HttpBackend(URI uri, EventLoops loops, HttpBackendSettings settings) {
        this.address = BackendAddress.of(uri);
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

    /**
     * The server at this URL, with default settings.
     *
     * @throws IllegalArgumentException if the URL is not absolute, not http or https, or carries
     *     credentials
     */
    public static HttpBackend to(URI uri, EventLoops loops) {
        return to(uri, loops, HttpBackendSettings.DEFAULT);
    }

    /**
     * The server at this URL.
     *
     * @throws IllegalArgumentException if the URL is not absolute, not http or https, or carries
     *     credentials; or if the file of certificate authorities cannot be used
     */
    public static HttpBackend to(URI uri, EventLoops loops, HttpBackendSettings settings) {
        return new HttpBackend(uri, loops, settings);
    }

    @Override
    public String name() {
        return faults.name();
    }

    @Override
    public Link connect(Link.Listener listener) {
        return connect(Map::of, listener);
    }

    @Override
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
