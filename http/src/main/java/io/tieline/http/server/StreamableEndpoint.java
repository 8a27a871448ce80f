package io.tieline.http.server;

import static io.tieline.http.io.McpHeaders.VERSION;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.tieline.session.Observer;
import io.tieline.session.RequestMetadata;
import io.tieline.wire.Limits;
import io.tieline.wire.MalformedException;
import io.tieline.wire.Message;
import io.tieline.wire.MetaKey;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import io.tieline.wire.Revision;
import io.tieline.wire.RpcError;
import org.jspecify.annotations.Nullable;

/**
 * Streamable HTTP of both eras at one path (revisions 2025-03-26 to 2026-07-28, "Transports").
 * Which era a request is of it says itself, by its envelope and never by its method: by the header
 * that names its revision, or by what its {@code _meta} carries. Nothing is remembered of the
 * connection, so both may share one.
 */
final class StreamableEndpoint {

    private static final String ALLOW = HttpHeaderNames.ALLOW.toString();

    private final String path;
    private final HandshakeEndpoint handshake;
    private final StatelessEndpoint stateless;
    private final Limits limits;
    private final Observer observer;

    StreamableEndpoint(
            String path,
            HandshakeEndpoint handshake,
            StatelessEndpoint stateless,
            Limits limits,
            Observer observer) {
        this.path = path;
        this.handshake = handshake;
        this.stateless = stateless;
        this.limits = limits;
        this.observer = observer;
    }

    void serve(HttpRequestMessage request, HttpReply reply) {
        var method = request.method();
        if (method.equals(HttpMethod.POST)) {
            post(request, reply);
        } else if (isPerson(request)) {
            reply.say(greeting());
        } else if (!method.equals(HttpMethod.GET) && !method.equals(HttpMethod.DELETE)) {
            Refusal.of(405, "This endpoint takes POST, GET and DELETE")
                    .send(reply, ALLOW, "GET, POST, DELETE");
        } else if (saysStateless(request) && !HandshakeEndpoint.namesSession(request)) {
            Refusal.of(405, "This revision has only POST here").send(reply, ALLOW, "POST");
        } else if (method.equals(HttpMethod.GET)) {
            handshake.get(request, reply);
        } else {
            handshake.delete(request, reply);
        }
    }

    private String greeting() {
        return "This is an MCP endpoint, served by Tieline. It is not for browsers: give this"
                + " address, ending in "
                + path
                + ", to an MCP client.";
    }

    /** Whether a browser opens this, or somebody looks whether anything is here. */
    private static boolean isPerson(HttpRequestMessage request) {
        if (request.method().equals(HttpMethod.HEAD)) {
            return true;
        }
        var accept = request.header(HttpHeaderNames.ACCEPT);
        return request.method().equals(HttpMethod.GET)
                && accept != null
                && accept.contains("text/html")
                && !HandshakeEndpoint.namesSession(request);
    }

    private void post(HttpRequestMessage request, HttpReply reply) {
        var accept = Accept.of(request.headers());
        if (!request.isJson()) {
            Refusal.unsupportedType().send(reply);
        } else if (isEncoded(request)) {
            Refusal.of(415, "Send the message as it is, without a Content-Encoding").send(reply);
        } else if (accept.nothing()) {
            Refusal.of(406, "Accept application/json and text/event-stream").send(reply);
        } else {
            try {
                receive(request, reply, accept);
            } catch (MalformedException malformed) {
                observer.counted(Observer.Count.MALFORMED, "from a client");
                handshake.missed(request, malformed.error());
                Refusal.of(malformed).send(reply);
            }
        }
    }

    void missed(HttpRequestMessage beginning, RpcError why) {
        handshake.missed(beginning, why);
    }

    private static boolean isEncoded(HttpRequestMessage request) {
        var coding = request.header(HttpHeaderNames.CONTENT_ENCODING);
        return coding != null && !coding.equalsIgnoreCase("identity");
    }

    private void receive(HttpRequestMessage request, HttpReply reply, Accept accept)
            throws MalformedException {
        var body = request.body();
        var message = Message.isBatch(body) ? null : Message.parse(body, limits);
        var post = new Post(request, reply, accept, message);
        switch (message) {
            case Request asked when isStateless(asked, request) -> stateless.receive(asked, post);
            case Notification told when saysStateless(request) || isStateless(told) ->
                    stateless.receive(told, post);
            case Request _, Notification _, Response _ -> handshake.post(post);
            case null -> handshake.post(post);
        }
    }

    /** Whether the header names a revision that nobody agrees on in a handshake. */
    private static boolean saysStateless(HttpRequestMessage request) {
        var version = request.header(VERSION);
        return version != null && Revision.ofHandshake(version) == null;
    }

    private static boolean isStateless(Request asked, HttpRequestMessage request) {
        return (saysStateless(request) && !isHandshake(asked, request))
                || RequestMetadata.isIn(asked);
    }

    /**
     * A client that initializes agrees on a revision in its body: a header that names one which
     * nobody knows yet says no more than what it would like best.
     */
    private static boolean isHandshake(Request asked, HttpRequestMessage request) {
        return asked.method().equals(Method.INITIALIZE)
                && !Revision.STATELESS.text().equals(request.header(VERSION));
    }

    private static boolean isStateless(Notification told) {
        return version(told) != null;
    }

    /** The revision that a notification says it is written in. */
    static @Nullable String version(Notification told) {
        var params = told.params();
        return params == null ? null : params.text("_meta", MetaKey.PROTOCOL_VERSION);
    }
}
