package io.tieline.gateway.route;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tieline.session.Seal;
import io.tieline.session.client.Branch;
import io.tieline.session.client.Exchange;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Failure;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import io.tieline.wire.Result;
import io.tieline.wire.RpcError;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Looks into what servers answer, for what clients will come back with: the URIs of resources, of
 * which the server is remembered, and the names of tasks, into which it is sealed, since two
 * servers may give the same. Keeps no state of a client; on the strand of whose request it is.
 */
final class FederatedResults {

    private static final byte[] TASK = "task of a federation".getBytes(UTF_8);
    private static final byte[] TASK_PAGE = "page of tasks".getBytes(UTF_8);
    private static final String RELATED = "io.modelcontextprotocol/related-task";

    private final Servers servers;
    private final Seal seal;

    FederatedResults(Servers servers, Seal seal) {
        this.servers = servers;
        this.seal = seal;
    }

    /** Looks into the answer of this exchange, which a server is about to be given. */
    void watch(Party party, MountedServer server, Exchange exchange, Request request) {
        switch (request.method()) {
            case Method.TOOLS_CALL ->
                    onResult(
                            exchange,
                            result -> {
                                learn(party, server, result.list("content"));
                                return withSealedTask(server, result);
                            });
            case Method.PROMPTS_GET ->
                    onResult(
                            exchange,
                            result -> {
                                for (var message : result.list("messages")) {
                                    learn(party, server, List.of(message.part("content")));
                                }
                                return result;
                            });
            case Method.RESOURCES_READ ->
                    onResult(
                            exchange,
                            result -> {
                                var asked =
                                        request.params() == null
                                                ? null
                                                : request.params().text("uri");
                                for (var content : result.list("contents")) {
                                    learn(party, server, content.text("uri"), asked);
                                }
                                return result;
                            });
            default -> {}
        }
    }

    private static void onResult(Exchange exchange, UnaryOperator<Json> look) {
        exchange.onFinish(response -> changed(response, look));
    }

    private static Response changed(Response response, UnaryOperator<Json> look) {
        if (!(response instanceof Result result)) {
            return response;
        }
        var body = result.result();
        var seen = look.apply(body);
        return seen.equals(body) ? result : result.withResult(seen);
    }

    private static void learn(Party party, MountedServer server, List<Json> blocks) {
        for (var block : blocks) {
            var uri =
                    switch (String.valueOf(block.text("type"))) {
                        case "resource_link" -> block.text("uri");
                        case "resource" -> block.text("resource", "uri");
                        default -> null;
                    };
            learn(party, server, uri, null);
        }
    }

    private static void learn(
            Party party, MountedServer server, @Nullable String uri, @Nullable String known) {
        if (uri != null && !uri.equals(known) && server.isReachable(uri)) {
            party.learn(uri, server);
        }
    }

    /**
     * A request about a resource in the words of its server; where the client has another URI of
     * it, the answer names that.
     */
    Request inServersWords(Party party, Exchange exchange, Request request, ResourceOwner owner) {
        var params = request.params() == null ? Json.EMPTY_OBJECT : request.params();
        var shown = params.text("uri");
        if (owner.uri().equals(shown)) {
            return request;
        }
        onResult(
                exchange,
                result ->
                        result.withEach(
                                "contents", content -> renamed(party, owner, shown, content)));
        return request.withParams(params.with("uri", Json.string(owner.uri())));
    }

    private static Json renamed(
            Party party, ResourceOwner owner, @Nullable String asked, Json content) {
        var own = content.text("uri");
        if (own == null) {
            return content;
        }
        var shown =
                asked != null && own.equals(owner.uri())
                        ? asked
                        : ResourceOwner.shown(party, owner.server(), own);
        return shown.equals(own) ? content : content.with("uri", Json.string(shown));
    }

    /** What a server tells, with the names of tasks as its clients know them. */
    Notification withSealedTask(MountedServer server, Notification notification) {
        var params = notification.params();
        if (params == null) {
            return notification;
        }
        var sealed = withSealedTask(server, params);
        return sealed.equals(params) ? notification : notification.withParams(sealed);
    }

    private Json withSealedTask(MountedServer server, Json result) {
        var sealed = sealedAt(server, result, List.of("taskId"));
        sealed = sealedAt(server, sealed, List.of("task", "taskId"));
        return sealedAt(server, sealed, List.of("_meta", RELATED, "taskId"));
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
    void serveTask(Party party, Exchange exchange, Request request) {
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
        onResult(exchange, result -> withSealedTask(task.server(), result));
        var own = params.with("taskId", Json.string(task.text()));
        party.serve(task.server(), exchange, request.withParams(own));
    }

    /** Lists tasks server by server: where one server has no more, the next page is the next's. */
    void listTasks(Party party, Exchange exchange, Request request) {
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
        party.ask(place.server(), Method.TASKS_LIST, own, listener);
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
                case Failure failure -> exchange.fail(failure.error());
                case Result result -> exchange.finish(page(result.result()));
            }
        }

        private Json page(Json own) {
            var page = own.withEach("tasks", task -> withSealedTask(server, task));
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
