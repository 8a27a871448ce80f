package io.tieline.gateway;

import io.tieline.session.Exchange;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import io.tieline.wire.Result;
import io.tieline.wire.RpcError;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whose task is whose (2025-11-25, "Tasks", security: a task is bound to the one who made it). A
 * task of somebody else looks like one that never was. Safe for use by several threads; the oldest
 * are forgotten beyond a bound.
 */
final class TaskOwners {

    private static final int MAX = 10_000;

    private final Map<String, String> owners = new LinkedHashMap<>();

    /**
     * Refuses a request about somebody else's task; otherwise sees to it that new tasks are
     * recorded.
     */
    boolean refuses(Exchange exchange, Request request) {
        var principal = exchange.caller().principal();
        switch (request.method()) {
            case Method.TASKS_GET, Method.TASKS_RESULT, Method.TASKS_CANCEL -> {
                var id = request.params() == null ? null : request.params().text("taskId");
                if (id == null || !principal.equals(owner(id))) {
                    exchange.fail(unknown(id));
                    return true;
                }
            }
            case Method.TASKS_LIST -> exchange.onFinish(response -> onlyOwn(response, principal));
            default -> {
                if (request.params() != null && request.params().get("task") != null) {
                    exchange.onFinish(response -> recorded(response, principal));
                }
            }
        }
        return false;
    }

    private static RpcError unknown(@Nullable String id) {
        return RpcError.of(
                ErrorCode.INVALID_PARAMS,
                "There is no task " + id + " of yours; list them with tasks/list");
    }

    private Response recorded(Response response, String principal) {
        var id = response instanceof Result result ? result.result().text("task", "taskId") : null;
        if (id != null) {
            record(id, principal);
        }
        return response;
    }

    private Response onlyOwn(Response response, String principal) {
        if (!(response instanceof Result result)) {
            return response;
        }
        var tasks = result.result().get("tasks");
        if (tasks == null || tasks.kind() != Json.Kind.ARRAY) {
            return response;
        }
        var own =
                tasks.elements().stream()
                        .filter(task -> {
                            var id = task.text("taskId");
                            return id != null && principal.equals(owner(id));
                        })
                        .toList();
        return result.withResult(result.result().with("tasks", Json.array(own)));
    }

    private synchronized @Nullable String owner(String id) {
        return owners.get(id);
    }

    private synchronized void record(String id, String principal) {
        owners.putIfAbsent(id, principal);
        if (owners.size() > MAX) {
            owners.remove(owners.keySet().iterator().next());
        }
    }
}
