package io.tieline.http.server;

import static io.tieline.http.io.McpHeaders.LAST_EVENT_ID;
import static io.tieline.http.io.McpHeaders.SESSION_ID;
import static io.tieline.http.io.McpHeaders.VERSION;

import io.netty.util.AsciiString;
import io.tieline.http.io.Fields;
import io.tieline.http.io.ReceivedMessages;
import io.tieline.session.Observer;
import io.tieline.session.client.ClientSessions;
import io.tieline.session.client.ReplyStream;
import io.tieline.wire.Limits;
import io.tieline.wire.McpException;
import io.tieline.wire.Message;
import io.tieline.wire.Method;
import io.tieline.wire.Request;
import io.tieline.wire.Revision;
import io.tieline.wire.RpcError;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Streamable HTTP of the handshake era (revisions 2025-03-26 to 2025-11-25, "Transports"): POST for
 * what a client says, GET for the stream of what it is told unasked or has missed, DELETE to end
 * the session.
 */
final class HandshakeEndpoint {

    private static final List<AsciiString> SINGLE = List.of(SESSION_ID, VERSION, LAST_EVENT_ID);
    private static final int ACCEPTED = 202;
    private static final int NO_CONTENT = 204;

    private final ClientSessions sessions;
    private final StreamRegistry streams;
    private final Limits limits;

    HandshakeEndpoint(ClientSessions sessions, StreamRegistry streams, Limits limits) {
        this.sessions = sessions;
        this.streams = streams;
        this.limits = limits;
    }

    /** Whether a request names a session, alive or not. */
    static boolean namesSession(HttpRequestMessage request) {
        return request.header(SESSION_ID) != null;
    }

    /** Takes what a client says. */
    void post(Post post) {
        if (!namesSession(post.request())) {
            open(post);
            return;
        }
        var session = session(post.request(), post.reply());
        if (session == null) {
            return;
        }
        if (post.message() != null) {
            var one = ReceivedMessages.of(post.message());
            deliver(one, PostReply.Kind.REQUEST, session, post);
        } else if (session.session().revision().hasBatches()) {
            batch(ReceivedMessages.of(post.request().body(), limits), session, post);
        } else {
            Refusal.of(400, "This session's revision has no batches; send one message at a time")
                    .send(post.reply());
        }
    }

    /** One that cannot be read says nothing of the others; what is none at all is refused. */
    private static void batch(ReceivedMessages all, SessionStreams session, Post post) {
        all.malformed()
                .forEach(
                        _ -> session.observer().counted(Observer.Count.MALFORMED, "from a client"));
        UnreadAnswers.fail(all, session.session(), post.request().caller());
        if (all.messages().isEmpty()) {
            Refusal.of(all.malformed().getFirst()).send(post.reply());
        } else {
            deliver(all, PostReply.Kind.BATCH, session, post);
        }
    }

    /** What a client says in a session and nobody reads: it may be the answer to a question. */
    void missed(HttpRequestMessage request, RpcError why) {
        var id = ambiguous(request) == null ? request.header(SESSION_ID) : null;
        if (id != null && streams.find(id) != null) {
            var session = sessions.find(id, request.caller());
            if (session != null) {
                UnreadAnswers.missed(request, limits, why, session);
            }
        }
    }

    /** The refusal of a request that names two sessions, or two revisions; null if it does not. */
    private static @Nullable Refusal ambiguous(HttpRequestMessage request) {
        for (var name : SINGLE) {
            if (Fields.isRepeated(request.headers(), name)) {
                return HeadRules.repeated(name);
            }
        }
        return null;
    }

    /** A request without a session id can only ask for a session. */
    private void open(Post post) {
        if (!(post.message() instanceof Request request)) {
            Refusal.sessionIdMissing().send(post.reply());
        } else if (!request.method().equals(Method.INITIALIZE)) {
            Refusal.sessionIdMissing().of(request.id()).send(post.reply());
        } else if (Fields.isRepeated(post.request().headers(), VERSION)) {
            HeadRules.repeated(VERSION).of(request.id()).send(post.reply());
        } else {
            open(request, post);
        }
    }

    private void open(Request initialize, Post post) {
        try {
            var session = streams.register(sessions.open(streams, post.request().caller(), true));
            var one = ReceivedMessages.of(initialize);
            deliver(one, PostReply.Kind.INITIALIZE, session, post);
        } catch (McpException unavailable) {
            Refusal.of(unavailable.error()).of(initialize.id()).send(post.reply());
        }
    }

    private static void deliver(
            ReceivedMessages all, PostReply.Kind kind, SessionStreams session, Post post) {
        session.session().speaksOn(post.reply().presence());
        var messages = all.messages();
        var refusals = all.refusals();
        if (refusals.isEmpty() && !all.hasRequest()) {
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
        List<ReplyStream> refused = new ArrayList<>(refusals.size());
        refusals.forEach(_ -> refused.add(answer.part()));
        for (int i = 0; i < ways.size(); i++) {
            receive(messages.get(i), ways.get(i), session, post);
        }
        for (int i = 0; i < refused.size(); i++) {
            refused.get(i).end(refusals.get(i));
        }
        answer.begin();
    }

    private static void receive(
            Message message, ReplyStream way, SessionStreams session, Post post) {
        session.session().receive(message, post.request().caller(), way);
    }

    /** Opens the stream of what a client is told unasked, or goes on with another. */
    void get(HttpRequestMessage request, HttpReply reply) {
        if (!Accept.of(request.headers()).events()) {
            Refusal.of(406, "Accept text/event-stream").send(reply);
            return;
        }
        var session = session(request, reply);
        if (session == null) {
            return;
        }
        session.session().listensOn(reply.presence());
        var lastEventId = request.header(LAST_EVENT_ID);
        if (lastEventId == null) {
            session.standalone(reply);
        } else {
            session.resume(lastEventId, reply);
        }
    }

    /** Ends a session. */
    void delete(HttpRequestMessage request, HttpReply reply) {
        var session = session(request, reply);
        if (session != null) {
            session.session().close();
            reply.answer(NO_CONTENT);
        }
    }

    /**
     * The caller's session that the request names; null if there is none, and that was answered.
     */
    private @Nullable SessionStreams session(HttpRequestMessage request, HttpReply reply) {
        var id = request.header(SESSION_ID);
        if (id == null) {
            Refusal.sessionIdMissing().send(reply);
            return null;
        }
        var ambiguous = ambiguous(request);
        if (ambiguous != null) {
            ambiguous.send(reply);
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
