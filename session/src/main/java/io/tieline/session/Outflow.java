package io.tieline.session;

import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import org.jspecify.annotations.Nullable;

/**
 * What an exchange says before its answer, at the pace of its reader: while that is too slow, of
 * several progress reports the latest is kept, and log messages are dropped and counted. On the
 * session's strand.
 */
final class Outflow {

    private final ReplyStream stream;
    private final ClientSession session;
    private @Nullable Notification latestProgress;
    private boolean pressed;

    Outflow(ReplyStream stream, ClientSession session) {
        this.stream = stream;
        this.session = session;
    }

    void send(Notification notification) {
        if (pressed && notification.method().equals(Method.PROGRESS)) {
            latestProgress = notification;
        } else if (pressed && notification.method().equals(Method.LOG_MESSAGE)) {
            session.counted(Observer.Count.NOTIFICATION_DROPPED, notification.method());
        } else {
            stream.send(notification);
        }
    }

    void press(boolean tooMuch) {
        pressed = tooMuch;
        if (!tooMuch) {
            flush();
        }
    }

    boolean isPressed() {
        return pressed;
    }

    /** Sends what was held back. */
    void flush() {
        var latest = latestProgress;
        latestProgress = null;
        if (latest != null) {
            stream.send(latest);
        }
    }
}
