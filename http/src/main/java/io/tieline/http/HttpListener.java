package io.tieline.http;

import io.netty.util.NetUtil;
import io.tieline.session.Environment;
import io.tieline.session.client.ClientSessions;
import io.tieline.session.client.Service;
import java.io.IOException;
import java.net.BindException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves clients over HTTP: Streamable HTTP (revisions 2025-03-26 to 2026-07-28) at {@code /mcp}
 * and {@code /}, HTTP+SSE (revision 2024-11-05) at {@code /sse}; further services that have a name
 * at {@code /mcp/NAME} and {@code /sse/NAME}. At {@code /healthz} it says whether it lives, without
 * a word of what it serves. Where tokens are wanted, a document at {@code
 * /.well-known/oauth-protected-resource} and the same with each path behind it says which.
 *
 * <p>It serves from when {@link #serve} returns until {@link #close}, which ends every session and
 * whatever is served without one. It owns its connections and sessions, not the event loops. {@code
 * Host} and {@code Origin} of every request are checked, and only pages of {@linkplain
 * HttpSettings#allowedOrigins allowed origins} and its own can read an answer. Safe for use by
 * several threads; {@link #drain} and {@link #close} block, so they must not be called on an event
 * loop.
 */
public final class HttpListener implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HttpListener.class);
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    private final Acceptor door;
    private final String scheme;
    private final ServedServices services;
    private final InFlight inFlight;
    private final AtomicBoolean closing;
    private final AtomicBoolean closed = new AtomicBoolean();

    private HttpListener(
            Acceptor door,
            String scheme,
            ServedServices services,
            InFlight inFlight,
            AtomicBoolean closing) {
        this.door = door;
        this.scheme = scheme;
        this.services = services;
        this.inFlight = inFlight;
        this.closing = closing;
    }

    /**
     * Listens, and returns when clients can connect.
     *
     * @throws BindException if the address cannot be listened on; its message names the address
     * @throws IOException if the certificate or its key cannot be used
     */
    public static HttpListener serve(
            Service service, HttpSettings settings, EventLoops loops, Environment environment)
            throws IOException {
        return serve(Services.of(service), settings, loops, environment);
    }

    /**
     * Listens for clients of several services, and returns when clients can connect.
     *
     * @throws BindException if the address cannot be listened on; its message names the address
     * @throws IOException if the certificate or its key cannot be used
     */
    public static HttpListener serve(
            Services services, HttpSettings settings, EventLoops loops, Environment environment)
            throws IOException {
        var certificate = settings.certificate();
        var base = PublicBase.of(settings.publicUrl());
        var tls = certificate == null ? null : certificate.context();
        var door = new Acceptor(settings.address(), loops, tls);
        var inFlight = new InFlight();
        var terms =
                new StatelessReply.Terms(
                        settings.streams().keepAlive(),
                        environment,
                        inFlight,
                        settings.stateCookies(),
                        tls != null || base.tls());
        var served = new ServedServices(services, settings, environment, terms, base);
        var log = new CountedLog(LOG::warn);
        var sources = new OriginGuard(door.address(), settings, log);
        var pages = new PageAccess(settings);
        var closing = new AtomicBoolean();
        var health = new LoopHealth(loops, environment.timers());
        var metadata = new ResourceMetadata(settings, base, tls != null);
        door.open(
                new ListenerContext(
                        settings,
                        environment,
                        sources,
                        pages,
                        new Router(served, pages, base, health, metadata),
                        metadata,
                        closing,
                        new ConnectionTable(settings.limits().connections(), environment.timers()),
                        log));
        var scheme = tls == null ? "http" : "https";
        return new HttpListener(door, scheme, served, inFlight, closing);
    }

    /**
     * Where clients on this machine connect: {@code http://127.0.0.1:8808/mcp}, also if it listens
     * on all addresses.
     */
    public URI uri() {
        return URI.create(
                scheme + "://" + host(door.address().getAddress()) + ":" + port() + "/mcp");
    }

    /**
     * Where clients on this machine connect to the service of this name: {@code
     * http://127.0.0.1:8808/mcp/dev}, whether there is one now or not.
     */
    public URI uri(String name) {
        return URI.create(uri() + "/" + NamedPath.encoded(name));
    }

    /** Behind [::] there is IPv4 too. */
    private static String host(InetAddress address) {
        if (address.isAnyLocalAddress()) {
            return "127.0.0.1";
        }
        var text = NetUtil.toAddressString(address);
        return address instanceof Inet6Address ip ? "[" + text + zone(ip) + "]" : text;
    }

    /** The zone as it stands in a URL (RFC 6874). */
    private static String zone(Inet6Address address) {
        var text = address.getHostAddress();
        int zone = text.indexOf('%');
        return zone < 0 ? "" : "%25" + text.substring(zone + 1);
    }

    /** The port on which it listens; never 0. */
    public int port() {
        return door.address().getPort();
    }

    /** The sessions of all clients, whichever service they are with. */
    public ClientSessions sessions() {
        return services.sessions();
    }

    /**
     * Serves these from now on. The sessions and requests of a service that stays, which is the
     * same object under the same name, go on. What another one has in flight is answered with
     * -31005 and its sessions end, as those of the main service if that is another one now; then
     * its path is unknown (404). Does nothing once the listener is being closed.
     */
    public void replace(Services next) {
        services.replace(next);
    }

    /**
     * Closes in order: no new session is opened and no request without one is taken (503), whoever
     * only listens is told that it is over, the requests in flight may end for so long, also those
     * whose clients are away with questions to answer and come back meanwhile, those that have not
     * are answered with -31005, and then everything is closed.
     */
    public void drain(Duration most) {
        services.refuseNew();
        closing.set(true);
        inFlight.awaitNone(most);
        close();
    }

    /** Ends every session and connection; requests in flight are answered with -31005. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            closing.set(true);
            door.close();
            services.close();
            door.closeConnections(LAST_WORDS);
        }
    }
}
