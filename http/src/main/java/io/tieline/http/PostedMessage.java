package io.tieline.http;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import io.tieline.session.LinkFailure;
import io.tieline.session.Timers;
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
                    public void answered(int status) {}

                    @Override
                    public void failed(LinkFailure failure) {}
                };

        /** Every byte has left. */
        default void departed() {}

        /** The backend has answered, with a status of success or another. */
        void answered(int status);

        /** There was no answer. */
        void failed(LinkFailure failure);
    }

    /**
     * How long the acknowledgement of a message may take. Long, since a server that one of its
     * tools keeps busy hears nothing meanwhile, and a connection that is closed may take the
     * message along.
     */
    static final Duration PATIENCE = Duration.ofMinutes(10);

    private static final int MAX_IGNORED = 64 * 1024;

    private final LoopAlarms alarms;
    private final @Nullable Duration limit;
    private final BackendFaults faults;
    private final Outcome outcome;
    private @Nullable RoundTrip trip;
    private Timers.@Nullable Alarm alarm;
    private int status;
    private int ignored;
    private boolean over;

    /**
     * @param limit how long the response may take; null means as long as it likes
     */
    PostedMessage(LinkRequests requests, @Nullable Duration limit, Outcome outcome) {
        this.alarms = requests.alarms();
        this.limit = limit;
        this.faults = requests.faults();
        this.outcome = outcome;
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
    public void head(int code, HttpHeaders headers) {
        status = code;
        if (ResponseType.of(headers) == ResponseType.EVENTS) {
            settle(); // A stream that nobody asked for; it might never end.
        }
    }

    @Override
    public void body(ByteBuf piece) {
        ignored += piece.readableBytes();
        if (ignored > MAX_IGNORED) {
            settle();
        }
    }

    private void settle() {
        cancel();
        outcome.answered(status);
    }

    @Override
    public void end() {
        if (!over) {
            finish();
            outcome.answered(status);
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
