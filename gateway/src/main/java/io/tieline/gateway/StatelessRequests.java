package io.tieline.gateway;

import io.tieline.session.backend.BackendSession;
import io.tieline.session.client.Exchange;
import io.tieline.session.client.Subscription;
import io.tieline.session.era.PassedState;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Request;
import io.tieline.wire.Revision;
import org.jspecify.annotations.Nullable;

/**
 * Brings each request of a client without a session to the state that it meets (revision
 * 2026-07-28; the state of a backend that has sessions must be found by something that each request
 * carries). On the exchange's strand, which each request has for itself.
 */
final class StatelessRequests implements InterceptorChain.Destination {

    private final Upstream upstream;
    private final Scopes scopes;
    private final Handles handles;
    private final LeftStates left;

    StatelessRequests(Upstream upstream, Scopes scopes, Handles handles, LeftStates left) {
        this.upstream = upstream;
        this.scopes = scopes;
        this.handles = handles;
        this.left = left;
    }

    /** Serves a request whose headers say nothing else than its body. */
    void serveChecked(Exchange exchange, Request request) {
        var contradiction =
                isToolCall(request)
                        ? upstream.habits().contradiction(request, exchange.caller().headers())
                        : null;
        if (contradiction == null) {
            serve(exchange, request);
        } else {
            exchange.fail(contradiction);
        }
    }

    @Override
    public void serve(Exchange exchange, Request request) {
        var opened = upstream.passed().opened(exchange, request);
        if (opened == null) {
            exchange.fail(PassedState.foreign());
        } else {
            route(exchange, opened);
        }
    }

    private static boolean isToolCall(Request request) {
        return request.method().equals(Method.TOOLS_CALL);
    }

    private void route(Exchange exchange, Request request) {
        var due = isToolCall(request) ? left.due(exchange, upstream.name()) : null;
        if (due != null) {
            exchange.fail(due);
            return;
        }
        var settings = upstream.settings();
        switch (ScopeKey.of(settings, exchange.client(), exchange.caller())) {
            case ScopeKey.OfExchange _ -> alone(exchange, request);
            case ScopeKey.Named kept when settings.stateKey() == StateKey.AUTO ->
                    byKeptCookie(exchange, kept, request);
            case ScopeKey.Named cookie -> byCookie(exchange, cookie, request);
            case ScopeKey.OfPrincipal own when settings.stateKey() == StateKey.HANDLE ->
                    byHandle(exchange, own, request);
            case ScopeKey shared -> anywhere(exchange, shared, request);
        }
    }

    /**
     * By the state of the one client that keeps this cookie. Before a backend that has no sessions
     * there is no state to be kept apart, and a scope for each client would cost something.
     */
    private void byKeptCookie(Exchange exchange, ScopeKey.Named own, Request request) {
        if (upstream.lastSeen().discovered() == null) {
            serve(exchange, own, request);
        } else {
            anywhere(exchange, new ScopeKey.OfPrincipal(own.principal()), request);
        }
    }

    private void byCookie(Exchange exchange, ScopeKey.Named own, Request request) {
        var cookie = exchange.caller().cookie();
        boolean isNew = !scopes.knows(own);
        var scope = isNew ? scopes.of(own) : null;
        if (scope != null) {
            // Its client knows it by this name from now on, whatever comes of the request.
            scope.strand().run(scope::known);
        }
        if (isNew && cookie != null && cookie.isReturned() && isToolCall(request)) {
            exchange.fail(LossNotice.expired(upstream.name()));
        } else {
            serve(exchange, own, request);
        }
    }

    /** A tool call belongs to its handle; what does not touch the state to the principal. */
    private void byHandle(Exchange exchange, ScopeKey.OfPrincipal own, Request request) {
        if (!isToolCall(request)) {
            Handles.show(exchange);
            anywhere(exchange, own, request);
        } else if (request.params() != null && Handles.TOOL.equals(request.params().text("name"))) {
            exchange.finish(handles.opened(own.principal()));
        } else {
            var handle = handles.of(exchange, request);
            if (handle != null) {
                var named = new ScopeKey.Named(own.principal(), handle);
                serve(exchange, named, Handles.without(request));
            }
        }
    }

    /**
     * By the scope that is shared; but where there is no state to be found in it, each goes its way
     * on the thread that brought it, by a scope of its principal and that thread. One scope would
     * have all threads wait for one another. Each request has a stream of its own there, so that
     * what the backend says belongs to it by arriving.
     */
    private void anywhere(Exchange exchange, ScopeKey key, Request request) {
        boolean isCarried =
                switch (request.method()) {
                    case Method.SERVER_DISCOVER, Method.SUBSCRIPTIONS_LISTEN -> false;
                    default -> isSpread(exchange, key, request);
                };
        if (!isCarried) {
            serve(exchange, key, request);
        }
    }

    private boolean isSpread(Exchange exchange, ScopeKey key, Request request) {
        var scope = scopes.of(key);
        if (scope == null || !scope.canSpread()) {
            return false;
        }
        var caller = exchange.caller();
        var shard = scopes.of(new ScopeKey.OfShard(caller.principal(), caller.shard()));
        return shard != null && shard.spread(exchange, request);
    }

    private void serve(Exchange exchange, ScopeKey key, Request request) {
        boolean isDiscovery = request.method().equals(Method.SERVER_DISCOVER);
        if (isDiscovery && Greeting.discover(upstream, exchange).isAnsweredBySeen()) {
            return;
        }
        var scope = scopes.of(key);
        if (scope == null) {
            exchange.fail(scopes.full().error(upstream.name(), "connect"));
        } else {
            Runnable task = () -> serve(exchange, scope.clients(), request);
            scope.use(exchange, task, () -> serve(exchange, key, request));
        }
    }

    /** On the scope's strand. */
    private void serve(Exchange exchange, SharedClients clients, Request request) {
        switch (request.method()) {
            case Method.SERVER_DISCOVER ->
                    clients.await(Greeting.discover(upstream, exchange), exchange.caller());
            case Method.SUBSCRIPTIONS_LISTEN ->
                    clients.listen(new ListenRequest(new Subscription(exchange)), exchange);
            default -> {
                var due = isToolCall(request) ? clients.due() : null;
                if (due != null) {
                    exchange.fail(due);
                } else {
                    clients.serve(exchange, request);
                }
            }
        }
    }

    /** By a backend session of its own, for as long as the request is served. */
    private void alone(Exchange exchange, Request request) {
        switch (request.method()) {
            // A session that is made for it and serves nobody else has nothing to tell.
            case Method.SUBSCRIPTIONS_LISTEN ->
                    new Subscription(exchange).acknowledge(Json.EMPTY_OBJECT);
            case Method.SERVER_DISCOVER -> openFor(exchange, Greeting.discover(upstream, exchange));
            default -> {
                var session = openFor(exchange, null);
                upstream.translate(exchange, session);
                upstream.carry(exchange, request, session);
            }
        }
    }

    private BackendSession openFor(Exchange exchange, @Nullable Greeting greeting) {
        var listener = new OneExchange(upstream, exchange, greeting);
        return upstream.openFor(exchange, Revision.LATEST_HANDSHAKE, listener);
    }
}
