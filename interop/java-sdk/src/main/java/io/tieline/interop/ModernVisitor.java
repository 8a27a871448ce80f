package io.tieline.interop;

import io.modelcontextprotocol.modern.McpSchema.ElicitResult;
import io.modelcontextprotocol.modern.McpSchema.Implementation;
import io.modelcontextprotocol.modern.McpSchema.TextContent;
import io.modelcontextprotocol.modern.McpSchema.Tool;
import io.modelcontextprotocol.modern.client.McpClient;
import io.modelcontextprotocol.modern.client.McpSyncClient;
import io.modelcontextprotocol.modern.client.transport.HttpClientMcpTransport;
import io.modelcontextprotocol.modern.client.transport.McpClientTransport;
import io.modelcontextprotocol.modern.client.transport.StdioMcpClientTransport;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A client by the SDK's API of 2026-07-28. */
final class ModernVisitor implements Visit.Visitor {

    private final McpClientTransport transport;
    private final McpSyncClient client;

    ModernVisitor(Visit.Target target, Function<String, Map<String, Object>> answers) {
        transport = target.url() == null
                ? StdioMcpClientTransport.builder(target.parameters()).start()
                : HttpClientMcpTransport.builder(target.url()).build();
        client = McpClient.sync(transport)
                .clientInfo(Implementation.builder("java-sdk-modern", "1.0.0").build())
                .formElicitation(question -> answer(answers.apply(question.message())))
                .build();
        client.discover();
    }

    private static ElicitResult answer(Map<String, Object> content) {
        return content == null ? ElicitResult.decline() : ElicitResult.accept(content);
    }

    @Override
    public List<String> tools() {
        return client.listTools().list().tools().stream().map(Tool::name).toList();
    }

    @Override
    public String call(String tool, Map<String, Object> arguments) {
        return client.tool(tool).arguments(arguments).call().content().stream()
                .map(content -> content instanceof TextContent text ? text.text() : "")
                .collect(Collectors.joining("\n"));
    }

    @Override
    public void close() {
        if (transport instanceof StdioMcpClientTransport stdio) {
            stdio.close();
        }
    }
}
