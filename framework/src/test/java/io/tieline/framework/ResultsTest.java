package io.tieline.framework;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Result;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What a handler gives is what its client gets. */
@Timeout(20)
@ParameterizedClass
@EnumSource
final class ResultsTest {

    private static final Json META = Json.of("{\"example.org/n\":2.50,\"a\":[1e400]}");
    private static final byte[] PICTURE = {(byte) 0x89, 'P', 'N', 'G'};

    private final Route route;

    ResultsTest(Route route) {
        this.route = route;
    }

    private McpClient client(McpServer.Builder builder) {
        return McpClient.to(route.to(builder.build())).connect();
    }

    @Test
    void scenario25And34AToolsResultArrivesWithAllBlocksItsStructureAndItsMeta() {
        var unknown = Content.of(Json.of("{\"type\":\"hologram\",\"data\":{\"x\":1}}"));
        var noted =
                Content.of(
                        Json.of(
                                """
                                {"type":"text","text":"t","annotations":{"priority":0.50},"_meta":{"k":[]}}\
                                """));
        var result =
                CallResult.of(Content.image(PICTURE, "image/png"), noted, unknown)
                        .with("structuredContent", Json.of("{\"n\":9007199254740993}"))
                        .with("_meta", META);
        try (var client =
                client(
                        McpServer.named("s", "1")
                                .tool(Tool.of("t"), (context, arguments) -> result))) {
            var got = client.callTool("t");
            assertThat(got).isEqualTo(result);
            assertThat(got.meta()).isEqualTo(META);
            assertThat(got.content().getFirst())
                    .isInstanceOfSatisfying(
                            Content.Image.class,
                            image -> assertThat(image.data()).isEqualTo(PICTURE));
            assertThat(got.content().getLast()).isInstanceOf(Content.Other.class);
        }
    }

    @Test
    void scenario25And28AResourceArrivesWithAllItsItems() {
        var result =
                ReadResult.of(
                                Resource.Contents.text("note://1/a", "one")
                                        .withMimeType("text/markdown"),
                                Resource.Contents.bytes("note://1/b", PICTURE).with("_meta", META),
                                Resource.Contents.text("note://1/c", ""))
                        .with("_meta", META);
        try (var client =
                client(
                        McpServer.named("s", "1")
                                .resource(Resource.of("note://1", "n"), (context, uri) -> result)
                                .template(
                                        ResourceTemplate.of("note://{n}/all", "all"),
                                        (context, uri, variables) -> result))) {
            assertThat(client.readResource("note://1")).isEqualTo(result);
            var items = client.readResource("note://1/all").contents();
            assertThat(items)
                    .extracting(Resource.Contents::uri)
                    .containsExactly("note://1/a", "note://1/b", "note://1/c");
            assertThat(items.getFirst().mimeType()).isEqualTo("text/markdown");
            assertThat(items.get(1).bytes()).isEqualTo(PICTURE);
            assertThat(items.get(1).text()).isNull();
            assertThat(items.get(1).meta()).isEqualTo(META);
            assertThat(items.getLast().text()).isEmpty();
        }
    }

    @Test
    void scenario25And34APromptArrivesWithItsDescriptionAndItsPictures() {
        var result =
                PromptResult.of(
                                Prompt.Message.user(Content.image(PICTURE, "image/png")),
                                Prompt.Message.assistant("A picture."))
                        .withDescription("Looks")
                        .with("_meta", META);
        try (var client =
                client(
                        McpServer.named("s", "1")
                                .prompt(
                                        Prompt.of("look").withArgument("at", "What", true),
                                        (context, arguments) -> result))) {
            var got = client.prompt("look", Map.of("at", "it"));
            assertThat(got).isEqualTo(result);
            assertThat(got.description()).isEqualTo("Looks");
            assertThat(got.messages())
                    .extracting(Prompt.Message::role)
                    .containsExactly("user", "assistant");
        }
    }

    /** A server of ours would not give it: its handlers are checked, its interceptors are not. */
    @Test
    void scenario37AResultThatBreaksTheToolsOwnSchemaIsRelayed() {
        record Point(int x) {}
        var result = CallResult.structured(Json.of("{\"x\":\"far\"}"));
        try (var client =
                client(
                        McpServer.named("s", "1")
                                .tool(
                                        Tool.of("t").withOutput(Point.class),
                                        (context, arguments) -> new Point(1))
                                .intercept((context, request, next) -> {
                                    var response = next.proceed(request);
                                    return request.method().equals(Method.TOOLS_CALL)
                                            ? Result.of(request.id(), result.json())
                                            : response;
                                }))) {
            assertThat(client.callTool("t")).isEqualTo(result);
        }
    }
}
