package io.tieline.http.server;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.tieline.http.io.ReceivedMessages;
import io.tieline.session.Caller;
import io.tieline.session.Observer;
import io.tieline.session.client.ClientSession;
import io.tieline.session.client.ClientSessions;
import io.tieline.wire.Limits;
import io.tieline.wire.McpException;
import io.tieline.wire.Request;
import io.tieline.wire.RpcError;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * HTTP+SSE (revision 2024-11-05, "Transports"): a GET opens the session and its one stream, whose
 * first event says where the client POSTs its messages.
 */
final class SseEndpoint {

    static final String STREAM_PATH = "/sse";
    static final String MESSAGES_PATH = "/messages";
    private static final String PARAMETER = "sessionId";
    private static final int ACCEPTED = 202;

    /** A session and the stream on which its client hears everything. */
    private record Connected(ClientSession session, SharedStream stream) {}

    private final Map<String, Connected> connected = new ConcurrentHashMap<>();
    private final String suffix;
    private final ClientSessions sessions;
    private final StreamRegistry streams;
    private final Limits limits;
    private final Observer observer;
    private final InFlight inFlight;
    private final PublicBase base;

    /**
     * @param suffix what stands behind each path: nothing, or a slash and a name as a URL writes it
     */
    SseEndpoint(
            String suffix,
            ClientSessions sessions,
            StreamRegistry streams,
            Limits limits,
            Observer observer,
            InFlight inFlight,
            PublicBase base) {
        this.suffix = suffix;
        this.sessions = sessions;
        this.streams = streams;
        this.limits = limits;
        this.observer = observer;
        this.inFlight = inFlight;
        this.base = base;
    }

    /** Whether a request is the POST of a client that has its stream, wherever it is sent. */
    boolean isMeant(HttpRequestMessage request) {
        var id = request.target().query().isEmpty() ? null : posted(request);
        return id != null && connected.containsKey(id);
    }

    private static @Nullable String posted(HttpRequestMessage request) {
        return request.method().equals(HttpMethod.POST)
                ? request.target().parameter(PARAMETER)
                : null;
    }

    /** A GET of the stream, or a POST of messages to where it is. */
    void stream(HttpRequestMessage request, HttpReply reply) {
        if (!request.target().isReadable()) {
            unreadable().send(reply);
        } else if (posted(request) != null) {
            messages(request, reply);
        } else if (!request.method().equals(HttpMethod.GET)) {
            Refusal.of(405, "Open the stream with GET, or use /mcp" + suffix + " with POST")
                    .send(reply, HttpHeaderNames.ALLOW.toString(), "GET");
        } else if (!Accept.of(request.headers()).events()) {
            Refusal.of(406, "Accept text/event-stream").send(reply);
        } else {
            try {
                open(sessions.open(streams, request.caller(), false), reply);
            } catch (McpException unavailable) {
                Refusal.of(unavailable.error()).send(reply);
            }
        }
    }

    private void open(ClientSession session, HttpReply reply) {
        var id = session.id();
        var stream = new SharedStream(reply, inFlight, () -> close(session));
        connected.put(id, new Connected(session, stream));
        stream.begin(endpoint() + "?" + PARAMETER + "=" + id);
        session.attach(stream.sessionWay());
        streams.endIfRemoved(session);
    }

    /**
     * Where a client POSTs: the path of the public URL if there is one, else nothing, so that the
     * client goes where its stream is, under whatever path a proxy serves that. A relative path
     * would do for most; but clients that resolve it against a host without a slash, as
     * java.net.URI does, get another host.
     */
    private String endpoint() {
        return base.host() == null ? "" : base.path() + MESSAGES_PATH + suffix;
    }

    /** Nothing is served here any longer: every session ends with this error. */
    void drain(RpcError why) {
        List.copyOf(connected.values()).forEach(one -> one.session().drain(why));
    }

    private void close(ClientSession session) {
        connected.remove(session.id());
        session.close("its client has left");
    }

    /** A POST of messages. */
    void messages(HttpRequestMessage request, HttpReply reply) {
        if (!request.method().equals(HttpMethod.POST)) {
            Refusal.of(405, "Send messages with POST")
                    .send(reply, HttpHeaderNames.ALLOW.toString(), "POST");
        } else if (!request.isJson()) {
            Refusal.unsupportedType().send(reply);
        } else {
            receive(request, reply);
        }
    }

    /** What a client says in a session and nobody reads: it may be the answer to a question. */
    void missed(HttpRequestMessage request, RpcError why) {
        var id = posted(request);
        var to = id == null ? null : connected.get(id);
        if (to != null && sessions.find(to.session().id(), request.caller()) != null) {
            UnreadAnswers.missed(request, limits, why, to.session());
        }
    }

    private Refusal unreadable() {
        observer.counted(Observer.Count.MALFORMED, "a query from a client");
        return Refusal.of(400, "The query cannot be read: a % in it begins no escape");
    }

    private void receive(HttpRequestMessage request, HttpReply reply) {
        if (!request.target().isReadable()) {
            unreadable().send(reply);
            return;
        }
        var id = request.target().parameter(PARAMETER);
        if (id == null) {
            Refusal.of(400, "Send the query parameter sessionId, once").send(reply);
            return;
        }
        var to = connected.get(id);
        if (to == null || sessions.find(id, request.caller()) == null) {
            Refusal.noSuchSession().send(reply);
            return;
        }
        var all =
                to.session().revision().hasBatches()
                        ? ReceivedMessages.of(request.body(), limits)
                        : ReceivedMessages.one(request.body(), limits);
        all.malformed().forEach(_ -> observer.counted(Observer.Count.MALFORMED, "from a client"));
        UnreadAnswers.fail(all, to.session(), request.caller());
        if (all.messages().isEmpty()) {
            Refusal.of(all.malformed().getFirst()).send(reply);
        } else {
            deliver(all, request.caller(), to);
            reply.answer(ACCEPTED);
        }
    }

    /** One that cannot be read says nothing of the others, and is answered where they are. */
    private static void deliver(ReceivedMessages all, Caller caller, Connected to) {
        for (var message : all.messages()) {
            var way = message instanceof Request ? to.stream().requestWay() : NoAnswer.INSTANCE;
            to.session().receive(message, caller, way);
        }
        all.refusals().forEach(refusal -> to.stream().requestWay().end(refusal));
    }
}
