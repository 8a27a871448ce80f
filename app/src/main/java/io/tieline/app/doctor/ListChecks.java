package io.tieline.app.doctor;

import io.tieline.framework.McpClient;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Json;
import io.tieline.wire.McpException;
import io.tieline.wire.Method;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks at what a server lists: all pages, and no name twice. For one thread. */
final class ListChecks {

    private final McpClient client;
    private final CheckResults findings;
    private final Probe probe;

    ListChecks(McpClient client, CheckResults findings, Probe probe) {
        this.client = client;
        this.findings = findings;
        this.probe = probe;
    }

    /** What was listed. */
    record Lists(List<Json> tools, List<Json> resources, List<Json> prompts) {}

    Lists make() {
        var tools = list("tools", "tools", Method.TOOLS_LIST, "name");
        var resources = list("resources", "resources", Method.RESOURCES_LIST, "uri");
        templates();
        var prompts = list("prompts", "prompts", Method.PROMPTS_LIST, "name");
        return new Lists(tools, resources, prompts);
    }

    /** Servers declare them with resources, and those that have none may not know the list. */
    private void templates() {
        if (client.capabilities().get("resources") == null) {
            findings.skipped("templates", "the server does not declare resources");
            return;
        }
        findings.timed(
                "templates",
                () -> {
                    try {
                        var page = probe.request(client, Method.RESOURCES_TEMPLATES_LIST, null);
                        return page.list("resourceTemplates").size() + " listed";
                    } catch (McpException refused) {
                        if (refused.error().code() != ErrorCode.METHOD_NOT_FOUND) {
                            throw refused;
                        }
                        return "the server knows none";
                    }
                });
    }

    private List<Json> list(String check, String member, String method, String key) {
        if (client.capabilities().get(member) == null) {
            findings.skipped(check, "the server does not declare them");
            return List.of();
        }
        var entries = new ArrayList<Json>();
        var circle = new boolean[1];
        boolean listed =
                findings.timed(
                        check,
                        () -> {
                            circle[0] = pages(method, member, entries);
                            return entries.size() + " listed";
                        });
        if (circle[0]) {
            findings.failed(
                    check,
                    "the list of " + method + " comes back to a page that has been",
                    "Clients that read all pages never come to an end.",
                    "Leave nextCursor out of the last page.");
        }
        if (listed) {
            names(check, key, entries);
        }
        return entries;
    }

    /** Whether a cursor came again. */
    private boolean pages(String method, String member, List<Json> entries) {
        var seen = new HashSet<Json>();
        @Nullable Json params = null;
        while (true) {
            var page = probe.request(client, method, params);
            entries.addAll(page.list(member));
            var next = page.get("nextCursor");
            if (next == null || next.isNull()) {
                return false;
            }
            if (!seen.add(next)) {
                return true;
            }
            params = Json.object("cursor", next);
        }
    }

    private void names(String check, String key, List<Json> entries) {
        var seen = new HashSet<String>();
        var twice = new LinkedHashSet<String>();
        for (var entry : entries) {
            var name = entry.text(key);
            if (name == null || name.isEmpty()) {
                findings.failed(
                        check,
                        "an entry has no " + key + ": " + shortened(entry),
                        "Clients refuse the entry, and some the whole list.",
                        "Give it one.");
            } else if (!seen.add(name)) {
                twice.add(name);
            }
        }
        if (!twice.isEmpty()) {
            findings.failed(
                    check,
                    "listed more than once: " + String.join(", ", twice),
                    "Which of them a call reaches is chance, and some clients refuse the list.",
                    "Give each a name of its own.");
        }
    }

    private static String shortened(Json entry) {
        var text = entry.toString();
        return text.length() <= 60 ? text : text.substring(0, 60) + "...";
    }
}
