package io.tieline.app.command;

import io.tieline.framework.McpClient;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Json;
import io.tieline.wire.McpException;
import io.tieline.wire.Method;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a server offers, as it stands on the wire.
 *
 * @param away servers that could not be asked, and why
 */
record Offer(
        List<Json> tools,
        List<Json> resources,
        List<Json> templates,
        List<Json> prompts,
        Map<String, String> away) {

    /** Where a gateway says which of its servers are not well. */
    private static final String STATES = "io.tieline/servers";

    /** A gateway waits two seconds each time; a first start may have to download the program. */
    private enum Round {
        FIRST,
        SECOND,
        THIRD,
        FOURTH,
        FIFTH,
        SIXTH,
        SEVENTH,
        LAST
    }

    /** Has the server list all that it declares. */
    static Offer of(McpClient client) {
        var lists = new Lists(client);
        boolean hasResources = lists.has("resources");
        var offer =
                new Offer(
                        lists.of(lists.has("tools"), Method.TOOLS_LIST, "tools"),
                        lists.of(hasResources, Method.RESOURCES_LIST, "resources"),
                        lists.of(
                                hasResources, Method.RESOURCES_TEMPLATES_LIST, "resourceTemplates"),
                        lists.of(lists.has("prompts"), Method.PROMPTS_LIST, "prompts"),
                        lists.away);
        lists.requireOne();
        return offer;
    }

    /** One list after the other: of several servers one that is away spoils only its own. */
    private static final class Lists {

        private final McpClient client;
        private final Map<String, String> away = new LinkedHashMap<>();
        private boolean isAny;
        private @Nullable McpException failure;

        Lists(McpClient client) {
            this.client = client;
        }

        boolean has(String capability) {
            return client.capabilities().get(capability) != null;
        }

        List<Json> of(boolean isOffered, String method, String member) {
            if (!isOffered) {
                return List.of();
            }
            try {
                var listed = all(client, method, member, away);
                isAny = true;
                return listed;
            } catch (McpException failed) {
                failure = failure == null ? failed : failure;
                var data = failed.error().data();
                var server = data == null ? null : data.text("backend");
                away.putIfAbsent(server == null ? method : server, failed.error().message());
                return List.of();
            }
        }

        void requireOne() {
            if (!isAny && failure != null) {
                throw failure;
            }
        }
    }

    /** All tools, and whoever could not be asked for its own. */
    static List<Json> tools(McpClient client, Map<String, String> away) {
        return all(client, Method.TOOLS_LIST, "tools", away);
    }

    /** All prompts, and whoever could not be asked for its own. */
    static List<Json> prompts(McpClient client, Map<String, String> away) {
        return all(client, Method.PROMPTS_LIST, "prompts", away);
    }

    /** All of one kind; one that is slow is asked again for a while. */
    static List<Json> all(
            McpClient client, String method, String member, Map<String, String> away) {
        for (var round : Round.values()) {
            var states = new LinkedHashMap<String, Json>();
            var listed = listed(client, method, member, states);
            boolean isSlow = states.values().stream().anyMatch(s -> "slow".equals(s.text("state")));
            if (!isSlow || round == Round.LAST) {
                states.forEach((server, state) -> away.put(server, reason(state)));
                return listed;
            }
        }
        throw new AssertionError("the last round returns");
    }

    /** Page after page; a cursor that comes again would begin anew for ever. */
    private static List<Json> listed(
            McpClient client, String method, String member, Map<String, Json> states) {
        var all = new ArrayList<Json>();
        var seen = new HashSet<Json>();
        Json params = null;
        while (true) {
            var page = page(client, method, params);
            all.addAll(page.list(member));
            page.part("_meta", STATES)
                    .members()
                    .forEach(one -> states.put(one.name(), one.value()));
            var next = page.get("nextCursor");
            if (next == null || next.isNull() || !seen.add(next)) {
                return List.copyOf(all);
            }
            params = Json.object("cursor", next);
        }
    }

    /** Some servers declare resources and know no templates. */
    private static Json page(McpClient client, String method, @Nullable Json params) {
        try {
            return client.request(method, params);
        } catch (McpException e) {
            if (e.error().code() == ErrorCode.METHOD_NOT_FOUND) {
                return Json.EMPTY_OBJECT;
            }
            throw e;
        }
    }

    private static String reason(Json state) {
        var reason = state.text("reason");
        return reason == null ? state.toString() : reason;
    }
}
