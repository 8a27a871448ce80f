package io.tieline.http.server;

import io.tieline.http.settings.StateCookies;
import io.tieline.session.Environment;
import io.tieline.session.Observer;
import io.tieline.session.Timers;
import io.tieline.session.client.ReplyStream;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Failure;
import io.tieline.wire.Message;
import io.tieline.wire.Response;
import io.tieline.wire.SseWriter;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The answer to one request of the stateless era (revision 2026-07-28, "Transports"): plain JSON
 * where the answer is the first thing to be said, else a stream of events that cannot be resumed.
 * It lives and dies with its connection: a client that closes it takes the request back.
 *
 * <p>The status of an answer says what kind of error it is, so nothing is sent before it is known:
 * the stream begins with the first notification, or after a silence so long that the client and
 * everybody in between must see that something is coming.
 *
 * <p>Everything happens on the lane; the methods can be used from any thread.
 */
final class StatelessReply implements ReplyStream {

    /**
     * What all such answers of a listener have in common.
     *
     * @param silence how long a client hears nothing at most
     */
    record Terms(
            Duration silence,
            Environment environment,
            InFlight inFlight,
            StateCookies cookies,
            boolean secure) {}

    private static final int OK = 200;
    private static final byte[] OPEN = SseWriter.comment("open");

    private final HttpReply reply;
    private final Accept accept;
    private final Terms terms;
    private final LoopExecutor lane;
    private final String[] headers;

    // On the lane.
    private boolean streams;
    private boolean over;
    private Timers.@Nullable Alarm silence;
    private @Nullable Listener listener;

    // Written on the lane, read anywhere.
    private volatile boolean lost;

    StatelessReply(HttpReply reply, Accept accept, Terms terms, String... headers) {
        this.headers = headers;
        this.reply = reply;
        this.accept = accept;
        this.terms = terms;
        this.lane = reply.newLane();
        terms.inFlight().began();
        reply.listen(new Fate());
    }

    /** The request is being served: from now on its client may be told that it takes time. */
    void begin() {
        lane.run(() -> {
            if (!over && !streams && accept.events()) {
                var timers = terms.environment().timers();
                silence = timers.after(terms.silence(), () -> lane.run(this::breakSilence));
            }
        });
    }

    /** The request is not served. */
    void refuse(Refusal refusal) {
        whileOpen(() -> {
            finish();
            refusal.send(reply);
        });
    }

    @Override
    public void send(Message message) {
        whileOpen(() -> {
            if (accept.events()) {
                event(message);
            } else {
                terms.environment()
                        .observer()
                        .counted(Observer.Count.NOTIFICATION_DROPPED, "no event stream");
            }
        });
    }

    @Override
    public void end(Response response) {
        whileOpen(() -> {
            int status = statusOf(response);
            boolean asEvent = streams || (!accept.json() && status == OK);
            if (asEvent) {
                event(response);
            }
            finish();
            if (asEvent) {
                reply.end();
            } else {
                reply.answer(status, response.payload(), headers);
            }
        });
    }

    @Override
    public void abort() {
        whileOpen(() -> {
            finish();
            reply.events(headers);
            reply.end();
        });
    }

    /** The status of an answer that has not begun. */
    private static int statusOf(Response response) {
        return !(response instanceof Failure failure)
                ? OK
                : switch (failure.error().code()) {
                    case ErrorCode.METHOD_NOT_FOUND -> 404;
                    case ErrorCode.INVALID_REQUEST,
                            ErrorCode.HEADER_MISMATCH,
                            ErrorCode.MISSING_CLIENT_CAPABILITY,
                            ErrorCode.UNSUPPORTED_PROTOCOL_VERSION ->
                            400;
                    default -> OK;
                };
    }

    @Override
    public boolean canAsk() {
        return accept.events() && !lost;
    }

    @Override
    public boolean isLive() {
        return !lost;
    }

    @Override
    public void listen(Listener hearer) {
        lane.run(() -> {
            listener = hearer;
            if (lost) {
                hearer.lost();
            }
        });
    }

    // The rest runs on the lane.

    private void whileOpen(Runnable task) {
        lane.run(() -> {
            if (!over) {
                task.run();
            }
        });
    }

    private void event(Message message) {
        stream();
        reply.event(SseWriter.event((String) null, message.payload()));
    }

    private void stream() {
        if (!streams) {
            streams = true;
            stopWaiting();
            reply.events(headers);
        }
    }

    private void breakSilence() {
        if (!over && !streams) {
            stream();
            reply.event(OPEN); // some wait for the first byte of the body before they show the head
        }
    }

    private void stopWaiting() {
        if (silence != null) {
            silence.cancel();
            silence = null;
        }
    }

    private void finish() {
        over = true;
        stopWaiting();
        terms.inFlight().ended();
    }

    private void lose() {
        if (!over) {
            finish();
            lost = true;
            if (listener != null) {
                listener.lost();
            }
        }
    }

    /** What becomes of the connection. */
    private final class Fate implements HttpReply.Fate {

        @Override
        public void pressed(boolean tooMuch) {
            lane.run(() -> {
                if (!over && listener != null) {
                    listener.pressed(tooMuch);
                }
            });
        }

        @Override
        public void closed() {
            lane.run(StatelessReply.this::lose);
        }
    }
}
