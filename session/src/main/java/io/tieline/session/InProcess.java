package io.tieline.session;

import io.tieline.session.LinkFailure.Executed;
import io.tieline.session.LinkFailure.Kind;
import io.tieline.wire.McpException;
import io.tieline.wire.Message;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import io.tieline.wire.Revision;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A service in this process as a backend: no bytes are copied and no thread is switched. Each
 * connection is a client session of the service; each request has a stream of its own, so
 * everything finds its call by construction. Safe for use by several threads.
 */
public final class InProcess implements Backend {

    private final String name;
    private final ClientSessions sessions;

    /** A backend that is this service. */
    public InProcess(
            String name, Service service, SessionSettings settings, Environment environment) {
        this.name = name;
        this.sessions = new ClientSessions(service, settings, environment);
    }

    @Override
    public String name() {
        return name;
    }

    /** The sessions that are open with the service. */
    public ClientSessions sessions() {
        return sessions;
    }

    @Override
    public Link connect(Link.Listener listener) {
        try {
            return new LocalLink(sessions.open(Caller.LOCAL), listener, name);
        } catch (McpException refused) {
            listener.closed(
                    new LinkFailure(Kind.OVERLOADED, refused.error().message(), Executed.NO));
            return new DeadLink();
        }
    }

    private static final class LocalLink implements Link {

        private final Map<Stream, LocalStream> streams = new ConcurrentHashMap<>();
        private final ClientSession session;
        private final Link.Listener listener;
        private final String name;

        LocalLink(ClientSession session, Link.Listener listener, String name) {
            this.session = session;
            this.listener = listener;
            this.name = name;
        }

        @Override
        public void request(Request request, Stream stream) {
            var caller = new Caller(session.owner().principal(), stream.headers());
            var local = new LocalStream(this, stream);
            streams.put(stream, local);
            session.receive(request, caller, local);
        }

        @Override
        public void send(Message message) {
            session.receive(message, session.owner(), new LocalStream(this, null));
        }

        @Override
        public void release(Stream stream) {
            var local = streams.remove(stream);
            if (local != null) {
                local.lost();
            }
        }

        @Override
        public void press(Stream stream, boolean tooMuch) {
            var local = streams.get(stream);
            if (local != null) {
                local.pressed(tooMuch);
            }
        }

        @Override
        public void opened(Revision revision) {
            session.attach(new LocalStream(this, null));
        }

        @Override
        public boolean attributes() {
            return true;
        }

        @Override
        public void close() {
            session.close();
        }
    }

    /** One request's stream, or without one the session's own. */
    private static final class LocalStream implements ReplyStream {

        private final LocalLink link;
        private final Link.@Nullable Stream to;
        private volatile ReplyStream.@Nullable Listener listener;

        LocalStream(LocalLink link, Link.@Nullable Stream to) {
            this.link = link;
            this.to = to;
        }

        @Override
        public void send(Message message) {
            if (to != null) {
                to.received(message);
            } else {
                link.listener.received(message);
            }
        }

        @Override
        public void end(Response response) {
            forget();
            send(response);
        }

        @Override
        public void abort() {
            forget();
            var failure =
                    LinkFailure.of(
                            Kind.GONE,
                            "The service " + link.name + " ended the request without an answer");
            if (to != null) {
                to.failed(failure);
            } else if (!link.session.isOpen()) {
                link.listener.closed(failure);
            }
        }

        private void forget() {
            if (to != null) {
                link.streams.remove(to, this);
            }
        }

        @Override
        public boolean canAsk() {
            return true;
        }

        @Override
        public boolean isLive() {
            return true;
        }

        @Override
        public void listen(ReplyStream.Listener hears) {
            listener = hears;
        }

        void pressed(boolean tooMuch) {
            var hears = listener;
            if (hears != null) {
                hears.pressed(tooMuch);
            }
        }

        void lost() {
            var hears = listener;
            if (hears != null) {
                hears.lost();
            }
        }
    }
}
