package io.tieline.http.server;

import io.tieline.session.Environment;
import io.tieline.session.client.ClientSessions;
import io.tieline.session.client.Service;
import io.tieline.session.client.StatelessClients;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.RpcError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a listener serves now. It can be replaced while requests arrive: each is brought to what is
 * served when its path is looked up. Safe for use by several threads.
 */
final class ServedServices {

    private static final RpcError REMOVED =
            RpcError.of(
                    ErrorCode.DRAINING,
                    "What was served at this path was removed or changed by a reload; connect again"
                            + " to what is served now");

    /** What is served at one time. */
    private record Table(ServedService main, Map<String, ServedService> named) {

        List<ServedService> all() {
            var all = new ArrayList<>(named.values());
            all.add(main);
            return all;
        }
    }

    private final ClientSessions sessions;
    private final ServedService.Common common;
    private volatile Table table;
    private boolean closing;

    /**
     * Serves from now on.
     *
     * @param main what has no name
     * @param services the others, by name
     * @param terms of answers to clients without sessions
     */
    ServedServices(
            Service main,
            Map<String, Service> services,
            ListenerSettings settings,
            Environment environment,
            StatelessReply.Terms terms,
            PublicBase base) {
        this.sessions =
                new ClientSessions(
                        session -> table.main().streams().open(session),
                        settings.sessions(),
                        environment);
        this.common =
                new ServedService.Common(
                        settings, environment, terms.inFlight(), sessions, terms, base);
        var clients = new StatelessClients(main, settings.sessions(), environment);
        var served = ServedService.of(main, "", clients, common);
        this.table = new Table(served, named(services, served, Map.of()));
    }

    /** What has no name. */
    ServedService main() {
        return table.main();
    }

    /** What has this name; null if nothing has. */
    @Nullable ServedService named(String name) {
        return table.named().get(name);
    }

    /** Whose client POSTs this message of HTTP+SSE; null if it is none, or of no session. */
    @Nullable ServedService sender(HttpRequestMessage request) {
        if (request.target().query().isEmpty()) {
            return null;
        }
        for (var served : table.all()) {
            if (served.sse().isMeant(request)) {
                return served;
            }
        }
        return null;
    }

    /** The names of the others, in their order. */
    List<String> names() {
        return List.copyOf(table.named().keySet());
    }

    /** The sessions of all clients. */
    ClientSessions sessions() {
        return sessions;
    }

    /** Serves these. Who stays as it is and where it is goes on; all others end. */
    void replace(Service nextMain, Map<String, Service> next) {
        List<ServedService> gone;
        synchronized (this) {
            if (closing) {
                return;
            }
            var before = table;
            var main =
                    before.main().isOf(nextMain)
                            ? before.main()
                            : begin("", nextMain, before.main());
            table = new Table(main, named(next, main, before.named()));
            gone = before.all();
            gone.removeAll(table.all());
        }
        gone.forEach(served -> served.end(REMOVED));
    }

    private Map<String, ServedService> named(
            Map<String, Service> next, ServedService main, Map<String, ServedService> before) {
        Map<String, ServedService> all = new LinkedHashMap<>();
        next.forEach((name, service) -> {
            var known = before.get(name);
            boolean stays = known != null && known.isOf(service);
            var suffix = "/" + NamedPath.encoded(name);
            all.put(name, stays ? known : begin(suffix, service, main));
        });
        return all;
    }

    private ServedService begin(String suffix, Service service, ServedService beside) {
        var clients = new StatelessClients(beside.stateless(), service);
        return ServedService.of(service, suffix, clients, common);
    }

    /** Takes nothing new from now on; counts what is under way without a session. */
    void refuseNew() {
        sessions.refuseNew();
        for (var served : last()) {
            served.stateless().refuseNew();
            common.inFlight().began();
            served.stateless().whenIdle(common.inFlight()::ended);
        }
    }

    private synchronized List<ServedService> last() {
        closing = true;
        return table.all();
    }

    /** Ends every session and request, with the answer that the server is shutting down. */
    void close() {
        var all = last();
        sessions.close();
        all.forEach(served -> served.stateless().close());
    }
}
