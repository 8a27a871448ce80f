package io.tieline.interop;

import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.modern.McpSchema.CallToolOutcome;
import io.modelcontextprotocol.modern.McpSchema.CallToolRequest;
import io.modelcontextprotocol.modern.McpSchema.CallToolResult;
import io.modelcontextprotocol.modern.McpSchema.ElicitFormRequest;
import io.modelcontextprotocol.modern.McpSchema.ElicitResult;
import io.modelcontextprotocol.modern.McpSchema.Implementation;
import io.modelcontextprotocol.modern.McpSchema.InputRequiredResult;
import io.modelcontextprotocol.modern.McpSchema.TextContent;
import io.modelcontextprotocol.modern.McpSchema.Tool;
import io.modelcontextprotocol.modern.server.InputResponses;
import io.modelcontextprotocol.modern.server.McpRequestContext;
import io.modelcontextprotocol.modern.server.McpServer;
import io.modelcontextprotocol.modern.server.McpSyncResponse;
import io.modelcontextprotocol.modern.server.feature.McpSyncTool;
import io.modelcontextprotocol.modern.server.feature.McpSyncToolRepository;
import io.modelcontextprotocol.modern.server.feature.ToolsFeature;
import io.modelcontextprotocol.modern.server.feature.ToolsPage;
import io.modelcontextprotocol.modern.server.transport.HttpServletMcpTransport;
import io.modelcontextprotocol.modern.server.transport.StdioMcpTransport;
import java.util.List;
import java.util.Map;

/** The greeting server by the SDK's API of 2026-07-28: {@code ModernServer stdio} or {@code ModernServer http PORT}. */
public final class ModernServer {

    private static final Map<String, Object> STRING = Map.of("type", "string");
    private static final Tool GREET = Tool.builder("greet", object("who")).description("Asks for a name").build();
    private static final Tool RECALL =
            Tool.builder("recall", Map.of("type", "object")).description("Knows no session").build();

    public static void main(String[] arguments) throws Exception {
        var server = McpServer.builder()
                .serverInfo(Implementation.builder("java-sdk-modern-peer", "1.0.0").build())
                .feature(ToolsFeature.ofSync(new Tools()))
                .build();
        if (arguments[0].equals("http")) {
            Listener.serve(Integer.parseInt(arguments[1]), HttpServletMcpTransport.builder(server).endpoint("/mcp").build());
        } else {
            new StdioMcpTransport(server, McpJsonDefaults.getMapper()).start().block();
        }
    }

    private static McpSyncResponse<CallToolOutcome> greet(McpRequestContext context, CallToolRequest request) {
        String who = (String) request.arguments().get("who");
        if (request.inputResponses() == null) {
            var question = ElicitFormRequest.builder("What is your name, " + who + "?", object("name")).build();
            return McpSyncResponse.result(
                    InputRequiredResult.builder().elicit("name", question).requestState(who).build());
        }
        if (!who.equals(request.requestState())) {
            return text("the state is " + request.requestState());
        }
        var answer = InputResponses.get(
                request.inputResponses(), "name", ElicitResult.class, McpJsonDefaults.getMapper());
        return text(
                answer.action() == ElicitResult.Action.ACCEPT
                        ? "Hello, " + answer.content().get("name") + "!"
                        : who + " would not say");
    }

    private static Map<String, Object> object(String property) {
        return Map.of("type", "object", "properties", Map.of(property, STRING), "required", List.of(property));
    }

    private static McpSyncResponse<CallToolOutcome> text(String words) {
        return McpSyncResponse.result(
                CallToolResult.builder().addContent(TextContent.builder(words).build()).build());
    }

    private static final class Tools implements McpSyncToolRepository {

        @Override
        public ToolsPage list(McpRequestContext context, String cursor) {
            return ToolsPage.of(List.of(GREET, RECALL));
        }

        @Override
        public McpSyncTool find(McpRequestContext context, String name) {
            return switch (name) {
                case "greet" -> McpSyncTool.of(GREET, ModernServer::greet);
                case "recall" -> McpSyncTool.of(RECALL, (request, call) -> text("nothing"));
                default -> null;
            };
        }
    }
}
