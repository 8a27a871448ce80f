package io.tieline.framework;

import io.tieline.session.Question;
import io.tieline.session.backend.Backend;
import io.tieline.session.backend.BackendSession;
import io.tieline.session.backend.Call;
import io.tieline.session.backend.CallListener;
import io.tieline.session.backend.CallOptions;
import io.tieline.session.backend.Link;
import io.tieline.session.backend.LinkFailure;
import io.tieline.session.backend.LinkFailure.Executed;
import io.tieline.session.backend.LinkFailure.Kind;
import io.tieline.session.backend.TimeLimits;
import io.tieline.wire.Failure;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.MalformedException;
import io.tieline.wire.Message;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import io.tieline.wire.Result;
import io.tieline.wire.Revision;
import io.tieline.wire.RpcError;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A client that is connected already, as a backend: every connection to it shares the client's
 * session, and closing one leaves the client open.
 */
final class ConnectedClientBackend implements Backend {

    /** The session above keeps its own time; the one below must not be the first to give up. */
    private static final Duration LONG = Duration.ofDays(1);

    private static final TimeLimits LIMITS = new TimeLimits(LONG, LONG, LONG);

    private final BackendSession session;
    private final ClientSide side;
    private final Json welcome;

    /** The session of a client, what hears for it, and what its server said in the handshake. */
    ConnectedClientBackend(BackendSession session, ClientSide side, Json welcome) {
        this.session = session;
        this.side = side;
        this.welcome = welcome;
    }

    @Override
    public String name() {
        return session.name();
    }

    @Override
    public Link connect(Link.Listener listener) {
        side.listen(listener);
        if (!side.isOpen()) {
            listener.closed(
                    new LinkFailure(
                            Kind.GONE, "The client of " + name() + " is closed", Executed.NO));
        }
        return new SharedLink(listener);
    }

    private final class SharedLink implements Link {

        private final Map<Id, Carried> calls = new ConcurrentHashMap<>();
        private final Map<Id, Question> questions = new ConcurrentHashMap<>();
        private final AtomicLong minted = new AtomicLong();
        private final Link.Listener listener;

        SharedLink(Link.Listener listener) {
            this.listener = listener;
        }

        @Override
        public void request(Request request, Stream stream) {
            if (request.method().equals(Method.INITIALIZE)) {
                stream.received(Result.of(request.id(), welcome));
            } else {
                new Carried(this, request, stream).begin();
            }
        }

        @Override
        public void send(Message message) {
            switch (message) {
                case Response response -> answer(response);
                case Notification notification -> tell(notification);
                case Request question -> throw new IllegalArgumentException(question.toString());
            }
        }

        private void answer(Response response) {
            var question = response.id() == null ? null : questions.remove(response.id());
            if (question != null) {
                question.answer(response);
            }
        }

        private void tell(Notification notification) {
            switch (notification.method()) {
                case Method.CANCELLED -> cancel(notification.params());
                case Method.INITIALIZED, Method.PROGRESS -> {
                    // The handshake below has been done; progress is of no use to a question here.
                }
                default -> session.tell(notification);
            }
        }

        private void cancel(@Nullable Json params) {
            var carried = params == null ? null : carried(params.get("requestId"));
            if (params != null && carried != null) {
                carried.cancel(params.get("reason"));
            }
        }

        private @Nullable Carried carried(@Nullable Json id) {
            try {
                return id == null ? null : calls.remove(Id.of(id));
            } catch (MalformedException notAnId) {
                return null;
            }
        }

        @Override
        public void release(Stream stream) {
            // A call that nobody waits for any longer has been cancelled by name.
        }

        @Override
        public void press(Stream stream, boolean tooMuch) {
            calls.values().stream()
                    .filter(carried -> carried.stream.equals(stream))
                    .forEach(carried -> carried.press(tooMuch));
        }

        @Override
        public void opened(Revision revision) {
            // The handshake below has been done.
        }

        @Override
        public boolean attributes() {
            return true;
        }

        @Override
        public void close() {
            side.forget(listener);
            calls.values().forEach(carried -> carried.cancel(Json.string("The proxy has left")));
            calls.clear();
        }
    }

    /** One request, carried over the client's session. */
    private final class Carried implements CallListener {

        private final SharedLink link;
        private final Request request;
        private final Link.Stream stream;
        private volatile @Nullable Call call;

        Carried(SharedLink link, Request request, Link.Stream stream) {
            this.link = link;
            this.request = request;
            this.stream = stream;
        }

        void begin() {
            link.calls.put(request.id(), this);
            call = session.call(request, this, CallOptions.of(stream.headers(), LIMITS));
        }

        void cancel(@Nullable Json reason) {
            var begun = call;
            if (begun != null) {
                begun.cancel(reason);
            }
        }

        void press(boolean tooMuch) {
            var begun = call;
            if (begun != null) {
                begun.press(tooMuch);
            }
        }

        private void end(Response response) {
            link.calls.remove(request.id());
            stream.received(response.withId(request.id()));
        }

        @Override
        public void answered(Response response) {
            end(response);
        }

        @Override
        public void failed(RpcError error) {
            end(Failure.of(request.id(), error));
        }

        @Override
        public void notified(Notification notification) {
            stream.received(notification);
        }

        @Override
        public void asked(Question question) {
            var id = Id.of(link.minted.incrementAndGet());
            link.questions.put(id, question);
            if (question.carriedBy(reason -> withdrawn(id, reason))) {
                stream.received(question.request().withId(id));
            } else {
                link.questions.remove(id);
            }
        }

        private void withdrawn(Id id, @Nullable Json reason) {
            link.questions.remove(id);
            stream.received(
                    Notification.of(
                            Method.CANCELLED,
                            Json.object("requestId", id.json(), "reason", reason)));
        }
    }
}
