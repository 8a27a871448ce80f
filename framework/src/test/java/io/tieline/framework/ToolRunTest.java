package io.tieline.framework;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tieline.session.Environment;
import io.tieline.wire.Json;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.SubmissionPublisher;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a handler may return, and what is no result and refused. */
@Timeout(20)
final class ToolRunTest {

    record Range(int low, int high) {}

    private final List<Throwable> faults = new CopyOnWriteArrayList<>();
    private final SystemTimers time = new SystemTimers();
    private final Environment environment = RecordedFaults.in(time, faults);

    @AfterEach
    void stopTheClock() {
        time.close();
    }

    private McpClient client(McpServer.Builder server) {
        return McpClient.to(server.build()).environment(environment).connect();
    }

    private static McpServer.Builder shop() {
        return McpServer.named("shop", "1");
    }

    @Test
    void aFutureIsWaitedForAndFailsAsItsHandlerWould() {
        try (var client =
                client(
                        shop().tool(
                                        Tool.of("later"),
                                        (context, arguments) ->
                                                CompletableFuture.supplyAsync(
                                                        () -> new Range(1, 2)))
                                .tool(
                                        Tool.of("never"),
                                        (context, arguments) ->
                                                CompletableFuture.failedFuture(
                                                        new ToolException("sold out")))
                                .tool(
                                        Tool.of("fault"),
                                        (context, arguments) ->
                                                CompletableFuture.failedFuture(
                                                        new IllegalStateException("hunter2"))))) {
            assertThat(client.callTool("later").structuredContent())
                    .isEqualTo(Json.of("{\"low\":1,\"high\":2}"));
            assertThat(client.callTool("never").text()).isEqualTo("sold out");
            assertThat(client.callTool("fault").text()).contains("A fault inside the server");
            assertThat(faults)
                    .singleElement()
                    .extracting(Throwable::getMessage)
                    .isEqualTo("hunter2");
        }
    }

    @Test
    void whatIsNoResultIsRefusedWhereItIsAddedOrElseWhereItIsReturned() {
        var builder = shop();
        assertThatThrownBy(() ->
                        builder.tool(Tool.of("stream"), (context, arguments) -> Stream.of(1, 2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"stream\"")
                .hasMessageContaining("return a list");
        assertThatThrownBy(() ->
                        builder.tool(
                                Tool.of("publisher"),
                                (context, arguments) -> new SubmissionPublisher<String>()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("subscribe to it");
        Tool.Handler hidden = (context, arguments) -> Stream.of(1);
        Tool.Handler nothing = (context, arguments) -> new Object();
        builder.tool(Tool.of("hidden"), hidden).tool(Tool.of("nothing"), nothing);
        try (var client = client(builder)) {
            assertThat(client.callTool("hidden").text()).contains("return a list");
            assertThat(client.callTool("nothing").text()).contains("return a record");
            assertThat(faults).hasSize(2);
        }
    }

    @Test
    void anOutputSchemaThatCannotBeUsedIsRefusedWhenTheToolIsAdded() {
        for (var schema :
                List.of(
                        "{\"$ref\":\"#/nowhere\"}",
                        "{\"type\":\"objekt\"}",
                        "{\"$ref\":\"http://127.0.0.1:9/x.json\"}",
                        "{\"type\":\"object\",\"required\":\"a\"}")) {
            var tool = Tool.of("bad").withOutputSchema(Json.of(schema));
            assertThatThrownBy(() -> shop().tool(tool, (context, arguments) -> "text"))
                    .as(schema)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith(
                            "The output schema of the tool \"bad\" cannot be used: ");
        }
        var draft7 =
                "{\"$schema\":\"http://json-schema.org/draft-07/schema#\",\"type\":\"object\"}";
        shop().tool(
                        Tool.of("old").withOutputSchema(Json.of(draft7)),
                        (context, arguments) -> Map.of());
    }

    record Fragile(String name) {
        Fragile {
            if (name.isEmpty()) {
                throw new IllegalStateException("hunter2");
            }
        }
    }

    @Test
    void aRecordThatFailsToBeMadeIsAFault() {
        try (var client =
                client(shop().tool(Tool.of("make"), Fragile.class, (context, it) -> it.name()))) {
            assertThat(client.callTool("make", Json.of("{\"name\":\"a\"}")).text()).isEqualTo("a");
            assertThat(client.callTool("make", Json.of("{\"name\":\"\"}")).text())
                    .contains("A fault inside the server");
            assertThat(faults)
                    .singleElement()
                    .extracting(Throwable::getMessage)
                    .asString()
                    .contains(Fragile.class.getName());
        }
    }
}
