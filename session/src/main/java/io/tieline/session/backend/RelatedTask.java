package io.tieline.session.backend;

import io.tieline.wire.Json;
import io.tieline.wire.MetaKey;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import io.tieline.wire.Result;
import org.jspecify.annotations.Nullable;

/**
 * Reads from a message which task it belongs to (2025-11-25, "Tasks: Associating Task-Related
 * Messages").
 */
final class RelatedTask {

    private static final String KEY = MetaKey.RELATED_TASK;

    private RelatedTask() {}

    /** The task that the parameters of a question or notification name, or null. */
    static @Nullable String of(@Nullable Json params) {
        return params == null ? null : params.text("_meta", KEY, "taskId");
    }

    /** The task that a request is about, or null. */
    static @Nullable String taskId(Request request) {
        return request.params() == null ? null : request.params().text("taskId");
    }

    /**
     * Says whether an answer hands out a task, which goes on after the request has been answered.
     */
    static boolean begins(Response response) {
        return response instanceof Result result && result.result().text("task", "taskId") != null;
    }
}
