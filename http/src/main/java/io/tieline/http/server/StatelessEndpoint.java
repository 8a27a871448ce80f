package io.tieline.http.server;

import io.tieline.http.settings.StateCookies;
import io.tieline.session.client.StatelessClients;
import io.tieline.wire.McpException;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.RpcError;
import org.jspecify.annotations.Nullable;

/**
 * Streamable HTTP of the stateless era (revision 2026-07-28, "Transports"): one POST is one
 * request, and its connection is all that there is of its client. A session id or an event id that
 * comes along means nothing here.
 */
final class StatelessEndpoint {

    private static final int ACCEPTED = 202;
    private static final int NOT_ACCEPTABLE = 406;
    private static final String[] NO_HEADERS = {};

    private final StatelessClients clients;
    private final StatelessReply.Terms terms;

    StatelessEndpoint(StatelessClients clients, StatelessReply.Terms terms) {
        this.clients = clients;
        this.terms = terms;
    }

    void receive(Request request, Post post) {
        if (request.method().equals(Method.SUBSCRIPTIONS_LISTEN) && !post.accept().events()) {
            Refusal.of(NOT_ACCEPTABLE, "Accept text/event-stream, on which this is answered")
                    .of(request.id())
                    .send(post.reply());
            return;
        }
        try {
            StatelessHeaders.check(request, post.request().headers());
        } catch (McpException wrong) {
            refusal(request, wrong.error()).send(post.reply());
            return;
        }
        var caller = post.request().caller();
        var cookie = cookie(request, post.request());
        String[] headers = NO_HEADERS;
        if (cookie != null) {
            caller = caller.withCookie(cookie.asOfCaller());
            headers = cookie.headers(terms.secure());
        }
        var reply = new StatelessReply(post.reply(), post.accept(), terms, headers);
        try {
            // Its cancellation is for transports where clients take requests back in words.
            var _ = clients.receive(request, caller, reply);
            reply.begin();
        } catch (McpException unserved) {
            reply.refuse(refusal(request, unserved.error()));
        }
    }

    /** The cookie by which a client is recognised, now or from now on; null if there is none. */
    private @Nullable StateCookie cookie(Request request, HttpRequestMessage message) {
        if (terms.cookies() == StateCookies.NONE) {
            return null;
        }
        var returned = StateCookie.of(message.headers());
        if (returned != null) {
            return returned;
        }
        boolean isGiven =
                terms.cookies() == StateCookies.ALWAYS
                        || (request.method().equals(Method.SERVER_DISCOVER)
                                && !message.caller().isIdentified());
        return isGiven ? StateCookie.fresh(terms.environment().random()) : null;
    }

    private static Refusal refusal(Request request, RpcError error) {
        return Refusal.of(error).of(request.id());
    }

    /**
     * Accepts what a client says without asking. There is nothing in it that concerns us: what it
     * no longer wants it has left by closing the connection.
     */
    void receive(Notification told, Post post) {
        try {
            StatelessHeaders.check(told, post.request().headers());
            post.reply().answer(ACCEPTED);
        } catch (McpException wrong) {
            new Refusal(400, wrong.error(), null, "").send(post.reply());
        }
    }
}
