package io.tieline.gateway.route;

import io.tieline.session.client.Exchange;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import io.tieline.wire.Result;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Looks into what servers answer, for what clients will come back with: the URIs of resources, of
 * which the server is remembered and which a second owner has under a name of its own, and the
 * names of {@link FederatedTasks tasks}. Keeps no state of a client; on the strand of whose request
 * it is.
 */
final class FederatedResults {

    /** Lists what is in a folder (extension {@code io.modelcontextprotocol/skills}). */
    private static final String DIRECTORY_READ = "resources/directory/read";

    /** What is in a skill (the same). */
    static final String SKILLS_GET = "skills/get";

    private static final List<String> LINK = List.of("uri");
    private static final List<String> EMBEDDED = List.of("resource", "uri");

    private final FederatedTasks tasks;

    FederatedResults(FederatedTasks tasks) {
        this.tasks = tasks;
    }

    /** Looks into the answer of this exchange, which a server is about to be given. */
    void watch(Party party, MountedServer server, Exchange exchange, Request request) {
        if (server.hasTasks()) {
            exchange.onSaid(said -> tasks.sealed(server, said));
        }
        switch (request.method()) {
            case Method.TOOLS_CALL ->
                    onResult(
                            exchange,
                            result ->
                                    tasks.sealed(server, linked(party, server, result, "content")));
            case Method.PROMPTS_GET ->
                    onResult(
                            exchange,
                            result ->
                                    hasLinks(result.list("messages"))
                                            ? result.withEach(
                                                    "messages", one -> linkedIn(party, server, one))
                                            : result);
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

    private static boolean hasLinks(List<Json> messages) {
        return messages.stream().anyMatch(one -> !pathOf(one.part("content")).isEmpty());
    }

    private static Json linkedIn(Party party, MountedServer server, Json message) {
        var content = message.part("content");
        var shown = linked(party, server, content);
        return shown.equals(content) ? message : message.with("content", shown);
    }

    /** Most results have no links: those are not put together anew. */
    private static Json linked(Party party, MountedServer server, Json result, String member) {
        for (var block : result.list(member)) {
            if (!pathOf(block).isEmpty()) {
                return result.withEach(member, one -> linked(party, server, one));
            }
        }
        return result;
    }

    /** Where a block of content names a resource; nowhere if it does not. */
    private static List<String> pathOf(Json block) {
        return switch (String.valueOf(block.text("type"))) {
            case "resource_link" -> LINK;
            case "resource" -> EMBEDDED;
            default -> List.of();
        };
    }

    /** A block of content with the URI under which the client knows the resource that it names. */
    private static Json linked(Party party, MountedServer server, Json block) {
        var path = pathOf(block);
        var uri = path.isEmpty() ? null : block.text(path.toArray(String[]::new));
        if (uri == null) {
            return block;
        }
        var shown = shown(party, server, uri);
        return shown.equals(uri) ? block : block.with(path, Json.string(shown));
    }

    /** What is listed nowhere is known by this that its server has named it. */
    private static String shown(Party party, MountedServer server, String uri) {
        var shown = ResourceOwner.shown(party, server, uri);
        if (shown.equals(uri) && server.isReachable(uri)) {
            party.learn(uri, server);
        }
        return shown;
    }

    /**
     * A request about a resource in the words of its server. What the answer names is remembered,
     * and has the URIs under which the client knows it.
     */
    Request inServersWords(Party party, Exchange exchange, Request request, ResourceOwner owner) {
        var params = request.params() == null ? Json.EMPTY_OBJECT : request.params();
        var asked = params.text("uri");
        switch (request.method()) {
            case Method.RESOURCES_READ ->
                    onResult(
                            exchange,
                            result ->
                                    result.withEach(
                                            "contents", one -> renamed(party, owner, asked, one)));
            case DIRECTORY_READ ->
                    onResult(
                            exchange,
                            result ->
                                    result.withEach(
                                            "resources", one -> renamed(party, owner, asked, one)));
            case SKILLS_GET -> onResult(exchange, result -> skill(party, owner, asked, result));
            default -> {}
        }
        return owner.uri().equals(asked)
                ? request
                : request.withParams(params.with("uri", Json.string(owner.uri())));
    }

    /** The files of a skill are found by the skill, however many there are. */
    private static Json skill(
            Party party, ResourceOwner owner, @Nullable String asked, Json result) {
        var skill = result.part("skill");
        var own = skill.text("uri");
        if (own == null) {
            return result;
        }
        var shown = asked != null && own.equals(owner.uri()) ? asked : own;
        if (shown.equals(own)) {
            var _ = shown(party, owner.server(), own);
            return result;
        }
        var prefix = shown.substring(0, shown.length() - own.length());
        return result.with("skill", Catalogue.Entry.skillUnder(prefix, skill));
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
                        : shown(party, owner.server(), own);
        return shown.equals(own) ? content : content.with("uri", Json.string(shown));
    }
}
