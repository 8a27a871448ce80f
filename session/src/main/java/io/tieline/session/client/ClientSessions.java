package io.tieline.session.client;

import io.tieline.session.Budget;
import io.tieline.session.Caller;
import io.tieline.session.Environment;
import io.tieline.session.Observer;
import io.tieline.session.Principal;
import io.tieline.session.Refusals;
import io.tieline.wire.McpException;
import io.tieline.wire.RpcError;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The client sessions of one listener. Owns them: closing this closes them all. Safe for use by
 * several threads.
 */
public final class ClientSessions implements AutoCloseable {

    private final Map<String, ClientSession> sessions = new ConcurrentHashMap<>();
    private final Service service;
    private final SessionSettings settings;
    private final Environment environment;
    private final UnusedSessions newcomers = new UnusedSessions();
    private final Runnable unwatch;
    private volatile boolean draining;

    /** The sessions of clients that want to talk to this service. */
    public ClientSessions(Service service, SessionSettings settings, Environment environment) {
        this.service = service;
        this.settings = settings;
        this.environment = environment;
        this.unwatch = environment.budget().watch(this::reached);
    }

    private void reached(Budget.Step step) {
        if (step.isAtLeast(Budget.Step.SHORTER_LIVES)) {
            List.copyOf(sessions.values()).forEach(ClientSession::hurry);
        }
    }

    /**
     * Begins a conversation, before its {@code initialize} is handed to it.
     *
     * @throws McpException if there are too many sessions, or no new ones are taken
     */
    public ClientSession open(Caller owner) {
        return open(owner, false);
    }

    /**
     * Begins a conversation as {@link #open(Caller)} does.
     *
     * @param renewable whether a client that finds its session closed can begin another one on the
     *     same connection
     */
    public ClientSession open(Caller owner, boolean renewable) {
        return open(service, owner, renewable);
    }

    /**
     * Begins a conversation with another service of the same listener: its session is one of these,
     * and counts like any other.
     *
     * @param renewable whether a client that finds its session closed can begin another one on the
     *     same connection
     * @throws McpException if there are too many sessions, or no new ones are taken
     */
    public ClientSession open(Service with, Caller owner, boolean renewable) {
        if (draining) {
            throw new McpException(Draining.ERROR);
        }
        if (sessions.size() >= settings.maxSessions() && !newcomers.makeRoom()) {
            throw new McpException(Refusals.tooManySessions(settings.maxSessions()));
        }
        if (environment.budget().refusesSessions() && !newcomers.makeRoom()) {
            throw new McpException(Refusals.noNewSessions(environment.budget()));
        }
        var id = newId();
        long began = environment.timers().nanoTime();
        var session =
                new ClientSession(
                                id,
                                owner,
                                settings,
                                environment,
                                renewable,
                                newcomers,
                                () -> ended(id, began))
                        .begun(with);
        sessions.put(id, session);
        environment.observer().sessionBegan(Observer.Session.OF_CLIENT);
        return session;
    }

    private void ended(String id, long began) {
        if (sessions.remove(id) != null) {
            var lasted = Duration.ofNanos(environment.timers().nanoTime() - began);
            environment.observer().sessionEnded(Observer.Session.OF_CLIENT, lasted);
        }
    }

    /**
     * The live session of this name, if it belongs to this caller; a foreign one looks like an
     * unknown one.
     */
    public @Nullable ClientSession find(String id, Caller caller) {
        var session = sessions.get(id);
        if (session == null || !isOf(session.owner().principal(), caller.principal())) {
            return null;
        }
        return session.isOpen() ? session : null;
    }

    private static boolean isOf(Principal owner, Principal sender) {
        return owner.equals(sender) && owner.client().equals(sender.client());
    }

    /** The sessions that are open, in no order. */
    public List<ClientSession> all() {
        return List.copyOf(sessions.values());
    }

    /** How many sessions are open. */
    public int size() {
        return sessions.size();
    }

    /** How many requests are in flight in all sessions, as far as can be seen from here. */
    public int inFlight() {
        return sessions.values().stream().mapToInt(ClientSession::inFlight).sum();
    }

    /** From now on no new session is opened; the others go on. */
    public void refuseNew() {
        draining = true;
    }

    /** Ends what is in flight with this error, and every session. */
    public void drain(RpcError error) {
        refuseNew();
        List.copyOf(sessions.values()).forEach(session -> session.drain(error));
    }

    @Override
    public void close() {
        unwatch.run();
        drain(Draining.ERROR);
    }

    private String newId() {
        var bytes = new byte[32];
        environment.random().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
