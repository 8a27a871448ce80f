package io.tieline.framework;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tieline.wire.ErrorCode;
import io.tieline.wire.Json;
import io.tieline.wire.McpException;
import io.tieline.wire.Method;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(20)
@ParameterizedClass
@EnumSource
final class ListingTest {

    private final Route route;

    ListingTest(Route route) {
        this.route = route;
    }

    @Test
    void scenario22And23ListedIsWhatWasRegisteredFieldByField() {
        try (var client = McpClient.to(route.to(Samples.everything())).connect()) {
            assertThat(client.listTools()).containsExactly(Samples.RICH);
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
            builder.tool(Tool.of("tool" + i), Samples.DONE);
        }
        try (var client = McpClient.to(route.to(builder.build())).connect()) {
            assertThat(client.listTools()).hasSize(30).doesNotHaveDuplicates();
            assertThat(client.listTools().getLast().name()).isEqualTo("tool29");
        }
    }

    /** Scenario 78. */
    @Test
    void pagesNeitherLoseNorRepeatAToolWhileOthersComeAndGo() {
        var builder = McpServer.named("many", "1").pageSize(2);
        for (int i = 0; i < 5; i++) {
            builder.tool(Tool.of("tool" + i), Samples.DONE);
        }
        var server = builder.build();
        try (var client = McpClient.to(route.to(server)).connect()) {
            var first = client.request(Method.TOOLS_LIST, null);
            server.removeTool("tool0");
            server.removeTool("tool1");
            server.add(Tool.of("tool5"), Samples.DONE);
            assertThat(namesAfter(client, first)).containsExactly("tool2", "tool3");
        }
    }

    private static List<String> namesAfter(McpClient client, Json page) {
        var cursor = page.text("nextCursor");
        var next = client.request(Method.TOOLS_LIST, Json.object("cursor", cursor));
        return JsonMembers.elements(next, "tools").stream()
                .map(tool -> new Tool(tool).name())
                .toList();
    }

    @Test
    void aToolThatIsRemovedAndAddedAnewStandsLast() {
        var server =
                McpServer.named("two", "1")
                        .tool(Tool.of("a"), Samples.DONE)
                        .tool(Tool.of("b"), Samples.DONE)
                        .build();
        server.removeTool("a");
        server.add(Tool.of("a", "Another"), Samples.DONE);
        try (var client = McpClient.to(route.to(server)).connect()) {
            assertThat(client.listTools()).containsExactly(Tool.of("b"), Tool.of("a", "Another"));
        }
    }

    @Test
    void aCursorOfAnotherListIsRefused() {
        var server =
                McpServer.named("two", "1")
                        .pageSize(1)
                        .tool(Tool.of("a"), Samples.DONE)
                        .tool(Tool.of("b"), Samples.DONE)
                        .build();
        try (var client = McpClient.to(route.to(server)).connect()) {
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
    void scenario29AnUnknownResourceIsAnErrorThatNamesItsUri() {
        try (var client = McpClient.to(route.to(Samples.everything())).connect()) {
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
        try (var client = McpClient.to(route.to(Samples.everything())).connect()) {
            assertThat(refusal(() -> client.callTool("nothing"))).isEqualTo(-32602);
            assertThat(refusal(() -> client.prompt("nothing"))).isEqualTo(-32602);
            assertThat(refusal(() -> client.request("no/such", null))).isEqualTo(-32601);
            assertThat(refusal(() -> client.request(Method.TASKS_LIST, null))).isEqualTo(-32601);
            assertThat(
                            refusal(() ->
                                    client.complete(
                                            Completion.Request.ofPrompt("none", "style", "x"))))
                    .isEqualTo(-32602);
        }
    }

    @Test
    void completionsComeBackBestFirstAndAtMostAHundred() {
        try (var client = McpClient.to(route.to(Samples.everything())).connect()) {
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

    private static int refusal(Runnable request) {
        return catchThrowableOfType(McpException.class, request::run).error().code();
    }
}
