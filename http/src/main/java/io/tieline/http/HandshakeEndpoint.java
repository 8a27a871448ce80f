package io.tieline.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.tieline.session.ClientSessions;
import io.tieline.session.Observer;
import io.tieline.session.ReplyStream;
import io.tieline.wire.Limits;
import io.tieline.wire.MalformedException;
import io.tieline.wire.McpException;
import io.tieline.wire.Message;
import io.tieline.wire.Method;
import io.tieline.wire.Request;
import io.tieline.wire.Revision;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Streamable HTTP of the handshake era (revisions 2025-03-26 to 2025-11-25, "Transports"): POST for
 * what a client says, GET for the stream of what it is told unasked or has missed, DELETE to end
 * the session.
 */
final class HandshakeEndpoint implements Endpoint {

    static final String SESSION_ID = "mcp-session-id";
    private static final String VERSION = "mcp-protocol-version";
    private static final String LAST_EVENT_ID = "last-event-id";
    private static final int ACCEPTED = 202;
    private static final int NO_CONTENT = 204;

    private final ClientSessions sessions;
    private final StreamRegistry streams;
    private final Limits limits;
    private final Observer observer;

    HandshakeEndpoint(
            ClientSessions sessions, StreamRegistry streams, Limits limits, Observer observer) {
        this.sessions = sessions;
        this.streams = streams;
        this.limits = limits;
        this.observer = observer;
    }

    @Override
    public void serve(Incoming request, HttpReply reply) {
        if (request.method().equals(HttpMethod.POST)) {
            post(request, reply);
        } else if (request.method().equals(HttpMethod.GET)) {
            get(request, reply);
        } else if (request.method().equals(HttpMethod.DELETE)) {
            delete(request, reply);
        } else {
            Refusal.of(405, "This endpoint takes POST, GET and DELETE")
                    .send(reply, HttpHeaderNames.ALLOW.toString(), "GET, POST, DELETE");
        }
    }

    /** A POST whose body is JSON, with the forms of answer that its client takes. */
    private record Post(Incoming request, HttpReply reply, Accept accept) {}

    private void post(Incoming request, HttpReply reply) {
        var accept = Accept.of(request.headers());
        if (!request.isJson()) {
            Refusal.unsupportedType().send(reply);
        } else if (accept.nothing()) {
            Refusal.of(406, "Accept application/json and text/event-stream").send(reply);
        } else {
            try {
                receive(new Post(request, reply, accept));
            } catch (MalformedException malformed) {
                observer.counted(Observer.Count.MALFORMED, "from a client");
                Refusal.of(malformed).send(reply);
            }
        }
    }

    private void receive(Post post) throws MalformedException {
        var body = post.request().body();
        if (post.request().header(SESSION_ID) == null) {
            open(post);
            return;
        }
        var session = session(post.request(), post.reply());
        if (session == null) {
            return;
        }
        if (!Message.isBatch(body)) {
            deliver(List.of(Message.parse(body, limits)), PostReply.Kind.REQUEST, session, post);
        } else if (session.session().revision().hasBatches()) {
            deliver(Message.parseBatch(body, limits), PostReply.Kind.BATCH, session, post);
        } else {
            Refusal.of(400, "This session's revision has no batches; send one message at a time")
                    .send(post.reply());
        }
    }

    /** A request without a session id can only ask for a session. */
    private void open(Post post) throws MalformedException {
        var body = post.request().body();
        var message = Message.isBatch(body) ? null : Message.parse(body, limits);
        if (!(message instanceof Request request)) {
            Refusal.sessionIdMissing().send(post.reply());
        } else if (!request.method().equals(Method.INITIALIZE)) {
            Refusal.sessionIdMissing().of(request.id()).send(post.reply());
        } else {
            open(request, post);
        }
    }

    private void open(Request initialize, Post post) {
        try {
            var session = streams.register(sessions.open(post.request().caller(), true));
            deliver(List.of(initialize), PostReply.Kind.INITIALIZE, session, post);
        } catch (McpException unavailable) {
            Refusal.later(unavailable.error()).of(initialize.id()).send(post.reply());
        }
    }

    private static void deliver(
            List<Message> messages, PostReply.Kind kind, SessionStreams session, Post post) {
        if (messages.stream().noneMatch(Request.class::isInstance)) {
            messages.forEach(message -> receive(message, NoAnswer.INSTANCE, session, post));
            post.reply().answer(ACCEPTED);
            return;
        }
        var answer = new PostReply(post.reply(), post.accept(), kind, session);
        // Every part is made before the first is served: its answer must not complete the whole.
        List<ReplyStream> ways = new ArrayList<>(messages.size());
        for (var message : messages) {
            ways.add(message instanceof Request ? answer.part() : NoAnswer.INSTANCE);
        }
        for (int i = 0; i < ways.size(); i++) {
            receive(messages.get(i), ways.get(i), session, post);
        }
        answer.begin();
    }

    private static void receive(
            Message message, ReplyStream way, SessionStreams session, Post post) {
        session.session().receive(message, post.request().caller(), way);
    }

    private void get(Incoming request, HttpReply reply) {
        if (!Accept.of(request.headers()).events()) {
            Refusal.of(406, "Accept text/event-stream").send(reply);
            return;
        }
        var session = session(request, reply);
        if (session == null) {
            return;
        }
        var lastEventId = request.header(LAST_EVENT_ID);
        if (lastEventId == null) {
            session.standalone(reply);
        } else {
            session.resume(lastEventId, reply);
        }
    }

    private void delete(Incoming request, HttpReply reply) {
        var session = session(request, reply);
        if (session != null) {
            session.session().close();
            reply.answer(NO_CONTENT);
        }
    }

    /**
     * The caller's session that the request names; null if there is none, and that was answered.
     */
    private @Nullable SessionStreams session(Incoming request, HttpReply reply) {
        var id = request.header(SESSION_ID);
        if (id == null) {
            Refusal.sessionIdMissing().send(reply);
            return null;
        }
        var session = streams.find(id);
        if (session == null || sessions.find(id, request.caller()) == null) {
            Refusal.noSuchSession().send(reply);
            return null;
        }
        var version = request.header(VERSION);
        if (version != null && Revision.ofHandshake(version) == null) {
            Refusal.of(400, "This MCP-Protocol-Version is not spoken here; send the agreed one")
                    .send(reply);
            return null;
        }
        return session;
    }
}
