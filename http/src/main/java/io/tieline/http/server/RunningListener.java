package io.tieline.http.server;

import io.netty.util.NetUtil;
import io.tieline.http.io.Loops;
import io.tieline.session.Environment;
import io.tieline.session.client.ClientSessions;
import io.tieline.session.client.Service;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A listener from when it serves until it is closed: the parts of which it is made, and the order
 * in which they begin and end. It owns its connections and sessions, not the loops. Safe for use by
 * several threads; {@link #drain} and {@link #close} block.
 */
public final class RunningListener {

    private static final Logger LOG = LoggerFactory.getLogger(RunningListener.class);
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    private final Acceptor door;
    private final String scheme;
    private final ServedServices services;
    private final InFlight inFlight;
    private final AtomicBoolean closing;
    private final AtomicBoolean closed = new AtomicBoolean();

    private RunningListener(
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
     * @param main what has no name
     * @param named the others, by name
     * @throws java.net.BindException if the address cannot be listened on; its message names the
     *     address
     */
    public static RunningListener serve(
            Service main,
            Map<String, Service> named,
            ListenerSettings settings,
            Loops loops,
            Environment environment)
            throws IOException {
        var base = PublicBase.of(settings.publicUrl());
        var tls = settings.tls();
        var door = new Acceptor(settings.address(), loops, tls);
        var inFlight = new InFlight();
        var terms =
                new StatelessReply.Terms(
                        settings.streams().keepAlive(),
                        environment,
                        inFlight,
                        settings.stateCookies(),
                        tls != null || base.tls());
        var served = new ServedServices(main, named, settings, environment, terms, base);
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
        return new RunningListener(door, scheme, served, inFlight, closing);
    }

    /** Where clients on this machine connect to what has no name. */
    public URI uri() {
        return URI.create(
                scheme + "://" + host(door.address().getAddress()) + ":" + port() + "/mcp");
    }

    /** Where clients on this machine connect to the service of this name, or would. */
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

    /** Serves these from now on; nothing happens once the listener is being closed. */
    public void replace(Service main, Map<String, Service> named) {
        services.replace(main, named);
    }

    /** Takes nothing new, lets the requests in flight end for so long, and closes. */
    public void drain(Duration most) {
        services.refuseNew();
        closing.set(true);
        inFlight.awaitNone(most);
        close();
    }

    /** Ends every session and connection; requests in flight are answered with -31005. */
    public void close() {
        if (closed.compareAndSet(false, true)) {
            closing.set(true);
            door.close();
            services.close();
            door.closeConnections(LAST_WORDS);
        }
    }
}
