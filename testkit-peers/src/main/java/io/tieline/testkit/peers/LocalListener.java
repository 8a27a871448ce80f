package io.tieline.testkit.peers;

import io.tieline.session.Environment;
import io.tieline.session.Observer;
import io.tieline.session.client.ClientSessions;
import io.tieline.session.client.Service;
import io.tieline.session.client.SessionSettings;
import io.tieline.session.client.StatelessClients;
import java.util.Random;

/**
 * Serves a service to {@link RecordedClient}s in this process: no socket is opened and no byte is
 * copied. Clients of both eras come to it, as to one HTTP endpoint.
 *
 * <pre>{@code
 * try (var listener = LocalListener.serve(server); var client = listener.connect()) {
 *     assertEquals("Hello!", client.call("greet").text());
 * }
 * }</pre>
 *
 * <p>Everything that a service does at once happens on the thread of the client that caused it.
 * Owns the sessions of its clients, which end when it is closed; closing twice is silent. The
 * service is the test's to close. Safe for use by several threads.
 */
public final class LocalListener implements AutoCloseable {

    private final ClientSessions sessions;
    private final StatelessClients stateless;
    private final Runnable onClose;

    private LocalListener(
            Service service, SessionSettings settings, Environment environment, Runnable onClose) {
        this.sessions = new ClientSessions(service, settings, environment);
        this.stateless = new StatelessClients(service, settings, environment);
        this.onClose = onClose;
    }

    /** Serves this by the system's own clock. */
    public static LocalListener serve(Service service) {
        var timers = new RealTimers();
        var environment = new Environment(timers, new Random(), Observer.NONE);
        return new LocalListener(service, SessionSettings.DEFAULT, environment, timers::close);
    }

    /** Serves this by a clock, chance, observer and budget of the test's own. */
    public static LocalListener serve(Service service, Environment environment) {
        return serve(service, SessionSettings.DEFAULT, environment);
    }

    /** The same with these limits of client sessions. */
    public static LocalListener serve(
            Service service, SessionSettings settings, Environment environment) {
        return new LocalListener(service, settings, environment, () -> {});
    }

    /**
     * Connects a client of the latest handshake revision that can be asked everything. Its answers
     * are the test's to give.
     */
    public RecordedClient connect() {
        return client().connect();
    }

    /** Begins a client, of whichever revision. */
    public RecordedClient.Builder client() {
        return new RecordedClient.Builder(this);
    }

    /** How many sessions are open. */
    public int openSessions() {
        return sessions.size();
    }

    ClientSessions sessions() {
        return sessions;
    }

    StatelessClients stateless() {
        return stateless;
    }

    @Override
    public void close() {
        sessions.close();
        stateless.close();
        onClose.run();
    }
}
