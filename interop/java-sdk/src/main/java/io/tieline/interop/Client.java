package io.tieline.interop;

import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.client.transport.ServerParameters;
import io.modelcontextprotocol.client.transport.StdioClientTransport;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.ClientCapabilities;
import io.modelcontextprotocol.spec.McpSchema.CreateMessageRequest;
import io.modelcontextprotocol.spec.McpSchema.CreateMessageResult;
import io.modelcontextprotocol.spec.McpSchema.ElicitFormRequest;
import io.modelcontextprotocol.spec.McpSchema.ElicitResult;
import io.modelcontextprotocol.spec.McpSchema.GetPromptRequest;
import io.modelcontextprotocol.spec.McpSchema.LoggingLevel;
import io.modelcontextprotocol.spec.McpSchema.ReadResourceRequest;
import io.modelcontextprotocol.spec.McpSchema.Role;
import io.modelcontextprotocol.spec.McpSchema.Root;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import io.modelcontextprotocol.spec.McpSchema.TextResourceContents;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A client of the reference server, {@code Client URL} or {@code Client COMMAND ARGUMENT...}. It prints one line of JSON
 * for each check: its name and, if it failed, the problem.
 */
public final class Client {

    private static final List<String> LOG =
            List.of("Tool execution completed", "Tool execution started", "Tool processing data");

    private final BlockingQueue<String> questions = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> log = new LinkedBlockingQueue<>();
    private final BlockingQueue<Double> progress = new LinkedBlockingQueue<>();
    private final McpSyncClient client;

    private Client(McpClientTransport transport) {
        client = McpClient.sync(transport)
                .requestTimeout(Duration.ofSeconds(20))
                .capabilities(ClientCapabilities.builder().elicitation().sampling().roots(false).build())
                .roots(Root.builder("file:///java").name("java").build())
                .elicitation(this::answer)
                .sampling(Client::complete)
                .loggingConsumer(message -> log.add(message.data()))
                .progressConsumer(report -> progress.add(report.progress()))
                .build();
    }

    public static void main(String[] arguments) throws IOException {
        var visitor = new Client(transport(arguments));
        try {
            visitor.visit();
        } finally {
            visitor.client.closeGracefully();
        }
        System.exit(0); // the SDK's stdio transport leaves threads behind
    }

    private static McpClientTransport transport(String[] target) {
        if (target.length == 1) {
            String origin = target[0].substring(0, target[0].lastIndexOf('/'));
            return HttpClientStreamableHttpTransport.builder(origin).endpoint("/mcp").build();
        }
        var command = ServerParameters.builder(target[0]).args(Arrays.copyOfRange(target, 1, target.length));
        return new StdioClientTransport(command.build(), McpJsonDefaults.getMapper());
    }

    private void visit() throws IOException {
        check("shakes hands", () -> client.initialize().serverInfo().name(), "tieline-reference");
        check("lists tools", () -> client.listTools().tools().stream().anyMatch(tool -> tool.name().equals("test_sampling")), true);
        check("calls a tool", () -> call("test_simple_text", Map.of()), "This is a simple text response for testing.");
        check("reads a resource", this::read, "This is the content of the static text resource.");
        check("gets a prompt", this::prompt, "Prompt with arguments: arg1='a', arg2='b'");
        check("is asked in a call", () -> ask("one"), answered("one"));
        check("is asked again in the same session", () -> ask("two"), answered("two"));
        check("is asked twice at once", this::askTwice, List.of(answered("three"), answered("four")));
        check("heard four questions", () -> heard(questions, 4), List.of("four", "one", "three", "two"));
        check("is asked for a completion", () -> call("test_sampling", Map.of("prompt", "Hi")), "LLM response: You said Hi");
        check("is asked for its roots", () -> call("test_input_required_result_list_roots", Map.of()), "Roots: file:///java");
        check("hears progress", this::hearProgress, List.of(0.0, 50.0, 100.0));
        check("hears the log", this::hearLog, LOG);
        check("pings", () -> client.ping() != null, true);
    }

    private ElicitResult answer(ElicitFormRequest question) {
        questions.add(question.message());
        Map<String, Object> content = Map.of("username", question.message(), "email", "java@example.org");
        return ElicitResult.builder(ElicitResult.Action.ACCEPT).content(content).build();
    }

    private static CreateMessageResult complete(CreateMessageRequest request) {
        String prompt = ((TextContent) request.messages().get(0).content()).text();
        return CreateMessageResult.builder(Role.ASSISTANT, "You said " + prompt, "parrot").build();
    }

    private String ask(String message) {
        String answer = call("test_elicitation", Map.of("message", message));
        return answer.contains("\"username\":\"" + message + "\"") ? answered(message) : answer;
    }

    private static String answered(String message) {
        return "the answer to " + message;
    }

    private List<String> askTwice() {
        var three = CompletableFuture.supplyAsync(() -> ask("three"));
        var four = CompletableFuture.supplyAsync(() -> ask("four"));
        return List.of(three.join(), four.join());
    }

    private String read() {
        var contents = client.readResource(ReadResourceRequest.builder("test://static-text").build()).contents();
        return ((TextResourceContents) contents.get(0)).text();
    }

    private String prompt() {
        var request = GetPromptRequest.builder("test_prompt_with_arguments").arguments(Map.of("arg1", "a", "arg2", "b"));
        return ((TextContent) client.getPrompt(request.build()).messages().get(0).content()).text();
    }

    private List<Double> hearProgress() throws InterruptedException {
        client.callTool(CallToolRequest.builder("test_tool_with_progress").progressToken("java-1").build());
        return heard(progress, 3);
    }

    private List<String> hearLog() throws InterruptedException {
        client.setLoggingLevel(LoggingLevel.DEBUG);
        call("test_tool_with_logging", Map.of());
        return heard(log, 3);
    }

    /** The SDK hands notifications over on threads of its own, in any order and also after the result. */
    private static <T extends Comparable<T>> List<T> heard(BlockingQueue<T> queue, int count) throws InterruptedException {
        var heard = new ArrayList<T>();
        while (heard.size() < count) {
            T next = queue.poll(5, TimeUnit.SECONDS);
            if (next == null) {
                break;
            }
            heard.add(next);
        }
        return heard.stream().sorted().toList();
    }

    private String call(String tool, Map<String, Object> arguments) {
        var result = client.callTool(CallToolRequest.builder(tool).arguments(arguments).build());
        return ((TextContent) result.content().get(0)).text();
    }

    private static void check(String name, Callable<?> body, Object expected) throws IOException {
        String problem = "";
        try {
            Object actual = body.call();
            if (!expected.equals(actual)) {
                problem = actual + " instead of " + expected;
            }
        } catch (Exception failure) {
            problem = failure.toString();
        }
        System.out.println(McpJsonDefaults.getMapper().writeValueAsString(Map.of("name", name, "problem", problem)));
    }
}
