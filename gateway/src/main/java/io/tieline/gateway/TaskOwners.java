package io.tieline.gateway;

import io.tieline.session.Account;
import io.tieline.session.Principal;
import io.tieline.session.client.Exchange;
import io.tieline.session.client.StatelessClient;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import io.tieline.wire.Result;
import io.tieline.wire.RpcError;
import org.jspecify.annotations.Nullable;

/**
 * Whose task is whose (2025-11-25, "Tasks", security: a task is bound to the one who made it). A
 * task of somebody else looks like one that never was. Safe for use by several threads.
 */
final class TaskOwners {

    /** Of one principal; the oldest is forgotten first. */
    private static final int MAX = 10_000;

    private final OwnershipTable owned;

    /** No task is known; the names of those that will be are charged to this account. */
    TaskOwners(Account account) {
        this.owned = new OwnershipTable(MAX, account);
    }

    void close() {
        owned.close();
    }

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
                var client = exchange.client();
                var missing = client.capabilities().missingForTasks(client.revision());
                if (missing != null) {
                    exchange.fail(missing);
                    return true;
                }
                var id = request.params() == null ? null : request.params().text("taskId");
                if (!owned.isOf(id, principal)) {
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

    private Response recorded(Response response, Principal principal) {
        var id = response instanceof Result result ? taskId(result.result()) : null;
        if (id != null) {
            owned.give(id, principal);
        }
        return response;
    }

    private static @Nullable String taskId(Json result) {
        return "task".equals(result.text("resultType"))
                ? result.text("taskId")
                : result.text("task", "taskId");
    }

    private Response onlyOwn(Response response, Principal principal) {
        if (!(response instanceof Result result)) {
            return response;
        }
        var own =
                result.result().list("tasks").stream()
                        .filter(task -> owned.isOf(task.text("taskId"), principal))
                        .toList();
        return result.withResult(result.result().with("tasks", Json.array(own)));
    }
}
