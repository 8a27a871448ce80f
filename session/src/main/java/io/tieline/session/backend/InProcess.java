package io.tieline.session.backend;

import io.tieline.session.Caller;
import io.tieline.session.Environment;
import io.tieline.session.Principal;
import io.tieline.session.RequestMetadata;
import io.tieline.session.backend.LinkFailure.Executed;
import io.tieline.session.backend.LinkFailure.Kind;
import io.tieline.session.client.ClientSession;
import io.tieline.session.client.ClientSessions;
import io.tieline.session.client.ReplyStream;
import io.tieline.session.client.Service;
import io.tieline.session.client.SessionSettings;
import io.tieline.session.client.StatelessClients;
import io.tieline.wire.Failure;
import io.tieline.wire.McpException;
import io.tieline.wire.Message;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import io.tieline.wire.Revision;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A service in this process as a backend, in either era: no bytes are copied and no thread is
 * switched. A connection on which a handshake is made is a client session of the service; requests
 * of the stateless era stand for themselves. Each request has a stream of its own, so everything
 * finds its call by construction. Safe for use by several threads.
 */
public final class InProcess implements Backend {

    private final String name;
    private final ClientSessions sessions;
    private final StatelessClients stateless;

    /** A backend that is this service. */
    public InProcess(
            String name, Service service, SessionSettings settings, Environment environment) {
        this.name = name;
        this.sessions = new ClientSessions(service, settings, environment);
        this.stateless = new StatelessClients(service, settings, environment);
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
        return new LocalLink(this, listener);
    }

    private static final class LocalLink implements Link {

        private final Map<Stream, LocalStream> streams = new ConcurrentHashMap<>();
        private final InProcess backend;
        private final Link.Listener listener;
        private volatile @Nullable ClientSession session;
        private volatile boolean silent;

        LocalLink(InProcess backend, Link.Listener listener) {
            this.backend = backend;
            this.listener = listener;
        }

        @Override
        public void request(Request request, Stream stream) {
            var local = new LocalStream(this, stream);
            streams.put(stream, local);
            if (RequestMetadata.isIn(request)) {
                stateless(request, stream, local);
                return;
            }
            var open = session();
            if (open != null) {
                var caller = new Caller(open.owner().principal(), stream.headers());
                open.receive(request, caller, local);
            }
        }

        private void stateless(Request request, Stream stream, LocalStream local) {
            try {
                var caller = new Caller(Principal.LOCAL, stream.headers());
                backend.stateless.receive(request, caller, local);
            } catch (McpException refused) {
                local.end(Failure.of(request.id(), refused.error()));
            }
        }

        /** The session of this connection, opened when the first message needs it. */
        private @Nullable ClientSession session() {
            var open = session;
            if (open == null) {
                try {
                    open = backend.sessions.open(Caller.LOCAL);
                    session = open;
                } catch (McpException refused) {
                    var why = refused.error().message();
                    listener.closed(new LinkFailure(Kind.OVERLOADED, why, Executed.NO));
                }
            }
            return open;
        }

        @Override
        public void send(Message message) {
            var open = session;
            if (open != null) {
                open.receive(message, open.owner(), new LocalStream(this, null));
            }
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
            var open = session;
            if (open != null) {
                open.attach(new LocalStream(this, null));
            }
        }

        @Override
        public boolean attributes() {
            return true;
        }

        @Override
        public void close() {
            silent = true;
            List.copyOf(streams.values()).forEach(LocalStream::lost);
            streams.clear();
            var open = session;
            if (open != null) {
                open.close("its client has left");
            }
        }

        /** The service has ended the session, and everything in it. */
        private void sessionEnded() {
            if (!silent) {
                silent = true;
                listener.closed(gone("ended the session"));
            }
        }

        private LinkFailure gone(String what) {
            return LinkFailure.of(Kind.GONE, "The service " + backend.name + " " + what);
        }

        private boolean isOver() {
            var open = session;
            return open != null && !open.isOpen();
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
            if (link.isOver()) {
                link.sessionEnded();
            } else if (to != null) {
                to.failed(link.gone("ended the request without an answer"));
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
