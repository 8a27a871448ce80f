package io.tieline.session.backend;

import io.tieline.session.Observer;
import io.tieline.wire.Method;
import io.tieline.wire.MethodTraits;
import io.tieline.wire.MethodTraits.Trait;
import io.tieline.wire.Notification;
import org.jspecify.annotations.Nullable;

/**
 * Brings the notifications of a backend of the handshake era to the call that caused them or, where
 * that is not certain, to the session's listener. On the backend session's strand.
 */
final class ServerNotifications {

    private final BackendContext context;
    private final CallTable table;
    private final ServerQuestions questions;
    private final SessionAudience audience;

    ServerNotifications(
            BackendContext context,
            CallTable table,
            ServerQuestions questions,
            SessionAudience audience) {
        this.context = context;
        this.table = table;
        this.questions = questions;
        this.audience = audience;
    }

    /**
     * Takes a notification.
     *
     * @param via the call on whose stream it came; null for the channel that all share
     */
    void take(Notification notification, @Nullable Call via) {
        switch (notification.method()) {
            case Method.CANCELLED -> questions.withdraw(notification.params());
            case Method.PROGRESS -> progressed(notification);
            case Method.LOG_MESSAGE -> logged(notification, via);
            default -> {
                // Whose call it came with says nothing of who watches a session that several share.
                boolean isShared =
                        !context.opening().exclusive()
                                && MethodTraits.has(notification.method(), Trait.CHANGE);
                if (via == null || isShared) {
                    audience.tell(notification);
                } else {
                    via.tell(notification);
                }
            }
        }
    }

    private void progressed(Notification progress) {
        var params = progress.params();
        var token = params == null ? null : params.get("progressToken");
        var call = token == null ? null : table.withToken(token);
        if (call != null) {
            call.progress(progress);
            return;
        }
        var kept = token == null ? null : table.pending().taskToken(token);
        if (kept != null) {
            audience.tell(progress.withParam("progressToken", kept));
        } else {
            context.count(Observer.Count.UNKNOWN_PROGRESS, "from backend " + context.name());
        }
    }

    private void logged(Notification log, @Nullable Call via) {
        var known = table.attribution().said(log.params(), via);
        var origin = known != null ? known : logOrigin();
        switch (origin) {
            case Origin.During(var call) -> call.tell(log);
            case Origin.OutOfBand _ -> audience.tell(log);
        }
    }

    private Origin logOrigin() {
        return table.ghosts().isHaunted()
                ? new Origin.OutOfBand("a call was taken back that may still go on")
                : table.attribution().ofLog(table.turns().holder());
    }
}
