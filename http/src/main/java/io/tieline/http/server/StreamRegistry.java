package io.tieline.http.server;

import io.tieline.http.settings.StreamSettings;
import io.tieline.session.Environment;
import io.tieline.session.client.ClientSession;
import io.tieline.session.client.Conversation;
import io.tieline.session.client.Service;
import io.tieline.wire.McpException;
import io.tieline.wire.RpcError;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The event streams of every session that Streamable HTTP has opened. Stands in front of the
 * service, to hear when a session is over. Safe for use by several threads.
 */
final class StreamRegistry implements Service {

    private final Map<String, SessionStreams> sessions = new ConcurrentHashMap<>();
    private final Service service;
    private final StreamSettings settings;
    private final Environment environment;
    private final InFlight inFlight;
    private volatile @Nullable RpcError removal;

    StreamRegistry(
            Service service, StreamSettings settings, Environment environment, InFlight inFlight) {
        this.service = service;
        this.settings = settings;
        this.environment = environment;
        this.inFlight = inFlight;
    }

    @Override
    public Conversation open(ClientSession session) {
        var why = removal;
        if (why != null) {
            throw new McpException(why);
        }
        var conversation = service.open(session);
        session.onEnd(() -> forget(session.id()));
        return conversation;
    }

    /** The streams of a session that was opened just now. */
    SessionStreams register(ClientSession session) {
        var streams = new SessionStreams(session, settings, environment, inFlight);
        sessions.put(session.id(), streams);
        if (!session.isOpen()) {
            forget(session.id());
        }
        endIfRemoved(session);
        return streams;
    }

    /** Ends a session that was opened while its service was taken away. */
    void endIfRemoved(ClientSession session) {
        var why = removal;
        if (why != null) {
            session.drain(why);
        }
    }

    /** The service is served no longer: no session is opened, and those that are end with this. */
    void drain(RpcError why) {
        removal = why;
        List.copyOf(sessions.values()).forEach(streams -> streams.session().drain(why));
    }

    /** The streams of the session with this id, if it is one of Streamable HTTP. */
    @Nullable SessionStreams find(String id) {
        return sessions.get(id);
    }

    private void forget(String id) {
        var streams = sessions.remove(id);
        if (streams != null) {
            streams.close();
        }
    }
}
