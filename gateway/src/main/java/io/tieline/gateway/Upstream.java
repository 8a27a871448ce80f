package io.tieline.gateway;

import io.tieline.session.Account;
import io.tieline.session.Budget;
import io.tieline.session.Environment;
import io.tieline.session.Seal;
import io.tieline.session.backend.AskingHistory;
import io.tieline.session.backend.Backend;
import io.tieline.session.backend.BackendEra;
import io.tieline.session.backend.BackendOpening;
import io.tieline.session.backend.BackendPlaces;
import io.tieline.session.backend.BackendSession;
import io.tieline.session.backend.CallRule;
import io.tieline.session.backend.LinkFailure;
import io.tieline.session.backend.LinkFailure.Executed;
import io.tieline.session.backend.LinkFailure.Kind;
import io.tieline.session.backend.RequestIds;
import io.tieline.session.client.Client;
import io.tieline.session.client.Exchange;
import io.tieline.session.client.StatelessClient;
import io.tieline.session.era.HandshakeToStateless;
import io.tieline.session.era.PassedState;
import io.tieline.wire.Json;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.Revision;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One MCP server behind the gateway, and what is known of it across sessions: its era, which of its
 * tools ask, the results that may be given again, what it last said of itself. It opens sessions
 * with the server, and carries exchanges by them. Safe for use by several threads.
 */
final class Upstream {

    /**
     * What a shared session's backend is told: everything that can be carried; each client's own is
     * kept per call.
     */
    private static final Json ALL_QUESTIONS =
            Json.of(
                    """
                    {"roots":{"listChanged":true},"sampling":{"tools":{},"context":{}},"elicitation":{"form":{},"url":{}}}\
                    """);

    /** Why a session ends that was opened for one request. */
    private static final String DONE = "its request is over";

    /** Why sessions end with their gateway. */
    static final String CLOSING = "the gateway was closed";

    private final Backend backend;
    private final GatewaySettings settings;
    private final Environment environment;
    private final RequestIds ids = new RequestIds();
    private final Account account;
    private final AskingHistory habits;
    private final ResultCache cache;
    private final LastSeen lastSeen;
    private final BackendEra era;
    private final PassedState passed;
    private final Forwarding forwarding;
    private final BackendPlaces places;
    private final AtomicReference<@Nullable BackendSession> left = new AtomicReference<>();

    Upstream(Backend backend, GatewaySettings settings, Environment environment) {
        this.backend = backend.atMost(settings.maxSessions(backend));
        this.settings = settings;
        this.environment = environment;
        this.account = environment.budget().upstream(backend.name());
        this.habits = new AskingHistory(account);
        this.cache = new ResultCache(environment.timers(), account);
        this.lastSeen = new LastSeen(account);
        this.passed = new PassedState(backend.name(), new Seal(environment.random()));
        this.forwarding = new Forwarding(settings);
        this.places = new BackendPlaces(backend.name(), settings.maxSessions(backend));
        var pinned = settings.revision();
        this.era = pinned == null ? BackendEra.detected() : BackendEra.of(pinned);
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

    /** The account for all that is kept of the backend, by whichever session it came. */
    Account account() {
        return account;
    }

    /** Which of the backend's tools, prompts and resources ask. */
    AskingHistory habits() {
        return habits;
    }

    LastSeen lastSeen() {
        return lastSeen;
    }

    /** Lets clients carry the backend's state. */
    PassedState passed() {
        return passed;
    }

    Forwarding forwarding() {
        return forwarding;
    }

    /** Opens a session that serves this client only, and mirrors it. */
    BackendSession openFor(
            Client client,
            Revision wanted,
            Supplier<Map<String, String>> headers,
            BackendSession.Listener listener) {
        return open(
                settings.revision() == null ? wanted : wanted(),
                client.clientInfo(),
                client.capabilities().json(),
                true,
                client instanceof StatelessClient,
                headers,
                listener);
    }

    /** Opens a session that serves this exchange only, and is left with it. */
    BackendSession openFor(Exchange exchange, Revision wanted, OneExchange listener) {
        var headers = forwarding.headers(exchange.caller());
        var session = openFor(exchange.client(), wanted, () -> headers, listener);
        exchange.onOver(() -> leave(session, DONE));
        return session;
    }

    private Revision wanted() {
        var pinned = settings.revision();
        return pinned == null || pinned.isStateless() ? Revision.LATEST_HANDSHAKE : pinned;
    }

    /** Opens a session for several clients. */
    BackendSession openForAll(
            boolean prefersStateless,
            Map<String, String> headers,
            BackendSession.Listener listener) {
        return open(
                wanted(),
                settings.implementation(),
                ALL_QUESTIONS,
                false,
                prefersStateless,
                () -> headers,
                listener);
    }

    private BackendSession open(
            Revision revision,
            Json clientInfo,
            Json capabilities,
            boolean exclusive,
            boolean prefersStateless,
            Supplier<Map<String, String>> headers,
            BackendSession.Listener listener) {
        var info = clientInfo.text("name") == null ? settings.implementation() : clientInfo;
        var opening =
                new BackendOpening(
                        revision,
                        era,
                        prefersStateless,
                        info,
                        settings.calls() == CallRule.OVERLAP ? silent(capabilities) : capabilities,
                        exclusive,
                        settings.calls(),
                        ids,
                        habits,
                        settings.limits(),
                        backend.isProgram() ? BackendOpening.NO_HEADERS : headers);
        var begun = left.get();
        if (begun != null && begun.adopt(opening, listener)) {
            left.compareAndSet(begun, null);
            return begun;
        }
        boolean more = mayGrow();
        if (!places.take(environment.timers().nanoTime(), more)) {
            var why = more ? places.full() : noMore();
            return BackendSession.refused(backend, opening, environment, listener, why);
        }
        var session = BackendSession.open(backend, opening, environment, listener);
        places.seat(session);
        return session;
    }

    /** A backend that is declared never to ask is not told that it may. */
    private static Json silent(Json capabilities) {
        return capabilities.without("roots").without("sampling").without("elicitation");
    }

    /** When new sessions are refused there are no more processes either than there are. */
    private boolean mayGrow() {
        return !backend.isProgram()
                || !environment.budget().step().isAtLeast(Budget.Step.NO_NEW_SESSIONS);
    }

    private LinkFailure noMore() {
        var why =
                "No more processes of backend "
                        + name()
                        + " are started while too much is waiting, and something is under way in"
                        + " each that there is; try again later";
        return new LinkFailure(Kind.OVERLOADED, why, Executed.NO);
    }

    /**
     * Nobody waits for this session any longer. Where it is the start of a program, that goes on,
     * so that the next attempt finds done what it has begun: one such start at a time.
     */
    void leave(BackendSession session, String why) {
        if (backend.isProgram() && left.compareAndSet(null, session)) {
            session.onOver(() -> left.compareAndSet(session, null));
            session.leave(why);
        } else {
            session.close(why);
        }
    }

    /** Ends what is still being started for nobody, and keeps nothing any longer. */
    void close() {
        var session = left.get();
        if (session != null) {
            session.close(CLOSING);
        }
        cache.close();
        habits.close();
        lastSeen.close();
        account.close();
    }

    /** The backend has told of a change. */
    void heard(Notification notification) {
        cache.heard(notification);
    }

    /** Translates the answer of this exchange for its client, which has no session. */
    void translate(Exchange exchange, BackendSession session) {
        exchange.onFinish(response ->
                session.isStateless()
                        ? passed.passed(exchange, response)
                        : HandshakeToStateless.translated(
                                exchange, response, name(), lastSeen.initialized()));
    }

    /** Carries the exchange to the backend and back, unless what it wants is known already. */
    void carry(Exchange exchange, Request request, BackendSession session) {
        carry(exchange, request, session, _ -> {});
    }

    /**
     * Carries the exchange.
     *
     * @param toldOfEnd hears of it before the client does, on the backend session's strand, if the
     *     exchange fails because that session has ended
     */
    void carry(
            Exchange exchange,
            Request request,
            BackendSession session,
            Consumer<BackendSession> toldOfEnd) {
        var options = forwarding.options(exchange);
        if (ResultCache.keeps(request)) {
            var context = new ResultCache.Context(exchange.caller().principal(), options.headers());
            var known = cache.find(request, context);
            if (known != null) {
                exchange.finish(known);
                return;
            }
            long asked = cache.changes();
            exchange.onFinish(response -> {
                if (session.isStateless()) {
                    cache.offer(request, response, context, asked);
                }
                return response;
            });
        }
        Relay.carry(exchange, request, session, options, toldOfEnd);
    }
}
