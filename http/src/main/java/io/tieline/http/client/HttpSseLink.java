package io.tieline.http.client;

import io.tieline.http.io.HeaderRules;
import io.tieline.session.backend.Link;
import io.tieline.session.backend.LinkFailure;
import io.tieline.session.backend.LinkFailure.Executed;
import io.tieline.wire.Failure;
import io.tieline.wire.Id;
import io.tieline.wire.MalformedException;
import io.tieline.wire.Message;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import io.tieline.wire.Revision;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One MCP session over HTTP+SSE (revision 2024-11-05, "Transports"): one event stream carries
 * everything that the backend says, and its first event names where to post. The stream is the
 * session: they end together. Confined to its event loop.
 */
final class HttpSseLink implements Link {

    private final LinkRequests requests;
    private final Listener listener;
    private final Consumer<LinkFailure> notSpoken;
    private final PostQueue outbox = new PostQueue();
    private final PostQueue.Turn gate;
    private final EndpointStream events;
    private final RefusedMessages refused;
    private final SessionInquiry inquiry;
    private final IdentityHashMap<Stream, Posted> open = new IdentityHashMap<>();
    private BackendAddress endpoint;
    private boolean begun;
    private boolean pinged;
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
        this.refused = new RefusedMessages(requests);
        this.inquiry = new SessionInquiry(requests.alarms(), requests.random());
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
        var place = requests.departing().place(request);
        if (place == null) {
            stream.failed(requests.faults().noRoomToSend("this request"));
            return;
        }
        begin();
        var posted = new Posted(request, stream, place);
        open.put(stream, posted);
        posted.turn.take();
    }

    @Override
    public void send(Message message) {
        if (closed) {
            return;
        }
        if (!requests.departing().depart(message, refused, this::post)) {
            lost(requests.faults().noRoomToSend("answers").executed(Executed.MAYBE));
        }
    }

    private void post(Message message, LinkRoom.Place place) {
        begin();
        new Posted(message, null, place).turn.take();
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

    /**
     * Asks whether the session is alive, where a refusal leaves that open. The answer proper comes
     * on the stream; whoever takes the ping knows the session.
     */
    private void ask(Consumer<Boolean> alive) {
        if (inquiry.wants(true, alive)) {
            ping();
        }
    }

    private void ping() {
        pinged = true;
        var outcome =
                new PostedMessage.Outcome() {
                    @Override
                    public void answered(ShortAnswer answer) {
                        inquiry.settle(!deniesSession(answer));
                    }

                    @Override
                    public void failed(LinkFailure failure) {
                        inquiry.cannotTell();
                    }
                };
        var post = PostedMessage.reading(requests, requests.limits().silence(), outcome);
        post.start(requests.post(endpoint, SessionProbe.PING.payload(), Map.of(), post));
    }

    /** As long as its stream lives, only a refusal that means the session itself ends it. */
    private static boolean deniesSession(ShortAnswer answer) {
        var error = answer.error();
        if (error != null && SessionProbe.knows(error)) {
            return false;
        }
        return switch (answer.status()) {
            case 400, 404, 410, 422 -> true;
            default -> !answer.isSuccess() && answer.speaksOfSession();
        };
    }

    private boolean isAnswerToPing(Message message) {
        return pinged
                && message instanceof Response response
                && SessionProbe.PING.id().equals(response.id());
    }

    private final class Events implements EndpointStream.Reader {

        @Override
        public void opened(BackendAddress named) {
            endpoint = named;
            gate.over();
        }

        @Override
        public void received(Message message) {
            if (!isAnswerToPing(message)) {
                listener.received(message);
            }
        }

        @Override
        public void unreadable(MalformedException why) {
            listener.unreadable(why.saying(requests.faults().secrets()::masked));
        }

        @Override
        public void refuse(Failure answer) {
            send(answer);
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
        private final LinkRoom.Place place;
        private final PostQueue.Turn turn;
        private @Nullable PostedMessage post;
        private boolean departed;
        private boolean over;

        Posted(Message message, @Nullable Stream stream, LinkRoom.Place place) {
            this.message = message;
            this.stream = stream;
            this.place = place;
            this.turn = outbox.alone(this::go, place::leave);
        }

        private void go() {
            // Some servers acknowledge a request only when they have done the work.
            var limit = stream == null ? PostedMessage.PATIENCE : null;
            var next = new PostedMessage(requests, limit, this);
            post = next;
            next.start(
                    stream == null
                            ? requests.tell(endpoint, message.payload(), Map.of(), next)
                            : requests.post(
                                    endpoint,
                                    message.payload(),
                                    stream.headers(),
                                    RoundTrip.Among.CALLS,
                                    stream.client(),
                                    next));
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
                place.leave();
                turn.over();
            }
        }

        @Override
        public void departed() {
            departed = true;
            turn.over();
        }

        @Override
        public void answered(ShortAnswer answer) {
            place.leave();
            if (answer.isSuccess()) {
                refused.taken(sort());
                inquiry.answered();
                finish();
                return;
            }
            if (answer.showsLife() && !closed) {
                listener.heard();
            }
            var id = message instanceof Request request ? request.id() : null;
            switch (SessionDoubt.of(answer, id)) {
                case NONE -> fail(answer);
                case LOST -> sessionLost();
                case DOUBTFUL -> ask(alive -> refused(answer, alive));
            }
        }

        private void refused(ShortAnswer answer, boolean alive) {
            if (over || closed) {
                return;
            }
            if (alive) {
                fail(answer);
            } else {
                sessionLost();
            }
        }

        private void sessionLost() {
            failed(requests.faults().sessionLost());
            lost(requests.faults().sessionLost().executed(Executed.MAYBE));
        }

        private void fail(ShortAnswer answer) {
            if (stream == null) {
                refused.refused(sort(), answer, "POST");
            }
            end(requests.faults().refused(answer, "POST"));
        }

        private RefusedMessages.Sort sort() {
            return message instanceof Response
                    ? RefusedMessages.Sort.ANSWER
                    : RefusedMessages.Sort.NOTIFICATION;
        }

        @Override
        public void failed(LinkFailure failure) {
            if (stream == null && !over) {
                refused.failed(sort(), failure);
            }
            end(failure);
        }

        private void end(LinkFailure failure) {
            if (!over) {
                finish();
                if (stream != null) {
                    stream.failed(failure);
                }
            }
        }

        private void finish() {
            over = true;
            place.leave();
            turn.over();
            if (stream != null) {
                open.remove(stream, this);
            }
        }
    }
}
