package io.tieline.session.client;

import io.tieline.session.Observer;
import io.tieline.wire.Id;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import org.jspecify.annotations.Nullable;

/**
 * One request of a client on the wire: its id and its stream. An {@link Exchange} of the handshake
 * era has one attempt; one of the stateless era has as many as its client makes to get the answer
 * (revision 2026-07-28, "Multi Round-Trip Requests").
 *
 * <p>Sends at the pace of the reader: while that is too slow, of several progress reports the
 * latest is kept until something else is sent, and log messages are dropped and counted. On the
 * exchange's strand.
 */
final class ExchangeAttempt {

    private final Id id;
    private final ReplyStream stream;
    private final ExchangeOwner home;
    private @Nullable KeptMessage<Notification> latestProgress;
    private boolean pressed;

    // Written by whoever loses it, read on the strand.
    private volatile boolean lost;

    ExchangeAttempt(Request request, ReplyStream stream, ExchangeOwner home) {
        this.id = request.id();
        this.stream = stream;
        this.home = home;
    }

    ReplyStream stream() {
        return stream;
    }

    /** Sends a notification, or keeps it back. */
    void send(Notification notification) {
        if (pressed && notification.method().equals(Method.PROGRESS)) {
            forget();
            latestProgress = KeptMessage.of(home.account(), notification);
        } else if (pressed && notification.method().equals(Method.LOG_MESSAGE)) {
            home.counted(Observer.Count.NOTIFICATION_DROPPED, notification.method());
        } else {
            flush();
            stream.send(notification);
        }
    }

    void press(boolean tooMuch) {
        pressed = tooMuch;
        if (!tooMuch) {
            flush();
        }
    }

    /** Its reader is gone; from any thread, and before the exchange hears of it. */
    void lose() {
        lost = true;
    }

    boolean isLost() {
        return lost;
    }

    boolean isPressed() {
        return pressed;
    }

    /** Ends this attempt with its answer. */
    void end(Response response) {
        stream.end(response.withId(id));
    }

    /** Ends this attempt without one. */
    void abort() {
        stream.abort();
    }

    /** Sends what was held back. */
    void flush() {
        var latest = latestProgress;
        latestProgress = null;
        if (latest != null) {
            stream.send(latest.release());
        }
    }

    /** Lets go of what was held back. */
    void forget() {
        KeptMessage.drop(latestProgress);
        latestProgress = null;
    }
}
