package io.tieline.framework;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tieline.session.Environment;
import io.tieline.wire.Json;
import io.tieline.wire.McpException;
import io.tieline.wire.RpcError;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(20)
@ParameterizedClass
@EnumSource
final class HandlerFailuresTest {

    private final Route route;

    HandlerFailuresTest(Route route) {
        this.route = route;
    }

    record Sum(int a, int b) {}

    private final List<Throwable> faults = new CopyOnWriteArrayList<>();
    private final SystemTimers time = new SystemTimers();
    private final Environment environment = RecordedFaults.in(time, faults);

    @AfterEach
    void stopTheClock() {
        time.close();
    }

    private McpClient client(Tool.Handler handler) {
        var server = McpServer.named("failing", "1").tool(Tool.of("fail"), handler).build();
        return McpClient.to(route.to(server, environment)).environment(environment).connect();
    }

    @Test
    void scenario26AToolThatThrowsAToolExceptionGivesAToolErrorWithItsMessage() {
        try (var client =
                client((context, arguments) -> {
                    throw new ToolException("No such city");
                })) {
            var result = client.callTool("fail");
            assertThat(result.isError()).isTrue();
            assertThat(result.text()).isEqualTo("No such city");
            assertThat(faults).isEmpty();
        }
    }

    @Test
    void scenario26And34AToolErrorKeepsAllItsBlocksAndItsStructure() {
        var error =
                CallResult.error(Content.text("broken"), Content.image(new byte[] {1}, "image/png"))
                        .with("structuredContent", Json.object("code", 7))
                        .with("_meta", Json.object("example.org/trace", "abc"));
        try (var client = client((context, arguments) -> error)) {
            assertThat(client.callTool("fail")).isEqualTo(error);
        }
        try (var client = client((context, arguments) -> CallResult.of())) {
            assertThat(client.callTool("fail").content()).isEmpty();
            assertThat(client.callTool("fail").isError()).isFalse();
        }
    }

    @Test
    void scenario26AnMcpExceptionIsAnsweredWithItsCodeMessageAndData() {
        var error = new RpcError(-32042, "Sign in first", Json.object("where", "example.org"));
        try (var client =
                client((context, arguments) -> {
                    throw new McpException(error);
                })) {
            assertThat(refusal(() -> client.callTool("fail"))).isEqualTo(error);
        }
    }

    @Test
    void whatElseAToolThrowsIsReportedHereAndNotToldTheCaller() {
        try (var client =
                client((context, arguments) -> {
                    throw new IllegalStateException("password is hunter2");
                })) {
            var result = client.callTool("fail");
            assertThat(result.isError()).isTrue();
            assertThat(result.text()).doesNotContain("hunter2").contains("fault inside the server");
            assertThat(faults).singleElement().isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void anErrorInAHandlerIsConfinedToItsRequest() {
        try (var client =
                client((context, arguments) -> {
                    throw new StackOverflowError();
                })) {
            assertThat(refusal(() -> client.callTool("fail")).code()).isEqualTo(-32603);
            client.ping();
            assertThat(faults).hasSize(1);
        }
    }

    @Test
    void aMissingOrMisfittingArgumentIsToldToTheCaller() {
        try (var client = client((context, arguments) -> CallResult.text(arguments.text("city")))) {
            assertThat(client.callTool("fail").text()).isEqualTo("The value city is missing");
            assertThat(client.callTool("fail", Map.of("city", 5)).text())
                    .isEqualTo("The value city must be a string");
            assertThat(faults).isEmpty();
        }
    }

    @Test
    void argumentsThatDoNotFitTheToolsRecordAreToldToTheCaller() {
        var server =
                McpServer.named("typed", "1")
                        .tool(
                                Tool.of("add"),
                                Sum.class,
                                (context, sum) -> CallResult.text("" + (sum.a() + sum.b())))
                        .build();
        try (var client =
                McpClient.to(route.to(server, environment)).environment(environment).connect()) {
            assertThat(client.callTool("add", new Sum(2, 3)).text()).isEqualTo("5");
            assertThat(client.callTool("add", Map.of("a", 1)).text())
                    .isEqualTo("arguments.b is missing");
            assertThat(client.callTool("add", Map.of("a", 1, "b", "many")).text())
                    .isEqualTo(
                            "arguments.b: \"many\" is no whole number from -2147483648 to"
                                    + " 2147483647");
            assertThat(faults).isEmpty();
        }
    }

    @Test
    void argumentsThatAreNoObjectAreAnErrorOfTheProtocol() {
        try (var client = client((context, arguments) -> CallResult.of())) {
            var params = Json.of("{\"name\":\"fail\",\"arguments\":[1]}");
            assertThat(refusal(() -> client.request("tools/call", params)).code())
                    .isEqualTo(-32602);
            assertThatThrownBy(() -> client.callTool("fail", "text"))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void resourcesAndPromptsFailWithoutLeaking() {
        var server =
                McpServer.named("failing", "1")
                        .resource(
                                Resource.of("note://1", "note"),
                                (context, uri) -> {
                                    throw new IllegalStateException("hunter2");
                                })
                        .prompt(
                                Prompt.of("write").withArgument("style", "How", true),
                                (context, arguments) -> {
                                    throw new ToolException("No paper left");
                                })
                        .build();
        try (var client =
                McpClient.to(route.to(server, environment)).environment(environment).connect()) {
            var read = refusal(() -> client.readResource("note://1"));
            assertThat(read.code()).isEqualTo(-32603);
            assertThat(read.message()).doesNotContain("hunter2");

            assertThat(refusal(() -> client.prompt("write")))
                    .isEqualTo(RpcError.of(-32602, "The value style is missing"));
            assertThat(refusal(() -> client.prompt("write", Map.of("style", "plain"))))
                    .isEqualTo(RpcError.of(-32603, "No paper left"));
        }
    }

    @Test
    void aResourceOrPromptThatGivesNullSaysSoToTheCallerAndToTheLog() {
        var server =
                McpServer.named("empty", "1")
                        .resource(Resource.of("note://1", "note"), (context, uri) -> none())
                        .prompt(Prompt.of("write"), (context, arguments) -> none())
                        .build();
        try (var client =
                McpClient.to(route.to(server, environment)).environment(environment).connect()) {
            assertThat(refusal(() -> client.readResource("note://1")).message())
                    .isEqualTo(
                            "The handler of the resource \"note://1\" returned null instead of a"
                                    + " result");
            assertThat(refusal(() -> client.prompt("write")).message())
                    .contains("prompt \"write\"", "null");
            assertThat(faults).hasSize(2);
        }
    }

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
    private static <T> T none() {
        return null;
    }

    private static RpcError refusal(Runnable request) {
        return catchThrowableOfType(McpException.class, request::run).error();
    }
}
