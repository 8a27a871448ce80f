package io.tieline.interop;

import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.client.transport.StdioClientTransport;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.ClientCapabilities;
import io.modelcontextprotocol.spec.McpSchema.ElicitResult;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A client by the SDK's API of the handshake era. */
final class HandshakeVisitor implements Visit.Visitor {

    private final McpSyncClient client;

    HandshakeVisitor(Visit.Target target, Function<String, Map<String, Object>> answers) {
        client = McpClient.sync(transport(target))
                .requestTimeout(Duration.ofSeconds(30))
                .capabilities(ClientCapabilities.builder().elicitation().build())
                .elicitation(question -> answer(answers.apply(question.message())))
                .build();
        client.initialize();
    }

    private static McpClientTransport transport(Visit.Target target) {
        if (target.url() == null) {
            return new StdioClientTransport(target.parameters(), McpJsonDefaults.getMapper());
        }
        String origin = target.url().substring(0, target.url().lastIndexOf('/'));
        return HttpClientStreamableHttpTransport.builder(origin).endpoint("/mcp").build();
    }

    private static ElicitResult answer(Map<String, Object> content) {
        return content == null
                ? ElicitResult.builder(ElicitResult.Action.DECLINE).build()
                : ElicitResult.builder(ElicitResult.Action.ACCEPT).content(content).build();
    }

    @Override
    public List<String> tools() {
        return client.listTools().tools().stream().map(Tool::name).toList();
    }

    @Override
    public String call(String tool, Map<String, Object> arguments) {
        var result = client.callTool(CallToolRequest.builder(tool).arguments(arguments).build());
        return result.content().stream()
                .map(content -> content instanceof TextContent text ? text.text() : "")
                .collect(Collectors.joining("\n"));
    }

    @Override
    public void close() {
        client.closeGracefully();
    }
}
