package io.tieline.interop;

import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpSyncServerExchange;
import io.modelcontextprotocol.server.transport.HttpServletStreamableServerTransportProvider;
import io.modelcontextprotocol.server.transport.StdioServerTransportProvider;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.CreateMessageRequest;
import io.modelcontextprotocol.spec.McpSchema.ElicitRequest;
import io.modelcontextprotocol.spec.McpSchema.ElicitResult;
import io.modelcontextprotocol.spec.McpSchema.LoggingLevel;
import io.modelcontextprotocol.spec.McpSchema.LoggingMessageNotification;
import io.modelcontextprotocol.spec.McpSchema.ProgressNotification;
import io.modelcontextprotocol.spec.McpSchema.Role;
import io.modelcontextprotocol.spec.McpSchema.SamplingMessage;
import io.modelcontextprotocol.spec.McpSchema.ServerCapabilities;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A server that asks, logs, reports progress and counts: {@code Server stdio} or {@code Server http PORT}. */
public final class Server {

    private static final ServerCapabilities CAPABILITIES =
            ServerCapabilities.builder().tools(false).logging().build();

    private final Map<String, Integer> greetings = new ConcurrentHashMap<>();

    public static void main(String[] arguments) throws Exception {
        if (arguments[0].equals("http")) {
            new Server().serveHttp(Integer.parseInt(arguments[1]));
        } else {
            new Server().serveStdio();
        }
    }

    private void serveStdio() {
        build(McpServer.sync(new StdioServerTransportProvider(McpJsonDefaults.getMapper())));
    }

    private void serveHttp(int port) throws Exception {
        var servlet = HttpServletStreamableServerTransportProvider.builder().mcpEndpoint("/mcp").build();
        build(McpServer.sync(servlet));
        Listener.serve(port, servlet);
    }

    private void build(McpServer.SyncSpecification<?> specification) {
        specification
                .serverInfo("java-sdk-peer", "1.0.0")
                .capabilities(CAPABILITIES)
                .toolCall(tool("greet", "who"), this::greet)
                .toolCall(tool("recall"), this::recall)
                .toolCall(tool("think", "about"), this::think)
                .toolCall(tool("places"), this::places)
                .build();
    }

    private CallToolResult greet(McpSyncServerExchange exchange, CallToolRequest request) {
        String who = (String) request.arguments().get("who");
        exchange.loggingNotification(LoggingMessageNotification.builder(LoggingLevel.WARNING, "about to ask " + who).build());
        Object token = request.progressToken();
        if (token != null) {
            exchange.progressNotification(ProgressNotification.builder(token, 1).total(2.0).build());
        }
        Map<String, Object> schema = Map.of(
                "type", "object", "properties", Map.of("name", Map.of("type", "string")), "required", List.of("name"));
        ElicitResult answer = exchange.createElicitation(
                ElicitRequest.builder("What is your name, " + who + "?", schema).build());
        if (answer.action() != ElicitResult.Action.ACCEPT) {
            return text(who + " would not say");
        }
        int count = greetings.merge(String.valueOf(exchange.sessionId()), 1, Integer::sum);
        return text("Hello, " + answer.content().get("name") + "! Greeting " + count + ".");
    }

    private CallToolResult recall(McpSyncServerExchange exchange, CallToolRequest request) {
        return text(String.valueOf(greetings.getOrDefault(String.valueOf(exchange.sessionId()), 0)));
    }

    private CallToolResult think(McpSyncServerExchange exchange, CallToolRequest request) {
        var message = SamplingMessage.builder(
                Role.USER, TextContent.builder((String) request.arguments().get("about")).build());
        var thought = exchange.createMessage(CreateMessageRequest.builder(List.of(message.build()), 50).build());
        return text(((TextContent) thought.content()).text());
    }

    private CallToolResult places(McpSyncServerExchange exchange, CallToolRequest request) {
        return text(exchange.listRoots().roots().stream().map(root -> root.uri()).toList().toString());
    }

    private static Tool tool(String name, String... strings) {
        Map<String, Object> properties = new ConcurrentHashMap<>();
        for (String string : strings) {
            properties.put(string, Map.of("type", "string"));
        }
        return Tool.builder(name, Map.of("type", "object", "properties", properties, "required", List.of(strings)))
                .description("The tool " + name)
                .build();
    }

    private static CallToolResult text(String text) {
        return CallToolResult.builder().addTextContent(text).build();
    }
}
