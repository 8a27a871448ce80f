package io.tieline.http;

import io.tieline.session.ClientSession;
import io.tieline.session.Conversation;
import io.tieline.session.Environment;
import io.tieline.session.Exchange;
import io.tieline.session.Service;
import io.tieline.wire.Notification;
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
        return new Watched(session.id(), service.open(session));
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

    /** The service's conversation, and an ear for its end. */
    private final class Watched implements Conversation {

        private final String id;
        private final Conversation conversation;

        Watched(String id, Conversation conversation) {
            this.id = id;
            this.conversation = conversation;
        }

        @Override
        public void initialize(Exchange exchange) {
            conversation.initialize(exchange);
        }

        @Override
        public void serve(Exchange exchange) {
            conversation.serve(exchange);
        }

        @Override
        public void notified(Notification notification) {
            conversation.notified(notification);
        }

        @Override
        public void closed() {
            try {
                conversation.closed();
            } finally {
                forget(id);
            }
        }
    }
}
