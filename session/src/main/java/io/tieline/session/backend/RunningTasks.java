package io.tieline.session.backend;

import io.tieline.session.Timers;
import io.tieline.wire.Failure;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.MethodTraits;
import io.tieline.wire.MethodTraits.Trait;
import io.tieline.wire.Notification;
import io.tieline.wire.Response;
import io.tieline.wire.Result;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The tasks that calls of one session have become (2025-11-25, "Tasks"): each is a use of the
 * session until it is known to be over, since it would be lost with the session, though no call is
 * in flight. What nobody asks for is over when its time to live has passed, or the time that a call
 * may take if it names none. On the backend session's strand.
 */
final class RunningTasks {

    private static final int MOST = 256;

    private static final Set<String> OVER = Set.of("completed", "failed", "cancelled");

    private final BackendContext context;
    private final SessionUses uses;
    private final Map<String, Timers.Alarm> running = new HashMap<>(0);

    RunningTasks(BackendContext context, SessionUses uses) {
        this.context = context;
        this.uses = uses;
    }

    /** A call was answered. */
    void answered(Call call, Response response) {
        if (RelatedTask.begins(response) && response instanceof Result result) {
            begins(result.result().at("task"));
        } else if (MethodTraits.has(call.request().method(), Trait.ABOUT_ONE_TASK)) {
            boolean isOver =
                    call.request().method().equals(Method.TASKS_RESULT)
                            || response instanceof Failure
                            || (response instanceof Result result && isOver(result.result()));
            if (isOver) {
                ends(RelatedTask.taskId(call.request()));
            }
        }
    }

    /** The backend says what has become of one. */
    void told(Notification notification) {
        var params = notification.params();
        if (notification.method().equals(Method.TASKS_STATUS) && params != null && isOver(params)) {
            ends(params.text("taskId"));
        }
    }

    private void begins(@Nullable Json task) {
        if (task == null) {
            return;
        }
        var id = task.text("taskId");
        if (id == null || isOver(task) || running.size() == MOST || running.containsKey(id)) {
            return;
        }
        uses.begin();
        running.put(id, context.after(life(task), () -> ends(id)));
    }

    private Duration life(Json task) {
        var longest = context.opening().limits().cap();
        var ttl = task.integer("ttl");
        if (ttl.isEmpty()) {
            return longest;
        }
        var life = Duration.ofMillis(Math.max(0, ttl.getAsLong()));
        return life.compareTo(longest) < 0 ? life : longest;
    }

    private static boolean isOver(Json task) {
        var status = task.text("status");
        return status != null && OVER.contains(status);
    }

    private void ends(@Nullable String id) {
        var alarm = id == null ? null : running.remove(id);
        if (alarm != null) {
            alarm.cancel();
            uses.end();
        }
    }

    /** The session is over. */
    void stop() {
        running.values().forEach(Timers.Alarm::cancel);
        running.clear();
    }
}
