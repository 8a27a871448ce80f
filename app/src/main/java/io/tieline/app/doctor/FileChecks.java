package io.tieline.app.doctor;

import io.tieline.app.command.ConnectableServers;
import io.tieline.framework.McpClient;
import io.tieline.wire.Json;
import io.tieline.wire.McpException;
import io.tieline.wire.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Looks at what a client sees of all servers of a file together. For one thread. */
final class FileChecks {

    private static final String HIDDEN = "io.tieline/hidden";

    private final ConnectableServers servers;
    private final Probe probe;
    private final CheckResults findings = new CheckResults();

    FileChecks(ConnectableServers servers, Probe probe) {
        this.servers = servers;
        this.probe = probe;
    }

    List<Finding> findings() {
        long begun = System.nanoTime();
        try (var client = servers.client().connect()) {
            findings.add(
                    Finding.ok(
                            "connection",
                            servers.names().size() + " servers behind one front",
                            Duration.ofNanos(System.nanoTime() - begun)));
            list(client, "tools", Method.TOOLS_LIST);
            list(client, "resources", Method.RESOURCES_LIST);
            list(client, "prompts", Method.PROMPTS_LIST);
        } catch (McpException refused) {
            findings.add(Checkup.ofRefusal(refused.error()));
        }
        return findings.all();
    }

    private void list(McpClient client, String kind, String method) {
        if (client.capabilities().get(kind) == null) {
            findings.skipped(kind, "no server declares them");
            return;
        }
        var hidden = new ArrayList<String>();
        findings.timed(
                kind,
                () -> {
                    int listed = 0;
                    Json params = null;
                    while (true) {
                        var page = probe.request(client, method, params);
                        listed += page.list(kind).size();
                        for (var server : page.part("_meta", HIDDEN).members()) {
                            hidden.add(
                                    server.name()
                                            + ": "
                                            + String.join(
                                                    ", ",
                                                    server.value().elements().stream()
                                                            .map(Json::asString)
                                                            .toList()));
                        }
                        var next = page.get("nextCursor");
                        if (next == null || next.isNull()) {
                            return listed + " seen by a client";
                        }
                        params = Json.object("cursor", next);
                    }
                });
        if (!hidden.isEmpty()) {
            findings.failed(
                    kind,
                    "hidden behind others of the same name: " + String.join("; ", hidden),
                    "No client can reach them.",
                    "Give one of the servers another \"prefix\" in the file.");
        }
    }
}
