package io.tieline.app.command;

import io.tieline.app.config.UsageException;
import io.tieline.app.terminal.OneLine;
import io.tieline.framework.McpClient;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** {@code tieline watch}: what changes at a server, line by line, as it comes. */
public final class WatchCommand {

    private final Surroundings here;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Map<McpClient.Listing, Map<String, Json>> known = new LinkedHashMap<>();
    private boolean asJson;
    private volatile @Nullable McpClient client;

    /** The command in these surroundings. */
    public WatchCommand(Surroundings here) {
        this.here = here;
    }

    /** Watches until Ctrl-C, which is the ordinary end, or until the server has left. */
    public ExitCode run(Given given) throws UsageException {
        var operands = Operands.ofTarget(given);
        var log = ServerLog.of(here.screen(), given);
        asJson = given.has(CommandOption.JSON);
        return new Connection(here)
                .to(
                        operands.target(),
                        given,
                        builder ->
                                builder.onLog(log::show)
                                        .onListChanged(listing -> changed(listing))
                                        .onResourceUpdated(uri -> say("updated", "resource", uri)),
                        connected -> {
                            begin(connected);
                            client = connected;
                            log.begin(connected);
                            given.all(CommandOption.RESOURCE).forEach(connected::subscribe);
                            return await(connected);
                        });
    }

    private void begin(McpClient client) {
        for (var listing : McpClient.Listing.values()) {
            known.put(listing, listed(client, listing));
        }
        here.screen().remark("watching " + OneLine.of(client.server().name()) + "; Ctrl-C ends it");
    }

    private ExitCode await(McpClient client) {
        here.interruptions().next(ended::countDown);
        try {
            while (!ended.await(1, TimeUnit.SECONDS)) {
                if (!client.isOpen()) {
                    here.screen().remark("the server has left");
                    return ExitCode.UNREACHABLE;
                }
            }
            return ExitCode.DONE;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return ExitCode.INTERRUPTED;
        }
    }

    /** Until the client is there, nobody can look at a list again. */
    private synchronized void changed(McpClient.Listing listing) {
        var connected = client;
        if (connected == null) {
            return;
        }
        var before = known.getOrDefault(listing, Map.of());
        var now = listed(connected, listing);
        known.put(listing, now);
        var kind = word(listing);
        now.forEach((name, entry) -> {
            var old = before.get(name);
            if (old == null) {
                say("added", kind, name);
            } else if (!old.equals(entry)) {
                say("changed", kind, name);
            }
        });
        before.keySet().stream()
                .filter(name -> !now.containsKey(name))
                .forEach(name -> say("removed", kind, name));
    }

    private static String word(McpClient.Listing listing) {
        return switch (listing) {
            case TOOLS -> "tool";
            case RESOURCES -> "resource";
            case PROMPTS -> "prompt";
        };
    }

    /** What is listed of this kind; nothing if that is not offered. */
    private static Map<String, Json> listed(McpClient client, McpClient.Listing listing) {
        var entries = new LinkedHashMap<String, Json>();
        var capabilities = client.capabilities();
        switch (listing) {
            case TOOLS -> add(client, capabilities, "tools", Method.TOOLS_LIST, "name", entries);
            case RESOURCES ->
                    add(client, capabilities, "resources", Method.RESOURCES_LIST, "uri", entries);
            case PROMPTS ->
                    add(client, capabilities, "prompts", Method.PROMPTS_LIST, "name", entries);
        }
        return entries;
    }

    private static void add(
            McpClient client,
            Json capabilities,
            String member,
            String method,
            String key,
            Map<String, Json> entries) {
        if (capabilities.get(member) != null) {
            for (var entry : Offer.all(client, method, member, new LinkedHashMap<>())) {
                entries.put(String.valueOf(entry.text(key)), entry);
            }
        }
    }

    private void say(String event, String kind, String name) {
        here.screen()
                .answer(
                        asJson
                                ? Json.object("event", event, "kind", kind, "name", name).toString()
                                : event + " " + kind + " " + OneLine.of(name));
    }
}
