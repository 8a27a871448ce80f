package io.tieline.gateway;

import io.tieline.session.Exchange;
import io.tieline.session.StatelessClient;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import io.tieline.wire.Result;
import io.tieline.wire.RpcError;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whose task is whose (2025-11-25, "Tasks", security: a task is bound to the one who made it). A
 * task of somebody else looks like one that never was. Safe for use by several threads; the oldest
 * are forgotten beyond a bound.
 */
final class TaskOwners {

    private static final int MAX = 10_000;

    /** The extension to revision 2026-07-28 by which servers make tasks. */
    private static final String EXTENSION = "io.modelcontextprotocol/tasks";

    private final Map<String, String> owners = new LinkedHashMap<>();

    /**
     * Refuses a request about somebody else's task; otherwise sees to it that new tasks are
     * recorded.
     */
    boolean refuses(Exchange exchange, Request request) {
        var principal = exchange.caller().principal();
        boolean stateless = exchange.client() instanceof StatelessClient;
        switch (request.method()) {
            case Method.TASKS_GET,
                    Method.TASKS_RESULT,
                    Method.TASKS_CANCEL,
                    Method.TASKS_UPDATE -> {
                if (stateless && !exchange.client().capabilities().has("extensions", EXTENSION)) {
                    exchange.fail(undeclared());
                    return true;
                }
                var id = request.params() == null ? null : request.params().text("taskId");
                if (id == null || !principal.equals(owner(id))) {
                    exchange.fail(unknown(id));
                    return true;
                }
            }
            case Method.TASKS_LIST -> exchange.onFinish(response -> onlyOwn(response, principal));
            default -> {
                // Without a session it is the server that decides what becomes a task.
                boolean wanted = request.params() != null && request.params().get("task") != null;
                if (wanted || (stateless && request.method().equals(Method.TOOLS_CALL))) {
                    exchange.onFinish(response -> recorded(response, principal));
                }
            }
        }
        return false;
    }

    private static RpcError unknown(@Nullable String id) {
        return RpcError.of(ErrorCode.INVALID_PARAMS, "There is no task " + id + " of yours");
    }

    private Response recorded(Response response, String principal) {
        var id = response instanceof Result result ? taskId(result.result()) : null;
        if (id != null) {
            record(id, principal);
        }
        return response;
    }

    private static @Nullable String taskId(Json result) {
        return "task".equals(result.text("resultType"))
                ? result.text("taskId")
                : result.text("task", "taskId");
    }

    private static RpcError undeclared() {
        var required = Json.EMPTY_OBJECT.with(List.of("extensions", EXTENSION), Json.EMPTY_OBJECT);
        return new RpcError(
                ErrorCode.MISSING_CLIENT_CAPABILITY,
                "This request needs the extension " + EXTENSION + ", which it does not declare",
                Json.object("requiredCapabilities", required));
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
