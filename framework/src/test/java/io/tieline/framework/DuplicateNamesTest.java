package io.tieline.framework;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** A component is told from its siblings by its name, so that no two may have one. */
final class DuplicateNamesTest {

    record Order(List<String> items) {}

    @Test
    void theSameNameTwiceIsRefusedWhereverItIsGiven() {
        var tool = Tool.of("greet");
        var resource = Resource.of("note://1", "note");
        var template = ResourceTemplate.of("city://{name}", "city");
        var prompt = Prompt.of("write");
        ResourceTemplate.Handler family = (context, uri, variables) -> ReadResult.text(uri, "");
        Prompt.Handler writer = (context, arguments) -> PromptResult.text("");
        var server =
                McpServer.named("shop", "1")
                        .tool(tool, Samples.DONE)
                        .resource(resource, (context, uri) -> ReadResult.text(uri, ""))
                        .template(template, family)
                        .prompt(prompt, writer)
                        .completion("write", "style", (context, typed) -> List.of());
        assertRefused(() -> server.tool(tool, Samples.DONE), "tool \"greet\"");
        assertRefused(
                () -> server.tool(tool, Order.class, (context, order) -> "ordered"),
                "tool \"greet\"");
        assertRefused(
                () -> server.resource(resource, (context, uri) -> ReadResult.text(uri, "")),
                "resource \"note://1\"");
        assertRefused(
                () -> server.template(template, family), "resource template \"city://{name}\"");
        assertRefused(() -> server.prompt(prompt, writer), "prompt \"write\"");
        assertRefused(
                () -> server.completion("write", "style", (context, typed) -> List.of()),
                "style of write");
        var built = server.build();
        assertRefused(() -> built.add(tool, Samples.DONE), "tool \"greet\"");
        assertRefused(() -> built.add(prompt, writer), "prompt \"write\"");
        try (var proxy = McpProxy.to(built).tool(tool, Samples.DONE).build()) {
            assertRefused(() -> proxy.add(tool, Samples.DONE), "tool \"greet\"");
            proxy.removeTool("greet");
            proxy.add(tool, Samples.DONE);
        }
    }

    private static void assertRefused(Runnable adding, String what) {
        assertThatThrownBy(adding::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(what)
                .hasMessageContaining("already");
    }
}
