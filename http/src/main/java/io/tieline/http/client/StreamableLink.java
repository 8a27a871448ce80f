package io.tieline.http.client;

import io.netty.handler.codec.http.HttpHeaders;
import io.tieline.http.io.McpHeaders;
import io.tieline.http.io.ReceivedMessages;
import io.tieline.session.Observer;
import io.tieline.session.backend.Link;
import io.tieline.session.backend.LinkFailure;
import io.tieline.wire.Failure;
import io.tieline.wire.Id;
import io.tieline.wire.MalformedException;
import io.tieline.wire.Message;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import io.tieline.wire.Revision;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One MCP session over Streamable HTTP (revisions 2025-03-26 to 2025-11-25, "Transports"): a POST
 * for each message, a GET stream for what belongs to none, a DELETE at the end. In revision
 * 2026-07-28 there is nothing but POSTs of requests, each of which stands for itself; the end of
 * its response takes one back. Confined to its event loop.
 *
 * <p>Long because the order of what leaves, the end of a handshake and the end of a session are
 * decided for all kinds of messages in one place.
 */
final class StreamableLink implements Link {

    /** Takes over an {@code initialize} that was refused, if an older transport may do better. */
    @FunctionalInterface
    interface FallBack {

        /** No older transport is tried. */
        FallBack NONE = (status, request, stream, otherwise) -> false;

        /**
         * Takes the request over, or leaves it.
         *
         * @param otherwise tells the refusal, if the older transport is not spoken either
         * @return whether somebody else sees to the request
         */
        boolean take(int status, Request request, Stream stream, Runnable otherwise);
    }

    private final LinkRequests requests;
    private final Listener listener;
    private final FallBack fallBack;
    private final PostQueue outbox = new PostQueue();
    private final IdentityHashMap<Stream, PostedRequest> open = new IdentityHashMap<>(2);

    /** The streams on which questions arrived: an answer carries the headers of its request. */
    private final Map<Id, Stream> askers = new HashMap<>();

    private final GetStream general;
    private final SessionProbe probe;
    private final RefusedMessages refused;
    private boolean isOpened;
    private boolean isStateless;
    private boolean isInitialized;
    private boolean closed;
    private @Nullable LinkFailure end;

    StreamableLink(LinkRequests requests, Listener listener, FallBack fallBack) {
        this.requests = requests;
        this.listener = listener;
        this.fallBack = fallBack;
        this.general = new GetStream(this, requests);
        this.probe = new SessionProbe(requests);
        this.refused = new RefusedMessages(requests);
    }

    @Override
    public void request(Request request, Stream stream) {
        if (end != null) {
            stream.failed(end.executed(LinkFailure.Executed.NO));
            return;
        }
        var place = closed ? null : requests.departing().place(request);
        if (place != null) {
            var posted = new PostedRequest(this, requests, outbox, request, stream, place);
            open.put(stream, posted);
            posted.start();
        } else if (!closed) {
            stream.failed(requests.faults().noRoomToSend("this request"));
        }
    }

    @Override
    public void send(Message message) {
        if (closed) {
            return;
        }
        if (message instanceof Response answer) {
            if (isStateless) {
                return; // The server may not ask, and would not take the answer.
            }
            // Nothing may hold an answer up: the backend waits for it in the middle of its work.
            var headers = headersOf(askers.remove(answer.id()));
            depart(answer, (sent, place) -> new Sent(sent, headers, place).go());
        } else {
            depart(
                    message,
                    (sent, place) -> new Sent(sent, headersOf(named(sent)), place).inTurn());
        }
    }

    private void depart(Message message, LinkRoom.Sender sender) {
        if (!requests.departing().depart(message, refused, sender)) {
            lost(requests.faults().noRoomToSend("answers").executed(LinkFailure.Executed.MAYBE));
        }
    }

    private static Map<String, String> headersOf(@Nullable Stream stream) {
        return stream == null ? Map.of() : stream.headers();
    }

    /** The stream of the request that a notification takes back. */
    private @Nullable Stream named(Message message) {
        if (message instanceof Notification notification
                && notification.method().equals(Method.CANCELLED)
                && notification.params() != null) {
            var id = notification.params().get("requestId");
            for (var posted : open.values()) {
                if (posted.request().id().json().equals(id)) {
                    return posted.stream();
                }
            }
        }
        return null;
    }

    @Override
    public void release(Stream stream) {
        var posted = open.get(stream);
        if (posted != null) {
            posted.release();
        }
    }

    @Override
    public void press(Stream stream, boolean tooMuch) {
        var posted = open.get(stream);
        if (posted != null) {
            posted.press(tooMuch);
        }
    }

    @Override
    public void opened(Revision revision) {
        requests.heads().negotiated(revision);
        isOpened = true;
        isStateless = revision.isStateless();
        listen();
    }

    /**
     * Opens the GET stream, which a server may refuse until it has heard of the handshake's end.
     */
    private void listen() {
        if (isOpened && isInitialized && !isStateless && !closed) {
            general.open();
        }
    }

    @Override
    public boolean attributes() {
        return true;
    }

    @Override
    public void close() {
        if (!closed) {
            shut();
            bidFarewell();
        }
    }

    private void shut() {
        closed = true;
        general.close();
        outbox.clear();
        List.copyOf(open.values()).forEach(PostedRequest::close);
        askers.clear();
    }

    /** Ends the session at the backend, if it has named one. */
    void bidFarewell() {
        if (isNamed()) {
            var farewell = new PostedMessage(requests, requests.limits().silence(), new Farewell());
            farewell.start(requests.delete(farewell));
        }
    }

    /** Whether the handshake is done, so that there is a session which can be lost. */
    boolean hasBegun() {
        return isOpened && !isStateless;
    }

    /** Whether the backend has named the session; one that names none may have one all the same. */
    boolean isNamed() {
        return requests.heads().sessionId() != null;
    }

    /**
     * A request was answered with success.
     *
     * @return whether the answer names its session as the specification allows, or not at all
     */
    boolean greeted(Request request, HttpHeaders headers) {
        if (!request.method().equals(Method.INITIALIZE)) {
            return true;
        }
        probe.began(request);
        var id = headers.get(McpHeaders.SESSION_ID);
        requests.named(id);
        return id == null || isNamed();
    }

    boolean fallBack(int status, PostedRequest request, Runnable otherwise) {
        if (closed
                || !request.isInitialize()
                || !fallBack.take(status, request.request(), request.stream(), otherwise)) {
            return false;
        }
        request.finish();
        return true;
    }

    /** Whether the backend has a request of ours that it should answer. */
    boolean isBusy() {
        return open.values().stream().anyMatch(posted -> !posted.listens());
    }

    /** Asks whether the session is alive; see {@link SessionProbe#ask}. */
    void probe(Map<String, String> headers, boolean otherwise, Consumer<Boolean> alive) {
        probe.ask(headers, otherwise, alive);
    }

    /** The backend has answered a request. */
    void answered() {
        probe.answered();
    }

    /** A message that nobody waits for was refused; perhaps the session is gone. */
    void refused(RefusedMessages.Sort sort, ShortAnswer answer, String method) {
        tellRefused(sort, answer, method);
        if (closed || !hasBegun()) {
            return;
        }
        switch (SessionDoubt.of(answer, null)) {
            case NONE -> {}
            case LOST -> lostOrNot(!isNamed());
            case DOUBTFUL -> lostOrNot(true);
        }
    }

    private void lostOrNot(boolean mustAsk) {
        if (!mustAsk) {
            lostAside();
            return;
        }
        probe(
                Map.of(),
                true,
                alive -> {
                    if (!alive) {
                        lostAside();
                    }
                });
    }

    /** A message that nobody waits for was refused, which says nothing of the session. */
    void tellRefused(RefusedMessages.Sort sort, ShortAnswer answer, String method) {
        if (!answer.isSuccess()) {
            refused.refused(sort, answer, method);
        }
    }

    /** There was no answer to a message that nobody waits for, and it is not sent again. */
    void tellFailed(RefusedMessages.Sort sort, LinkFailure failure) {
        refused.failed(sort, failure);
    }

    private void lostAside() {
        lost(requests.faults().sessionLost().executed(LinkFailure.Executed.MAYBE));
    }

    /** A message is about to be handed to this stream. */
    void passing(Message message, Stream stream) {
        if (message instanceof Request question && !stream.headers().isEmpty()) {
            askers.put(question.id(), stream);
        }
    }

    /** The backend has refused something, and so it lives. */
    void heard() {
        if (!closed) {
            listener.heard();
        }
    }

    /** A message that belongs to no request. */
    void unrelated(Message message) {
        if (!closed) {
            listener.received(message);
        }
    }

    /** Something on the stream for what belongs to no request that was meant as a message. */
    void malformed(MalformedException why) {
        refuse(why);
        if (!closed && ReceivedMessages.mayAnswer(why)) {
            listener.unreadable(why.saying(requests.faults().secrets()::masked));
        }
    }

    /** Counts what cannot be read; a question is answered, since the backend waits for that. */
    void refuse(MalformedException why) {
        requests.observer()
                .counted(Observer.Count.MALFORMED, "from backend " + requests.faults().name());
        var asked = why.id();
        if (asked != null) {
            send(Failure.of(asked, why.error()));
        }
    }

    /**
     * An answer has come on the stream of another request.
     *
     * @return whether it is the answer to one that is in flight
     */
    boolean isTaken(Response response) {
        var id = response.id();
        if (id == null) {
            return false;
        }
        for (var posted : open.values()) {
            if (posted.waitsFor(id)) {
                posted.answeredBeside(response);
                return true;
            }
        }
        return false;
    }

    void ended(PostedRequest request) {
        open.remove(request.stream(), request);
        askers.values().remove(request.stream());
    }

    /** The backend does not know the session, so it has not run a request that it refuses. */
    void sessionLost(PostedRequest request) {
        request.tell(requests.faults().sessionLost());
        lostAside();
    }

    /** The same of a request that was accepted when the session still lived. */
    void sessionLostSince(PostedRequest request) {
        var failure = requests.faults().sessionLost();
        request.tell(failure.executed(LinkFailure.Executed.MAYBE));
        lostAside();
    }

    /** Nothing more can come of this link. */
    void lost(LinkFailure failure) {
        if (!closed) {
            end = failure;
            shut();
            listener.closed(failure);
        }
    }

    /** A message that wants no answer, on its way. */
    private final class Sent implements PostedMessage.Outcome {

        private final Message message;
        private final Map<String, String> own;
        private final RefusedMessages.Sort sort;
        private final boolean endsHandshake;
        private final PostQueue.Turn turn;
        private final LinkRoom.Place place;

        Sent(Message message, Map<String, String> own, LinkRoom.Place place) {
            this.message = message;
            this.own = own;
            this.sort =
                    message instanceof Response
                            ? RefusedMessages.Sort.ANSWER
                            : RefusedMessages.Sort.NOTIFICATION;
            this.endsHandshake =
                    message instanceof Notification notification
                            && notification.method().equals(Method.INITIALIZED);
            this.place = place;
            this.turn = outbox.alone(this::go, place::leave);
        }

        void inTurn() {
            turn.take();
        }

        void go() {
            var posted = new PostedMessage(requests, PostedMessage.PATIENCE, this);
            posted.start(requests.tell(requests.address(), message.payload(), own, posted));
        }

        @Override
        public void departed() {
            // A server may refuse everything until it has heard that the handshake is over.
            if (!endsHandshake) {
                turn.over();
            }
        }

        @Override
        public void answered(ShortAnswer answer) {
            place.leave();
            turn.over();
            if (answer.isSuccess()) {
                refused.taken(sort);
            } else if (endsHandshake) {
                // Its session has just begun: whatever is wrong with this message, it is not that.
                tellRefused(sort, answer, "POST");
            } else {
                refused(sort, answer, "POST");
            }
            if (endsHandshake) {
                isInitialized = true;
                listen();
            }
        }

        @Override
        public void failed(LinkFailure failure) {
            place.leave();
            turn.over();
            refused.failed(sort, failure);
        }
    }

    /** The end of the session, on its way. */
    private final class Farewell implements PostedMessage.Outcome {

        @Override
        public void answered(ShortAnswer answer) {
            boolean usual = answer.status() == 404 || answer.status() == 405;
            if (!usual) {
                tellRefused(RefusedMessages.Sort.END, answer, "DELETE");
            }
        }

        @Override
        public void failed(LinkFailure failure) {
            // It may be away, which is told elsewhere.
        }
    }
}
