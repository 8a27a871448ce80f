package io.tieline.http;

import io.tieline.session.Environment;
import io.tieline.session.client.ClientSession;
import io.tieline.session.client.Conversation;
import io.tieline.session.client.Service;
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

    StreamRegistry(
            Service service, StreamSettings settings, Environment environment, InFlight inFlight) {
        this.service = service;
        this.settings = settings;
        this.environment = environment;
        this.inFlight = inFlight;
    }

    @Override
    public Conversation open(ClientSession session) {
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
        return streams;
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
