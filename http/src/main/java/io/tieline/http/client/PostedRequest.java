package io.tieline.http.client;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import io.tieline.http.client.RoundTrip.Among;
import io.tieline.http.io.HeaderRules;
import io.tieline.session.Observer;
import io.tieline.session.Timers;
import io.tieline.session.backend.Link;
import io.tieline.session.backend.LinkFailure;
import io.tieline.wire.Failure;
import io.tieline.wire.Id;
import io.tieline.wire.MalformedException;
import io.tieline.wire.MalformedException.Meant;
import io.tieline.wire.Message;
import io.tieline.wire.Method;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import io.tieline.wire.Result;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One MCP request over Streamable HTTP: its POST, the JSON or the event stream that answers it, and
 * the GETs that take the stream up again when it breaks. Whatever arrives on any of them is handed
 * to the request's own {@link Link.Stream}, and to nothing else but the call that an answer names.
 * Confined to the link's event loop.
 *
 * <p>Long because one object owns the request from its birth to its release: each of its endings
 * must know of all the others.
 */
final class PostedRequest implements ResponseReader {

    private static final int MAX_FAILURES = 5;
    private static final int MAX_MALFORMED = 1_000;
    private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(5);

    /** How long a server may take to end a stream on which it has answered. */
    private static final Duration LINGER = Duration.ofSeconds(1);

    private final StreamableLink link;
    private final LinkRequests requests;
    private final Request request;
    private final Link.Stream stream;
    private final PostQueue.Turn turn;
    private final LinkRoom.Place place;
    private final Map<String, String> headers;
    private final boolean stateless;
    private final Resumption resumption;
    private @Nullable RoundTrip trip;
    private @Nullable PostAnswer body;
    private Timers.@Nullable Alarm alarm;
    private boolean resumed;
    private int failures;
    private int malformed;
    private @Nullable String malformation;
    private @Nullable Id strayed;
    private boolean pressed;
    private boolean answered;
    private boolean unwanted;
    private boolean over;

    PostedRequest(
            StreamableLink link,
            LinkRequests requests,
            PostQueue outbox,
            Request request,
            Link.Stream stream,
            LinkRoom.Place place) {
        this.link = link;
        this.requests = requests;
        this.request = request;
        this.stream = stream;
        this.place = place;
        this.headers = stream.headers();
        this.stateless = HeaderRules.areStateless(headers);
        this.resumption =
                new Resumption(LONGEST_BACKOFF, requests.random(), requests.alarms()::nanoTime);
        this.turn = outbox.beside(this::post);
    }

    void start() {
        turn.take();
    }

    Request request() {
        return request;
    }

    Link.Stream stream() {
        return stream;
    }

    LinkRequests requests() {
        return requests;
    }

    boolean isOver() {
        return over;
    }

    boolean isAnswered() {
        return answered;
    }

    boolean isInitialize() {
        return request.method().equals(Method.INITIALIZE);
    }

    /** Whether it is answered by news for as long as somebody wants them. */
    boolean listens() {
        return request.method().equals(Method.SUBSCRIPTIONS_LISTEN);
    }

    /**
     * Whether the silence of its stream means nothing: nobody reads, or the backend may be at work.
     */
    boolean isBusy() {
        return pressed || link.isBusy();
    }

    /** Whether it stands for itself: no session, and nothing to be resumed. */
    boolean isStateless() {
        return stateless;
    }

    private void post() {
        // One that listens lasts as long as its session, so it takes nobody's place.
        send(
                requests.post(
                        requests.address(),
                        request.payload(),
                        headers,
                        listens() ? Among.NONE : Among.CALLS,
                        stream.client(),
                        this));
    }

    private void send(RoundTrip next) {
        trip = next;
        next.press(pressed);
        next.start();
    }

    void press(boolean tooMuch) {
        pressed = tooMuch;
        if (trip != null) {
            trip.press(tooMuch);
        }
    }

    /** Nobody waits for this request any more. */
    void release() {
        if (answered) {
            unwanted = true; // The server ends the stream in a moment, and the connection lives.
        } else {
            drop();
        }
    }

    /**
     * The link is closed. An answer to {@code initialize} is still waited for, since it names the
     * session that must be closed too.
     */
    void close() {
        if (isInitialize() && trip != null && body == null) {
            unwanted = true;
            alarm = requests.alarms().after(requests.limits().connect(), this::drop);
        } else {
            drop();
        }
    }

    void drop() {
        if (!over) {
            finish();
            if (trip != null) {
                trip.cancel();
            }
        }
    }

    @Override
    public void departed() {
        place.leave(); // From here on it is charged as a request in flight, to its client.
        turn.over();
    }

    @Override
    public void head(int status, HttpHeaders headers) {
        if (resumed) {
            resumed(status, headers);
        } else if (status < 200 || status > 299) {
            body = new RefusedAnswer(this, link, status, headers);
        } else if (!link.greeted(request, headers)) {
            giveUp(
                    requests.faults()
                            .broke("named its session with characters that are not allowed"));
        } else if (unwanted) {
            drop();
            link.bidFarewell();
        } else {
            begun(status, headers);
        }
    }

    private void begun(int status, HttpHeaders headers) {
        var type =
                ShortAnswer.encoding(headers) == null
                        ? ResponseType.of(headers)
                        : ResponseType.OTHER;
        switch (type) {
            case JSON -> body = new JsonAnswer(this, headers);
            case EVENTS -> readEvents();
            case OTHER -> body = new StrangeAnswer(this, status, headers);
        }
    }

    private void readEvents() {
        body = new EventAnswer(this, resumption);
        resumption.began();
    }

    private void resumed(int status, HttpHeaders headers) {
        if (status == 200 && ResponseType.of(headers) == ResponseType.EVENTS) {
            failures = 0;
            readEvents();
            return;
        }
        var why = "GET is refused with HTTP status " + status;
        cancelTrip();
        if (status == 409 || status == 429 || status >= 500) {
            resumption.refused(headers);
            failures++;
            resume(why);
        } else if (link.hasBegun() && (status == 400 || status == 404 || status == 410)) {
            boolean otherwise = status == 400 || !link.isNamed();
            link.probe(this.headers, otherwise, alive -> probed(alive, why));
        } else {
            giveUp(requests.faults().streamCut(why));
        }
    }

    private void probed(boolean alive, String why) {
        if (over) {
            return;
        }
        if (alive) {
            giveUp(requests.faults().streamCut(why));
        } else {
            link.sessionLostSince(this);
        }
    }

    @Override
    public void body(ByteBuf piece) {
        if (!over && body != null) {
            body.add(piece);
        }
    }

    @Override
    public void end() {
        if (answered) {
            finish();
        } else if (!over && body != null) {
            body.end();
        }
    }

    @Override
    public void failed(LinkFailure failure) {
        if (over) {
            return;
        }
        if (answered || unwanted) {
            finish();
        } else if (body != null) {
            body.broken(failure);
        } else if (resumed) {
            failures++;
            resume("it cannot be reached any more");
        } else {
            tell(failure);
            if (isInitialize()) {
                link.lost(failure);
            }
        }
    }

    /** The event stream has ended without the answer. */
    void resume(String why) {
        endBody();
        if (malformation != null && !isResumable()) {
            tell(spoilt());
        } else if (stateless) {
            tell(requests.faults().streamCut("revision 2026-07-28 has no way to do so"));
        } else if (resumption.lastEventId() == null) {
            tell(requests.faults().streamCut("its events carry no ids"));
        } else if (failures >= MAX_FAILURES) {
            tell(requests.faults().streamCut(why));
        } else {
            resumed = true;
            alarm = requests.alarms().after(resumption.nextDelay(), this::reconnect);
        }
    }

    /** It has ended in order, and without the answer: the backend wants to be polled. */
    void ended() {
        if (malformation == null) {
            paused();
            resume("the stream ends again and again");
        } else {
            endBody();
            tell(spoilt());
        }
    }

    private boolean isResumable() {
        return !stateless && resumption.lastEventId() != null && failures < MAX_FAILURES;
    }

    private LinkFailure spoilt() {
        return requests.faults()
                .broke("sent something malformed instead of an answer: " + malformation);
    }

    /** The backend has hung up in order to be polled; whoever waits in front may do the same. */
    private void paused() {
        if (!over && !unwanted && !stateless && resumption.lastEventId() != null) {
            stream.paused();
        }
    }

    private void reconnect() {
        alarm = null;
        send(requests.get(resumption.lastEventId(), headers, this));
    }

    void received(Message message) {
        if (over || unwanted) {
            return;
        }
        if (message instanceof Response response) {
            answered(response);
        } else {
            link.passing(message, stream);
            stream.received(message);
        }
    }

    /**
     * The stream says whose answer this is. An error without an id is ours, and so is an id that
     * the backend has turned into text; an answer under the id of another request in flight is that
     * one's, and under any other id nobody's.
     */
    private void answered(Response response) {
        var answer = answered ? null : ofThis(response);
        if (answer != null) {
            settle(answer);
        } else if (!link.isTaken(response)) {
            strayed = response.id();
            requests.observer()
                    .counted(
                            Observer.Count.UNKNOWN_ANSWER,
                            "from backend " + requests.faults().name());
        }
    }

    /** Whether this is still to be answered, under this id; a handshake is answered by its head. */
    boolean waitsFor(Id id) {
        return !answered
                && !over
                && !unwanted
                && !isInitialize()
                && SessionDoubt.isSame(id, request.id());
    }

    /** The answer has come on another stream: the one of its own is given a moment to end. */
    void answeredBeside(Response response) {
        boolean isBetweenStreams = alarm != null;
        answered(response);
        if (isBetweenStreams) {
            drop();
        } else {
            linger();
        }
    }

    private void settle(Response answer) {
        answered = true;
        switch (answer) {
            case Result result -> {
                link.answered();
                stream.received(result);
            }
            case Failure failure -> {
                if (link.hasBegun() && SessionDoubt.of(failure) == SessionDoubt.DOUBTFUL) {
                    link.probe(headers, true, alive -> deliver(failure, alive));
                } else {
                    link.answered();
                    stream.received(failure);
                }
            }
        }
    }

    private @Nullable Response ofThis(Response response) {
        var id = response.id();
        if (request.id().equals(id)) {
            return response;
        }
        return switch (response) {
            case Failure failure when id == null -> failure.withId(request.id());
            case Response other when id == null || !request.id().equals(id.unquoted()) -> null;
            case Result result -> result.withId(request.id());
            case Failure failure -> failure.withId(request.id());
        };
    }

    /** An error that may mean that the session is gone: some servers say so with status 200. */
    private void deliver(Failure failure, boolean alive) {
        if (unwanted) {
            return;
        }
        if (alive) {
            stream.received(failure);
        } else {
            link.sessionLost(this);
        }
    }

    /** The response is over, and has not answered. */
    void unanswered(String otherwise) {
        giveUp(
                requests.faults()
                        .broke(
                                strayed == null
                                        ? otherwise
                                        : "answered "
                                                + request.method()
                                                + " under the id "
                                                + strayed.json()
                                                + " instead of "
                                                + request.id().json()));
    }

    /** The response is over, and is no message: so a lost session may be answered as well. */
    void doubt(LinkFailure failure) {
        if (!over && !answered && link.hasBegun()) {
            cancelTrip();
            endBody();
            answered = true;
            link.probe(headers, true, alive -> doubted(failure, alive));
        } else {
            giveUp(failure);
        }
    }

    private void doubted(LinkFailure failure, boolean alive) {
        if (over) {
            return;
        }
        if (unwanted) {
            finish();
        } else if (alive) {
            tell(failure);
        } else {
            link.sessionLostSince(this);
        }
    }

    boolean hasStrayed() {
        return strayed != null;
    }

    void malformed(MalformedException why) {
        malformed++;
        link.refuse(why);
        if (why.meant() != Meant.NOTIFICATION && why.meant() != Meant.REQUEST) {
            malformation = why.getMessage();
        }
        if (!answered && (malformed >= MAX_MALFORMED || isAnswer(why))) {
            giveUp(requests.faults().broke("sent a malformed message: " + why.getMessage()));
        }
    }

    /** Whether it was meant to be the answer: no other one is due on this stream. */
    private boolean isAnswer(MalformedException why) {
        var answers = why.answers();
        return why.meant() == Meant.RESPONSE
                || (answers != null && SessionDoubt.isSame(answers, request.id()));
    }

    /** The request fails, and the rest of the response is not read. */
    void giveUp(LinkFailure failure) {
        if (!over) {
            cancelTrip();
            tell(failure);
        }
    }

    /** The request fails; its response has ended. */
    void tell(LinkFailure failure) {
        finish();
        stream.failed(failure);
    }

    /** The answer is there: the server is given a moment to end its stream. */
    void linger() {
        if (!over && alarm == null) {
            alarm = requests.alarms().after(LINGER, this::drop);
        }
    }

    void cancelTrip() {
        if (trip != null) {
            trip.cancel();
        }
    }

    private void endBody() {
        if (body != null) {
            body.over();
            body = null;
        }
    }

    void finish() {
        over = true;
        endBody();
        if (alarm != null) {
            alarm.cancel();
        }
        link.ended(this);
        place.leave();
        turn.over();
    }
}
