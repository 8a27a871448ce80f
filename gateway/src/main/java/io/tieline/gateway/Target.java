package io.tieline.gateway;

import io.tieline.session.Backend;
import io.tieline.session.BackendOpening;
import io.tieline.session.BackendSession;
import io.tieline.session.CallOptions;
import io.tieline.session.CallRule;
import io.tieline.session.ClientSession;
import io.tieline.session.Environment;
import io.tieline.session.Exchange;
import io.tieline.session.Habits;
import io.tieline.wire.Json;
import io.tieline.wire.Revision;
import java.util.HashMap;
import org.jspecify.annotations.Nullable;

/**
 * The one backend of a gateway, with what is known of it across sessions. Safe for use by several
 * threads.
 */
final class Target {

    /**
     * What a shared session's backend is told: everything that can be carried; each client's own is
     * kept per call.
     */
    private static final Json ALL_QUESTIONS =
            Json.of(
                    """
                    {"roots":{"listChanged":true},"sampling":{"tools":{},"context":{}},"elicitation":{"form":{},"url":{}}}\
                    """);

    private final Backend backend;
    private final GatewaySettings settings;
    private final Environment environment;
    private final Habits habits = new Habits();
    private final TaskOwners tasks = new TaskOwners();
    private volatile @Nullable Json lastSeen;

    Target(Backend backend, GatewaySettings settings, Environment environment) {
        this.backend = backend;
        this.settings = settings;
        this.environment = environment;
    }

    String name() {
        return backend.name();
    }

    GatewaySettings settings() {
        return settings;
    }

    Environment environment() {
        return environment;
    }

    TaskOwners tasks() {
        return tasks;
    }

    /**
     * What the backend said of itself when it was last opened, for a client that comes while it is
     * away.
     */
    @Nullable Json lastSeen() {
        return lastSeen;
    }

    void seen(Json initializeResult) {
        lastSeen = initializeResult;
    }

    /** Opens a session that serves this client only, and mirrors it. */
    BackendSession openFor(
            ClientSession client, Revision wanted, BackendSession.Listener listener) {
        var asked = settings.revision() == null ? wanted : settings.revision();
        return open(asked, client.clientInfo(), client.capabilities().json(), true, listener);
    }

    /** Opens a session for several clients. */
    BackendSession openForAll(BackendSession.Listener listener) {
        var asked = settings.revision() == null ? Revision.LATEST_HANDSHAKE : settings.revision();
        return open(asked, settings.implementation(), ALL_QUESTIONS, false, listener);
    }

    private BackendSession open(
            Revision revision,
            Json clientInfo,
            Json capabilities,
            boolean exclusive,
            BackendSession.Listener listener) {
        var info = clientInfo.text("name") == null ? settings.implementation() : clientInfo;
        var opening =
                new BackendOpening(
                        revision,
                        info,
                        settings.calls() == CallRule.OVERLAP ? silent(capabilities) : capabilities,
                        exclusive,
                        settings.calls(),
                        habits,
                        settings.limits());
        return BackendSession.open(backend, opening, environment, listener);
    }

    /** A backend that is declared never to ask is not told that it may. */
    private static Json silent(Json capabilities) {
        return capabilities.without("roots").without("sampling").without("elicitation");
    }

    /**
     * What goes with a call besides the request: the time limits, and the headers that this client
     * may pass on.
     */
    CallOptions options(Exchange exchange) {
        var headers = new HashMap<String, String>(0);
        for (var name : settings.forwardedHeaders()) {
            var value = exchange.caller().headers().get(name);
            if (value != null) {
                headers.put(name, value);
            }
        }
        return new CallOptions(headers, settings.limits().idle(), settings.limits().cap());
    }
}
