package io.tieline.http.client;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.tieline.session.Timers;
import io.tieline.session.backend.LinkFailure;
import io.tieline.wire.MalformedException;
import io.tieline.wire.Room;
import io.tieline.wire.SseEvent;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One POST whose response says no more than whether the message was taken: a notification, an
 * answer to a question, anything on an HTTP+SSE link. Confined to the link's event loop.
 */
final class PostedMessage implements ResponseReader {

    /** Hears the one outcome of the POST. */
    interface Outcome {

        /** Nobody wants to know. */
        Outcome IGNORED =
                new Outcome() {
                    @Override
                    public void answered(ShortAnswer answer) {}

                    @Override
                    public void failed(LinkFailure failure) {}
                };

        /** Every byte has left. */
        default void departed() {}

        /** The backend has answered, with a status of success or another. */
        void answered(ShortAnswer answer);

        /** There was no answer. */
        void failed(LinkFailure failure);
    }

    /**
     * How long the acknowledgement of a message may take. Long, since a server that one of its
     * tools keeps busy hears nothing meanwhile, and a connection that is closed may take the
     * message along.
     */
    static final Duration PATIENCE = Duration.ofMinutes(10);

    private static final byte[] NOTHING = {};

    private final CancellableLoopTimers alarms;
    private final @Nullable Duration limit;
    private final BackendFaults faults;
    private final boolean reads;
    private final Outcome outcome;
    private @Nullable RoundTrip trip;
    private Timers.@Nullable Alarm alarm;
    private int status;
    private HttpHeaders headers = EmptyHttpHeaders.INSTANCE;
    private @Nullable JsonBody body;
    private @Nullable EventBody events;
    private int ignored;
    private boolean over;

    /**
     * @param limit how long the response may take; null means as long as it likes
     */
    PostedMessage(LinkRequests requests, @Nullable Duration limit, Outcome outcome) {
        this(requests, limit, false, outcome);
    }

    private PostedMessage(
            LinkRequests requests, @Nullable Duration limit, boolean reads, Outcome outcome) {
        this.alarms = requests.alarms();
        this.limit = limit;
        this.faults = requests.faults();
        this.reads = reads;
        this.outcome = outcome;
    }

    /** One whose response is read, also if it is a success: the first message that it carries. */
    static PostedMessage reading(LinkRequests requests, Duration limit, Outcome outcome) {
        return new PostedMessage(requests, limit, true, outcome);
    }

    /** Sends this request, of which this object is the reader. */
    void start(RoundTrip request) {
        trip = request;
        if (limit != null) {
            alarm = alarms.after(limit, () -> tooLate(limit));
        }
        request.start();
    }

    /** Nobody wants to know any more. Silent once it is over. */
    void cancel() {
        if (!over) {
            finish();
            if (trip != null) {
                trip.cancel();
            }
        }
    }

    private void tooLate(Duration after) {
        cancel();
        outcome.failed(faults.slow(after));
    }

    @Override
    public void departed() {
        if (!over) {
            outcome.departed();
        }
    }

    @Override
    public void head(int code, HttpHeaders itsHeaders) {
        status = code;
        headers = itsHeaders;
        boolean refused = code < 200 || code > 299;
        if (ResponseType.of(itsHeaders) != ResponseType.EVENTS) {
            body = reads || refused ? new JsonBody(itsHeaders, ShortAnswer.MAX_BYTES) : null;
        } else if (reads && !refused) {
            events = new EventBody(ShortAnswer.MAX_BYTES, Room.UNLIMITED, null, this::event);
        } else {
            settle(NOTHING); // A stream that nobody asked for; it might never end.
        }
    }

    @Override
    public void body(ByteBuf piece) {
        if (over) {
            return;
        }
        if (events != null) {
            read(events, piece);
        } else if (body == null) {
            ignored += piece.readableBytes();
            if (ignored > ShortAnswer.MAX_BYTES) {
                settle(NOTHING);
            }
        } else if (!body.add(piece)) {
            settle(body.bytes());
        }
    }

    private void read(EventBody stream, ByteBuf piece) {
        try {
            stream.add(piece);
        } catch (MalformedException e) {
            settle(NOTHING);
        }
    }

    private void event(SseEvent event) {
        if (!over && EventBody.isMessage(event)) {
            settle(event.data());
        }
    }

    private void settle(byte[] read) {
        cancel();
        outcome.answered(new ShortAnswer(status, headers, read));
    }

    @Override
    public void end() {
        if (!over) {
            finish();
            var read = body == null ? NOTHING : body.bytes();
            outcome.answered(new ShortAnswer(status, headers, read));
        }
    }

    @Override
    public void failed(LinkFailure failure) {
        if (!over) {
            finish();
            outcome.failed(failure);
        }
    }

    private void finish() {
        over = true;
        if (alarm != null) {
            alarm.cancel();
        }
    }
}
