package io.tieline.gateway.route;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tieline.session.Question;
import io.tieline.session.Seal;
import io.tieline.session.client.Branch;
import io.tieline.session.client.Exchange;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Failure;
import io.tieline.wire.Json;
import io.tieline.wire.MetaKey;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import io.tieline.wire.Result;
import io.tieline.wire.RpcError;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tasks of several servers (revision 2025-11-25, "Tasks"; 2026-07-28, extension {@code
 * io.modelcontextprotocol/tasks}). Two servers may give one name: the server is sealed into the
 * name that a client knows. Keeps no state; on the strand of whose request it is.
 */
final class FederatedTasks {

    private static final byte[] TASK = "task of a federation".getBytes(UTF_8);
    private static final byte[] TASK_PAGE = "page of tasks".getBytes(UTF_8);

    private final Servers servers;
    private final Seal seal;

    FederatedTasks(Servers servers, Seal seal) {
        this.servers = servers;
        this.seal = seal;
    }

    /** What a server tells outside any call, with the names of tasks as its clients know them. */
    Notification sealed(MountedServer server, Notification notification) {
        var params = notification.params();
        if (params == null || !server.hasTasks()) {
            return notification;
        }
        var sealed = sealed(server, params);
        return sealed.equals(params) ? notification : notification.withParams(sealed);
    }

    /** The same of what it asks. */
    Question sealed(MountedServer server, Question question) {
        var params = question.request().params();
        if (params == null || !server.hasTasks()) {
            return question;
        }
        var sealed = sealed(server, params);
        return sealed.equals(params) ? question : question.asked(sealed);
    }

    /** What a server says, or answers, with the names of tasks as its clients know them. */
    Json sealed(MountedServer server, Json result) {
        var sealed = sealedAt(server, result, List.of("taskId"));
        sealed = sealedAt(server, sealed, List.of("task", "taskId"));
        return sealedAt(server, sealed, List.of("_meta", MetaKey.RELATED_TASK, "taskId"));
    }

    private Json sealedAt(MountedServer server, Json result, List<String> path) {
        var id = result.at(path.toArray(String[]::new));
        return id == null || !id.isString() || (path.size() == 1 && !isTask(result))
                ? result
                : result.with(path, Json.string(nameOf(server, id.asString())));
    }

    /** A result may have a member of this name that is something else. */
    private static boolean isTask(Json result) {
        return result.get("status") != null || "task".equals(result.text("resultType"));
    }

    private String sealed(MountedServer server, String text, byte[] purpose) {
        return seal.close(content(server, text), purpose);
    }

    /** Clients compare the names of tasks, so one task has one name. */
    private String nameOf(MountedServer server, String task) {
        return seal.closeAsName(content(server, task), TASK);
    }

    private static byte[] content(MountedServer server, String text) {
        return (server.name() + '\0' + text).getBytes(UTF_8);
    }

    private record Opened(MountedServer server, String text) {}

    private @Nullable Opened opened(@Nullable String sealed, byte[] purpose) {
        var content = sealed == null ? null : seal.open(sealed, purpose);
        if (content == null) {
            return null;
        }
        var parts = new String(content, UTF_8).split("\0", 2);
        var server = servers.named(parts[0]);
        return server == null ? null : new Opened(server, parts[1]);
    }

    /** Serves a request about one task. */
    void serve(Party party, Exchange exchange, Request request) {
        var client = party.client();
        var missing = client.capabilities().missingForTasks(client.revision());
        if (missing != null) {
            exchange.fail(missing);
            return;
        }
        var params = request.params() == null ? Json.EMPTY_OBJECT : request.params();
        var id = params.text("taskId");
        var task = opened(id, TASK);
        if (task == null) {
            exchange.fail(
                    RpcError.of(ErrorCode.INVALID_PARAMS, "There is no task " + id + " of yours"));
            return;
        }
        exchange.onFinish(response ->
                response instanceof Result result
                        ? result.withResult(sealed(task.server(), result.result()))
                        : response);
        exchange.onSaid(said -> sealed(task.server(), said));
        var own = params.with("taskId", Json.string(task.text()));
        party.serve(task.server(), exchange, request.withParams(own));
    }

    /** Lists tasks server by server: where one server has no more, the next page is the next's. */
    void list(Party party, Exchange exchange, Request request) {
        var having = servers.all().stream().filter(server -> server.can("tasks")).toList();
        var cursor = request.params() == null ? null : request.params().text("cursor");
        var place =
                cursor != null
                        ? opened(cursor, TASK_PAGE)
                        : having.isEmpty() ? null : new Opened(having.getFirst(), "");
        if (place == null) {
            if (cursor == null) {
                exchange.finish(Json.object("tasks", Json.EMPTY_ARRAY));
            } else {
                var why =
                        "This cursor was not given for this list; list from the start, without one";
                exchange.fail(RpcError.of(ErrorCode.INVALID_PARAMS, why));
            }
            return;
        }
        var own = place.text().isEmpty() ? Json.EMPTY_OBJECT : Json.object("cursor", place.text());
        var listener = new TaskPage(exchange, place.server(), having);
        exchange.onCancel(party.ask(place.server(), Method.TASKS_LIST, own, listener));
    }

    /** The page of one server, which becomes a page of all. On the client's strand. */
    private final class TaskPage implements Branch.Listener {

        private final Exchange exchange;
        private final MountedServer server;
        private final List<MountedServer> having;

        TaskPage(Exchange exchange, MountedServer server, List<MountedServer> having) {
            this.exchange = exchange;
            this.server = server;
            this.having = having;
        }

        @Override
        public void told(Notification notification) {
            // A list says nothing on its way.
        }

        @Override
        public void answered(Response response) {
            switch (response) {
                case Failure failure -> failed(failure.error());
                case Result result -> exchange.finish(page(result.result()));
            }
        }

        /** One that is away hides no tasks of those that come after it. */
        private void failed(RpcError error) {
            if (server.equals(having.getLast())) {
                exchange.fail(error);
                return;
            }
            var states = Json.object(server.name(), ListAnswers.state(error));
            var page = page(Json.object("tasks", Json.EMPTY_ARRAY));
            exchange.finish(page.with(List.of("_meta", ListAnswers.STATES), states));
        }

        private Json page(Json own) {
            var page = own.withEach("tasks", task -> sealed(server, task));
            var next = own.text("nextCursor");
            int after = having.indexOf(server) + 1;
            if (next != null) {
                return page.with("nextCursor", Json.string(sealed(server, next, TASK_PAGE)));
            }
            return after < having.size()
                    ? page.with("nextCursor", Json.string(sealed(having.get(after), "", TASK_PAGE)))
                    : page.without("nextCursor");
        }
    }
}
