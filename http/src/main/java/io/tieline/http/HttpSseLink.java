package io.tieline.http;

import io.tieline.session.Link;
import io.tieline.session.LinkFailure;
import io.tieline.session.LinkFailure.Executed;
import io.tieline.wire.Id;
import io.tieline.wire.Message;
import io.tieline.wire.Request;
import io.tieline.wire.Revision;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One MCP session over HTTP+SSE (revision 2024-11-05, "Transports"): one event stream carries
 * everything that the backend says, and its first event names where to post. The stream is the
 * session: they end together. Confined to its event loop.
 */
final class HttpSseLink implements Link {

    private static final Logger LOG = LoggerFactory.getLogger(HttpSseLink.class);

    private final LinkRequests requests;
    private final Listener listener;
    private final Consumer<LinkFailure> notSpoken;
    private final Outbox outbox = new Outbox();
    private final Outbox.Turn gate;
    private final EndpointStream events;
    private final IdentityHashMap<Stream, Posted> open = new IdentityHashMap<>();
    private BackendAddress endpoint;
    private boolean begun;
    private boolean closed;
    private @Nullable LinkFailure end;

    /**
     * @param notSpoken hears that there is no such stream at this URL, if somebody has an
     *     alternative; else the link ends
     */
    HttpSseLink(
            LinkRequests requests, Listener listener, @Nullable Consumer<LinkFailure> notSpoken) {
        this.requests = requests;
        this.listener = listener;
        this.notSpoken = notSpoken == null ? this::lost : notSpoken;
        this.endpoint = requests.address();
        this.events = new EndpointStream(requests, new Events());
        this.gate = outbox.alone(events::open);
    }

    @Override
    public void request(Request request, Stream stream) {
        if (end != null) {
            stream.failed(end.executed(Executed.NO));
            return;
        }
        if (HeaderRules.areStateless(stream.headers())) {
            stream.failed(requests.faults().tooOld());
            return;
        }
        begin();
        var posted = new Posted(request, stream);
        open.put(stream, posted);
        posted.turn.take();
    }

    @Override
    public void send(Message message) {
        if (!closed) {
            begin();
            new Posted(message, null).turn.take();
        }
    }

    /** Opens the stream; everything else waits behind it. */
    private void begin() {
        if (!begun) {
            begun = true;
            gate.take();
        }
    }

    @Override
    public void release(Stream stream) {
        var posted = open.remove(stream);
        if (posted != null) {
            posted.release();
        }
    }

    /** All answers share one stream, which no single call may stop. */
    @Override
    public void press(Stream stream, boolean tooMuch) {}

    @Override
    public void opened(Revision revision) {
        requests.heads().negotiated(revision);
    }

    @Override
    public boolean attributes() {
        return false;
    }

    @Override
    public void close() {
        if (!closed) {
            shut();
        }
    }

    private void shut() {
        closed = true;
        events.close();
        outbox.clear();
        open.clear();
    }

    private void lost(LinkFailure failure) {
        if (!closed) {
            end = failure;
            var neverLeft = new HashSet<Id>(0);
            open.values().forEach(posted -> posted.addIfItNeverLeft(neverLeft));
            shut();
            listener.closed(failure, neverLeft);
        }
    }

    private final class Events implements EndpointStream.Reader {

        @Override
        public void opened(BackendAddress named) {
            endpoint = named;
            gate.over();
        }

        @Override
        public void received(Message message) {
            listener.received(message);
        }

        @Override
        public void notSpoken(LinkFailure failure) {
            notSpoken.accept(failure);
        }

        @Override
        public void ended(LinkFailure failure) {
            lost(failure);
        }
    }

    /** A message on its way to the endpoint. What answers it arrives on the event stream. */
    private final class Posted implements PostedMessage.Outcome {

        private final Message message;
        private final @Nullable Stream stream;
        private final Outbox.Turn turn;
        private @Nullable PostedMessage post;
        private boolean departed;
        private boolean over;

        Posted(Message message, @Nullable Stream stream) {
            this.message = message;
            this.stream = stream;
            this.turn = outbox.alone(this::go);
        }

        private void go() {
            // Some servers acknowledge a request only when they have done the work.
            var limit = stream == null ? PostedMessage.PATIENCE : null;
            var next = new PostedMessage(requests, limit, this);
            post = next;
            Map<String, String> own = stream == null ? Map.of() : stream.headers();
            next.start(requests.post(endpoint, message.payload(), own, stream != null, next));
        }

        void addIfItNeverLeft(Set<Id> ids) {
            if (post == null && message instanceof Request request) {
                ids.add(request.id());
            }
        }

        /** Nobody waits for the answer; a request that is still here never leaves. */
        void release() {
            if (!departed) {
                if (post != null) {
                    post.cancel();
                }
                turn.over();
            }
        }

        @Override
        public void departed() {
            departed = true;
            turn.over();
        }

        @Override
        public void answered(int status) {
            if (status == 404) {
                failed(requests.faults().sessionLost());
                lost(requests.faults().sessionLost().executed(Executed.MAYBE));
            } else if (status < 200 || status > 299) {
                failed(requests.faults().refused(status, "POST"));
            } else {
                finish();
            }
        }

        @Override
        public void failed(LinkFailure failure) {
            if (over) {
                return;
            }
            finish();
            if (stream != null) {
                stream.failed(failure);
            } else {
                LOG.debug("A message was not taken: {}", failure.message());
            }
        }

        private void finish() {
            over = true;
            turn.over();
            if (stream != null) {
                open.remove(stream, this);
            }
        }
    }
}
