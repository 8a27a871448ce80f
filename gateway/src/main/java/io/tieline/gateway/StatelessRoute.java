package io.tieline.gateway;

import io.tieline.session.Exchange;
import io.tieline.session.Subscription;
import io.tieline.session.era.HandshakeToStateless;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Request;
import io.tieline.wire.Revision;

/**
 * Brings the requests of clients without sessions to a backend session: to the one of their key, or
 * each to its own (revision 2026-07-28; the state of a backend that has sessions must be found by
 * something that each request carries). On the exchange's strand, which each request has for
 * itself.
 */
final class StatelessRoute {

    private final Target target;
    private final SharedSessions shared;
    private final SpreadSessions spread;
    private final Handles handles;

    StatelessRoute(Target target, SharedSessions shared, SpreadSessions spread, Handles handles) {
        this.target = target;
        this.shared = shared;
        this.spread = spread;
        this.handles = handles;
    }

    void serve(Exchange exchange, Request request) {
        var opened = target.passed().opened(exchange, request);
        var contradiction =
                request.method().equals(Method.TOOLS_CALL)
                        ? target.habits().contradiction(request, exchange.caller().headers())
                        : null;
        if (contradiction != null) {
            exchange.fail(contradiction);
        } else if (opened == null) {
            exchange.fail(PassedState.foreign());
        } else {
            route(exchange, opened);
        }
    }

    private void route(Exchange exchange, Request request) {
        switch (target.settings().sessions()) {
            case SessionPolicy.Shared _ -> serveAnywhere(exchange, ScopeKey.EVERYBODY, request);
            case SessionPolicy.Pinned(var key) ->
                    serveAnywhere(
                            exchange, new ScopeKey.OfKey(key.apply(exchange.caller())), request);
            case SessionPolicy.PerRequest _ -> alone(exchange, request);
            case SessionPolicy.PerClientSession _ -> byStateKey(exchange, request);
        }
    }

    private void byStateKey(Exchange exchange, Request request) {
        switch (target.settings().stateKey()) {
            case REQUEST -> alone(exchange, request);
            case HANDLE -> byHandle(exchange, request);
            case COOKIE -> byCookie(exchange, request);
            case PRINCIPAL -> serveAnywhere(exchange, ofPrincipal(exchange), request);
        }
    }

    private static ScopeKey ofPrincipal(Exchange exchange) {
        return new ScopeKey.OfPrincipal(exchange.caller().principal());
    }

    private static ScopeKey named(Exchange exchange, String name) {
        return new ScopeKey.Named(exchange.caller().principal(), name);
    }

    /** Where there are no cookies, what there is of the client is its principal. */
    private void byCookie(Exchange exchange, Request request) {
        var cookie = exchange.caller().cookie();
        if (cookie == null) {
            serveAnywhere(exchange, ofPrincipal(exchange), request);
            return;
        }
        var own = named(exchange, cookie.value());
        boolean isNew = !shared.knows(own);
        var session = isNew ? shared.of(own) : null;
        if (session != null) {
            // Its client knows it by this name from now on, whatever comes of the request.
            session.strand().run(session::rest);
        }
        if (isNew && cookie.isReturned() && request.method().equals(Method.TOOLS_CALL)) {
            exchange.fail(Loss.expired(target.name()));
        } else {
            serve(exchange, own, request);
        }
    }

    /** A tool call belongs to its handle; what does not touch the state to the principal. */
    private void byHandle(Exchange exchange, Request request) {
        if (!request.method().equals(Method.TOOLS_CALL)) {
            Handles.show(exchange);
            serveAnywhere(exchange, ofPrincipal(exchange), request);
        } else if (request.params() != null && Handles.TOOL.equals(request.params().text("name"))) {
            exchange.finish(handles.opened(exchange.caller().principal()));
        } else {
            var handle = handles.of(exchange, request);
            if (handle != null) {
                serve(exchange, named(exchange, handle), Handles.without(request));
            }
        }
    }

    /** By the session that is shared, unless there is nothing to be found in it. */
    private void serveAnywhere(Exchange exchange, ScopeKey key, Request request) {
        boolean isCarried =
                switch (request.method()) {
                    case Method.SERVER_DISCOVER, Method.SUBSCRIPTIONS_LISTEN -> false;
                    default -> {
                        var session = shared.of(key);
                        yield session != null
                                && session.canSpread()
                                && spread.carry(exchange, request);
                    }
                };
        if (!isCarried) {
            serve(exchange, key, request);
        }
    }

    private void serve(Exchange exchange, ScopeKey key, Request request) {
        var seen = request.method().equals(Method.SERVER_DISCOVER) ? target.lastSeen() : null;
        if (seen != null) {
            exchange.finish(Discovered.of(target, seen));
            return;
        }
        var session = shared.of(key);
        if (session == null) {
            exchange.fail(SharedSessions.full(target).error(target.name(), "connect"));
            return;
        }
        Runnable again = () -> serve(exchange, key, request);
        switch (request.method()) {
            case Method.SERVER_DISCOVER -> discover(exchange, session, again);
            case Method.SUBSCRIPTIONS_LISTEN -> listen(exchange, session, again);
            default -> carry(exchange, session, request, again);
        }
    }

    private void discover(Exchange exchange, SharedSession session, Runnable again) {
        var member =
                StatelessMember.waiting(
                        (backend, result) -> exchange.finish(Discovered.of(target, result)),
                        failure -> exchange.fail(failure.error(target.name(), "connect")));
        join(exchange, session, member, () -> session.await(member, exchange.caller()), again);
    }

    private void listen(Exchange exchange, SharedSession session, Runnable again) {
        var subscription = new Subscription(exchange);
        var member = StatelessMember.of(exchange);
        var waiting =
                StatelessMember.waiting(
                        (backend, result) -> {
                            var uris = subscription.wantedUris();
                            var refused = session.refusesToWatch(uris);
                            if (refused != null) {
                                exchange.fail(refused);
                            } else {
                                var can = HandshakeToStateless.capabilities(result);
                                session.listen(member, uris, () -> member.hears(subscription, can));
                            }
                        },
                        failure -> exchange.fail(failure.error(target.name(), "connect")));
        join(exchange, session, member, () -> session.await(waiting, exchange.caller()), again);
    }

    private void carry(Exchange exchange, SharedSession session, Request request, Runnable again) {
        var member = StatelessMember.of(exchange);
        join(
                exchange,
                session,
                member,
                () -> {
                    boolean stateful = request.method().equals(Method.TOOLS_CALL);
                    var due = stateful ? session.due() : null;
                    if (due != null) {
                        exchange.fail(due);
                    } else {
                        session.serve(member, exchange, request);
                    }
                },
                again);
    }

    /**
     * Lets the request in, and goes on there.
     *
     * @param again is run instead if the session was forgotten since it was found
     */
    private static void join(
            Exchange exchange,
            SharedSession session,
            StatelessMember member,
            Runnable then,
            Runnable again) {
        session.strand()
                .run(() -> {
                    if (!session.join(member)) {
                        again.run();
                        return;
                    }
                    exchange.onOver(() -> session.strand().run(() -> session.leave(member)));
                    then.run();
                });
    }

    /** A backend session of its own, for as long as the request is served. */
    private void alone(Exchange exchange, Request request) {
        if (exchange.request().method().equals(Method.SUBSCRIPTIONS_LISTEN)) {
            // A session that is made for it and serves nobody else has nothing to tell.
            new Subscription(exchange).acknowledge(Json.EMPTY_OBJECT);
            return;
        }
        if (exchange.request().method().equals(Method.SERVER_DISCOVER)) {
            var look =
                    new OneExchange(
                            target,
                            exchange,
                            result -> exchange.finish(Discovered.of(target, result)),
                            failure -> exchange.fail(failure.error(target.name(), "connect")));
            target.openFor(exchange, Revision.LATEST_HANDSHAKE, look);
        } else {
            var session =
                    target.openFor(
                            exchange,
                            Revision.LATEST_HANDSHAKE,
                            OneExchange.carried(target, exchange));
            target.translate(exchange, session);
            target.carry(exchange, request, session);
        }
    }
}
