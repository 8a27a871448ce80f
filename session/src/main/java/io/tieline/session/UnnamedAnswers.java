package io.tieline.session;

import io.tieline.wire.ErrorCode;
import io.tieline.wire.Failure;
import io.tieline.wire.MalformedException;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Finds the call to which an answer belongs that does not say so, on a channel that all share: an
 * error without an id (JSON-RPC 2.0, "Response object"), or what cannot be read. It is that of the
 * one call in flight, if nothing else that we have sent can be meant; else nobody is failed by a
 * guess. On the backend session's strand.
 *
 * <p>Some servers answer notifications, too, though nobody may. One that has left is taken as heard
 * when a request that left after it has been answered.
 */
final class UnnamedAnswers {

    private static final int MAX_TOLD = 16;

    private record Told(String method, long next) {}

    private final PendingCalls pending;
    private final Ghosts ghosts;
    private final Deque<Told> told = new ArrayDeque<>(0);

    UnnamedAnswers(PendingCalls pending, Ghosts ghosts) {
        this.pending = pending;
        this.ghosts = ghosts;
    }

    /** A notification leaves. */
    void told(Notification notification) {
        if (told.size() == MAX_TOLD) {
            told.removeFirst();
        }
        told.addLast(new Told(notification.method(), pending.next()));
    }

    /** The backend has answered this call. */
    void answered(Call call) {
        while (!told.isEmpty() && told.getFirst().next <= call.number()) {
            told.removeFirst();
        }
    }

    /** The call that this error ends, or null. */
    @Nullable Call of(Failure failure) {
        boolean refuses = failure.error().code() == ErrorCode.METHOD_NOT_FOUND;
        return answersTold(refuses, failure.error().message()) ? null : only();
    }

    /** The call that this answer ends, which cannot be read and has no id; or null. */
    @Nullable Call of(MalformedException why) {
        boolean readable = why.code() == ErrorCode.INVALID_REQUEST;
        return answersTold(readable, "") ? null : only();
    }

    /** Whether it rather belongs to a notification; then that has had its answer. */
    private boolean answersTold(boolean likely, String message) {
        boolean certain =
                told.stream()
                        .map(Told::method)
                        .anyMatch(method ->
                                method.equals(Method.CANCELLED) || message.contains(method));
        if (told.isEmpty() || !(likely || certain)) {
            return false;
        }
        told.removeFirst();
        return true;
    }

    private @Nullable Call only() {
        return ghosts.isHaunted() || ghosts.mayAnswer() ? null : pending.single();
    }
}
