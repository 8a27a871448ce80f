package io.tieline.examples.conformance;

import io.tieline.framework.Answer;
import io.tieline.framework.McpClient;
import io.tieline.framework.Tool;
import io.tieline.http.EventLoops;
import io.tieline.http.HttpBackend;
import io.tieline.wire.Json;
import io.tieline.wire.Revision;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/**
 * Plays one scenario of the official conformance suite as the client: the suite names the scenario
 * and the revision in the environment, and the URL of its server as last argument.
 */
public final class ConformanceClient {

    private final McpClient client;

    private ConformanceClient(McpClient client) {
        this.client = client;
    }

    /** Plays the scenario; ends with an exception if the client throws one. */
    public static void main(String[] arguments) {
        var environment = System.getenv();
        var self = new CompletableFuture<ConformanceClient>();
        try (var loops = EventLoops.open();
                var client =
                        McpClient.to(HttpBackend.to(URI.create(arguments[0]), loops))
                                .revision(revision(environment))
                                .onElicitation(_ -> self.join().accepted())
                                .connect()) {
            var player = new ConformanceClient(client);
            self.complete(player);
            player.play(
                    Objects.requireNonNull(environment.get("MCP_CONFORMANCE_SCENARIO")),
                    Json.of(environment.getOrDefault("MCP_CONFORMANCE_CONTEXT", "{}")));
        }
    }

    private static Revision revision(Map<String, String> environment) {
        var named = environment.get("MCP_CONFORMANCE_PROTOCOL_VERSION");
        var revision = named == null ? null : Revision.of(named);
        return revision == null ? Revision.LATEST_HANDSHAKE : revision;
    }

    private void play(String scenario, Json context) {
        switch (scenario) {
            case "tools_call" -> call("add_numbers", Json.object("a", 5, "b", 3));
            case "elicitation-sep1034-client-defaults" -> call("test_client_elicitation_defaults");
            case "sse-retry" -> call("test_reconnection");
            case "json-schema-2020-12-preservation" ->
                    call("json_schema_echo", Json.object("schema", demandingSchema()));
            case "sep-2322-client-request-state" ->
                    List.of("echo_state", "no_state", "no_result_type")
                            .forEach(tool -> call("test_mrtr_" + tool));
            case "http-standard-headers" -> useEverything();
            case "http-custom-headers" -> callAsTold(context);
            case "http-invalid-tool-headers" -> callAll(Json.object("region", "eu"));
            default -> client.listTools();
        }
    }

    /** The user agrees; what the form proposes is filled in by the client. */
    private Answer<?> accepted() {
        if ("sep-2322-client-request-state".equals(System.getenv("MCP_CONFORMANCE_SCENARIO"))) {
            // While one call waits for its answer, another must carry nothing of it.
            call("test_mrtr_unrelated");
            return Answer.accept(Map.of("confirmed", true));
        }
        return Answer.accept(Map.of());
    }

    private void call(String tool) {
        call(tool, Json.EMPTY_OBJECT);
    }

    private void call(String tool, Json arguments) {
        client.listTools();
        var result = client.callTool(tool, arguments);
        if (result.isError()) {
            throw new IllegalStateException(tool + " failed: " + result.text());
        }
    }

    private Json demandingSchema() {
        return client.listTools().stream()
                .filter(tool -> tool.name().equals("json_schema_2020_12_tool"))
                .map(Tool::inputSchema)
                .findFirst()
                .orElseThrow();
    }

    private void useEverything() {
        callAll(Json.EMPTY_OBJECT);
        client.listResources().forEach(resource -> client.readResource(resource.uri()));
        client.listPrompts().forEach(prompt -> client.prompt(prompt.name()));
    }

    private void callAll(Json arguments) {
        client.listTools().forEach(tool -> client.callTool(tool.name(), arguments));
    }

    private void callAsTold(Json context) {
        for (var told : Objects.requireNonNull(context.get("toolCalls")).elements()) {
            call(
                    Objects.requireNonNull(told.text("name")),
                    Objects.requireNonNull(told.get("arguments")));
        }
    }
}
