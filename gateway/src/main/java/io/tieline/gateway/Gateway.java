package io.tieline.gateway;

import io.tieline.session.Account;
import io.tieline.session.Environment;
import io.tieline.session.backend.Backend;
import io.tieline.session.client.ClientSession;
import io.tieline.session.client.Conversation;
import io.tieline.session.client.Exchange;
import io.tieline.session.client.Service;
import io.tieline.wire.Json;
import io.tieline.wire.Request;
import io.tieline.wire.Revision;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Serves clients by what a backend answers: each client session is bound to a backend session by
 * the {@link SessionPolicy}, and each {@link io.tieline.session.client.Exchange} is carried by one
 * {@link Relay}.
 *
 * <p>Building one opens no connection. Safe for use by several threads. Closing it ends the backend
 * sessions that are shared; those of a client end with the client's session.
 */
public final class Gateway implements Service, AutoCloseable {

    private final Upstream upstream;
    private final TaskOwners tasks;
    private final Handles handles;
    private final InterceptorChain chain;
    private final Scopes scopes;
    private final TaskGuard stateless;
    private final TaskGuard checked;
    private final AtomicInteger joined = new AtomicInteger();
    private final LeftStates left;
    private final AtomicBoolean followed = new AtomicBoolean();

    /** A gateway in front of this backend. */
    public Gateway(Backend backend, GatewaySettings settings, Environment environment) {
        this.upstream = new Upstream(backend, settings, environment);
        this.tasks = new TaskOwners(upstream.account());
        this.handles = new Handles(environment.random(), upstream.account());
        this.chain = new InterceptorChain(settings.interceptors());
        this.scopes = new Scopes(upstream, handles::forget);
        this.left = new LeftStates(environment.timers());
        var requests = new StatelessRequests(upstream, scopes, handles, left);
        this.stateless = new TaskGuard(tasks, requests);
        this.checked = new TaskGuard(tasks, requests::serveChecked);
    }

    @Override
    public Conversation open(ClientSession session) {
        return new ClientConversation(join(session, Audience.of(session)));
    }

    /**
     * Gives a client session what it has of this backend, for a service that gives it several.
     *
     * @param audience hears what the backend says to this client outside any request
     */
    public Membership join(ClientSession session, Audience audience) {
        joined.incrementAndGet();
        return new Membership(chain, tasks, joined, bind(session, audience));
    }

    @Override
    public void serve(Exchange exchange) {
        chain.serve(exchange, exchange.request(), checked);
    }

    /**
     * Serves a request of a client that has no session, for a service that has compared the headers
     * of the request with its body.
     *
     * @param exchange the client's request
     * @param request the same in the backend's words
     */
    public void serve(Exchange exchange, Request request) {
        chain.serve(exchange, request, stateless);
    }

    /**
     * Says whether the backend gave the {@code requestState} of this request, to this caller and
     * for the same request (revision 2026-07-28, "Multi Round-Trip Requests").
     */
    public boolean hasGivenState(Exchange exchange, Request request) {
        return upstream.passed().opened(exchange, request) != null;
    }

    /** The backend's name. */
    public String name() {
        return upstream.name();
    }

    /**
     * What the backend said of itself when it was last opened, as an {@code initialize} result;
     * null if it never was.
     */
    public @Nullable Json lastSeen() {
        return upstream.lastSeen().initialized();
    }

    /**
     * What the backend can do, in its own words when it was last opened, for clients of revision
     * 2026-07-28 ("Discovery": extensions too); null if it never was.
     */
    public @Nullable Json lastCapabilities() {
        var discovered = upstream.lastSeen().discovered();
        var seen = discovered == null ? lastSeen() : discovered;
        return seen == null ? null : seen.part("capabilities");
    }

    /**
     * What the backend would offer this client by all that is known of it, as an {@code initialize}
     * result; null if it never was opened.
     *
     * @param agreed the revision in which the client is answered
     */
    public @Nullable Json offer(ClientSession session, Revision agreed) {
        var seen = lastSeen();
        var key = ScopeKey.of(upstream.settings(), session, session.owner());
        return seen == null
                ? null
                : new InitializeResults(upstream.settings(), key, agreed).of(seen);
    }

    /**
     * A tool as the backend's list has it, for a service that shows tools under other names: what
     * it says of the tool that makes handles ({@link StateKey#HANDLE}) names that as it is shown.
     *
     * @param names makes of a tool's name the one that clients see
     */
    public Json named(Json tool, UnaryOperator<String> names) {
        return upstream.settings().stateKey() == StateKey.HANDLE
                ? Handles.calling(tool, names.apply(Handles.TOOL))
                : tool;
    }

    /**
     * Takes the place of a gateway before the same server, which had other settings. What clients
     * without sessions have there is lost to them: each is told with its next call of a tool
     * (-31007), once. What is in flight there goes on. One gateway has one successor: another one
     * is told of nothing.
     */
    public void follow(Gateway before) {
        if (before.followed.compareAndSet(false, true)) {
            left.addAll(before.left);
            before.scopes.left(left.add(before.upstream.settings()));
        }
    }

    /** Whether some client session has something of this backend. */
    public boolean isJoined() {
        return joined.get() > 0;
    }

    /** How long it keeps what nobody uses. */
    public Duration idle() {
        return upstream.settings().idle();
    }

    /** Whether some headers of clients go to the backend. */
    public boolean forwardsHeaders() {
        return !upstream.settings().forwardedHeaders().isEmpty();
    }

    /** The account for all that is kept of the backend. */
    public Account account() {
        return upstream.account();
    }

    private Binding bind(ClientSession session, Audience audience) {
        return switch (ScopeKey.of(upstream.settings(), session, session.owner())) {
            case ScopeKey.OfSession _ -> new SessionBinding(upstream, session, audience);
            case ScopeKey.OfExchange _ -> new ExchangeBinding(upstream, session);
            case ScopeKey shared -> new SharedBinding(upstream, scopes, shared, session, audience);
        };
    }

    @Override
    public void close() {
        scopes.close();
        handles.close();
        tasks.close();
        upstream.close();
    }
}
