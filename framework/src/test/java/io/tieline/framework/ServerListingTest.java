package io.tieline.framework;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tieline.wire.ErrorCode;
import io.tieline.wire.Json;
import io.tieline.wire.McpException;
import io.tieline.wire.Method;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
final class ServerListingTest {

    private static final Tool.Handler DONE = (context, arguments) -> CallResult.text("done");

    private static final Tool RICH =
            new Tool(
                    Json.of(
                            """
                            {"name":"rich","title":"Rich","icons":[{"src":"https://example.org/i.png"}],\
                            "inputSchema":{"type":"object","$defs":{"x":{"const":2.50}}},\
                            "outputSchema":{"type":"object"},"annotations":{"readOnlyHint":true},\
                            "_meta":{"example.org/colour":"red"},"example.org/unknown":1e400}\
                            """));

    @Test
    void aServerDeclaresWhatItHas() {
        try (var client = McpClient.to(McpServer.named("bare", "1").build()).connect()) {
            assertThat(client.capabilities()).isEqualTo(Json.of("{\"logging\":{}}"));
        }
        try (var client = McpClient.to(everything()).connect()) {
            assertThat(client.capabilities())
                    .isEqualTo(
                            Json.of(
                                    """
                                    {"logging":{},"completions":{},"prompts":{"listChanged":true},\
                                    "resources":{"listChanged":true,"subscribe":true},\
                                    "tools":{"listChanged":true}}\
                                    """));
            assertThat(client.server().name()).isEqualTo("everything");
            assertThat(client.instructions()).isEqualTo("Use it with care");
        }
    }

    @Test
    void scenario22And23ListedIsWhatWasRegisteredFieldByField() {
        try (var client = McpClient.to(everything()).connect()) {
            assertThat(client.listTools()).containsExactly(RICH);
            assertThat(client.listTools().getFirst().description()).isNull();
            assertThat(client.listTools().getFirst().json().get("example.org/unknown"))
                    .hasToString("1e400");
            assertThat(client.listResources()).containsExactly(Resource.of("note://1", "note"));
            assertThat(client.listResourceTemplates())
                    .containsExactly(ResourceTemplate.of("city://{name}", "city"));
            assertThat(client.listPrompts())
                    .containsExactly(Prompt.of("write").withArgument("style", "How", true));
        }
    }

    @Test
    void aClientReadsAllPages() {
        var builder = McpServer.named("many", "1").pageSize(7);
        for (int i = 0; i < 30; i++) {
            builder.tool(Tool.of("tool" + i), DONE);
        }
        try (var client = McpClient.to(builder.build()).connect()) {
            assertThat(client.listTools()).hasSize(30).doesNotHaveDuplicates();
            assertThat(client.listTools().getLast().name()).isEqualTo("tool29");
        }
    }

    @Test
    void pagesNeitherLoseNorRepeatAToolWhileOthersComeAndGo() {
        var builder = McpServer.named("many", "1").pageSize(2);
        for (int i = 0; i < 5; i++) {
            builder.tool(Tool.of("tool" + i), DONE);
        }
        var server = builder.build();
        try (var client = McpClient.to(server).connect()) {
            var first = client.request(Method.TOOLS_LIST, null);
            server.removeTool("tool0");
            server.removeTool("tool1");
            server.add(Tool.of("tool5"), DONE);
            assertThat(namesAfter(client, first)).containsExactly("tool2", "tool3");
        }
    }

    private static List<String> namesAfter(McpClient client, Json page) {
        var cursor = page.text("nextCursor");
        var next = client.request(Method.TOOLS_LIST, Json.object("cursor", cursor));
        return Member.elements(next, "tools").stream().map(tool -> new Tool(tool).name()).toList();
    }

    @Test
    void aCursorOfAnotherListIsRefused() {
        var server =
                McpServer.named("two", "1")
                        .pageSize(1)
                        .tool(Tool.of("a"), DONE)
                        .tool(Tool.of("b"), DONE)
                        .build();
        try (var client = McpClient.to(server).connect()) {
            var cursor = client.request(Method.TOOLS_LIST, null).text("nextCursor");
            for (var wrong : List.of("", "%%%", "dG9vbHM6eA")) {
                assertThat(code(client, Method.TOOLS_LIST, wrong))
                        .isEqualTo(ErrorCode.INVALID_PARAMS);
            }
            assertThat(code(client, Method.PROMPTS_LIST, String.valueOf(cursor)))
                    .isEqualTo(ErrorCode.INVALID_PARAMS);
        }
    }

    private static int code(McpClient client, String method, String cursor) {
        return catchThrowableOfType(
                        McpException.class,
                        () -> client.request(method, Json.object("cursor", cursor)))
                .error()
                .code();
    }

    @Test
    void whatIsAddedOrRemovedLaterIsAnnouncedListedAndCallable() throws InterruptedException {
        BlockingQueue<McpClient.Listing> changes = new LinkedBlockingQueue<>();
        var server = everything();
        try (var client = McpClient.to(server).onListChanged(changes::add).connect()) {
            server.add(Tool.of("later"), DONE);
            assertThat(changes.poll(5, TimeUnit.SECONDS)).isEqualTo(McpClient.Listing.TOOLS);
            assertThat(client.callTool("later").text()).isEqualTo("done");

            assertThat(server.removePrompt("write")).isTrue();
            assertThat(changes.poll(5, TimeUnit.SECONDS)).isEqualTo(McpClient.Listing.PROMPTS);
            assertThat(client.listPrompts()).isEmpty();

            assertThat(server.removeResource("note://nowhere")).isFalse();
            server.add(Resource.of("note://2", "two"), (context, uri) -> ReadResult.text(uri, "2"));
            assertThat(changes.poll(5, TimeUnit.SECONDS)).isEqualTo(McpClient.Listing.RESOURCES);
            assertThat(client.readResource("note://2").text()).isEqualTo("2");
        }
    }

    @Test
    void scenario29AnUnknownResourceIsAnErrorThatNamesItsUri() {
        try (var client = McpClient.to(everything()).connect()) {
            var error =
                    catchThrowableOfType(
                                    McpException.class, () -> client.readResource("note://none"))
                            .error();
            assertThat(error.code()).isEqualTo(ErrorCode.RESOURCE_NOT_FOUND);
            assertThat(error.message()).contains("note://none");
            assertThat(error.data()).isEqualTo(Json.object("uri", "note://none"));
        }
    }

    @Test
    void whatIsUnknownIsRefusedWithTheProtocolsCode() {
        try (var client = McpClient.to(everything()).connect()) {
            assertThat(refusal(() -> client.callTool("nothing"))).isEqualTo(-32602);
            assertThat(refusal(() -> client.prompt("nothing"))).isEqualTo(-32602);
            assertThat(refusal(() -> client.request("no/such", null))).isEqualTo(-32601);
            assertThat(refusal(() -> client.request(Method.TASKS_LIST, null))).isEqualTo(-32601);
            assertThat(refusal(() -> client.subscribe("note://none"))).isEqualTo(-32002);
            assertThat(
                            refusal(() ->
                                    client.complete(
                                            Completion.Request.ofPrompt("none", "style", "x"))))
                    .isEqualTo(-32602);
        }
    }

    @Test
    void completionsComeBackBestFirstAndAtMostAHundred() {
        try (var client = McpClient.to(everything()).connect()) {
            var typed = Completion.Request.ofTemplate("city://{name}", "name", "Ber");
            assertThat(client.complete(typed).values()).containsExactly("Berlin", "Bern");

            var many = client.complete(Completion.Request.ofPrompt("write", "style", "x"));
            assertThat(many.values()).hasSize(100);
            assertThat(many.total()).hasValue(150);
            assertThat(many.hasMore()).isTrue();

            var none = client.complete(Completion.Request.ofPrompt("write", "other", "x"));
            assertThat(none.values()).isEmpty();
        }
    }

    @Test
    void aWatchedResourceIsAnnouncedToWhomeverWatchesIt() throws InterruptedException {
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        BlockingQueue<String> other = new LinkedBlockingQueue<>();
        var server = everything();
        try (var client = McpClient.to(server).onResourceUpdated(seen::add).connect();
                var stranger = McpClient.to(server).onResourceUpdated(other::add).connect()) {
            client.subscribe("note://1");
            stranger.subscribe("city://Bern");
            server.resourceUpdated("note://1");
            assertThat(seen.poll(5, TimeUnit.SECONDS)).isEqualTo("note://1");

            client.unsubscribe("note://1");
            server.resourceUpdated("note://1");
            server.resourceUpdated("city://Bern");
            assertThat(other.poll(5, TimeUnit.SECONDS)).isEqualTo("city://Bern");
            client.ping();
            assertThat(seen).isEmpty();
        }
    }

    private static int refusal(Runnable request) {
        return catchThrowableOfType(McpException.class, request::run).error().code();
    }

    private static McpServer everything() {
        return McpServer.named("everything", "1")
                .instructions("Use it with care")
                .tool(RICH, DONE)
                .resource(
                        Resource.of("note://1", "note"),
                        (context, uri) -> ReadResult.text(uri, "one"))
                .template(
                        ResourceTemplate.of("city://{name}", "city"),
                        (context, uri, variables) ->
                                ReadResult.text(uri, variables.text("name") + " is fine"))
                .prompt(
                        Prompt.of("write").withArgument("style", "How", true),
                        (context, arguments) -> PromptResult.text(arguments.text("style")))
                .completion("city://{name}", "name", (context, typed) -> List.of("Berlin", "Bern"))
                .completion(
                        "write",
                        "style",
                        (context, typed) ->
                                java.util.stream.IntStream.range(0, 150)
                                        .mapToObj(i -> typed.value() + i)
                                        .toList())
                .build();
    }
}
