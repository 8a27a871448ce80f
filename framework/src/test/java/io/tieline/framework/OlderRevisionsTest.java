package io.tieline.framework;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.wire.Json;
import io.tieline.wire.Revision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The same handlers serve every revision; what one lacks is left out of what its clients get. */
@Timeout(20)
@ParameterizedClass
@EnumSource
final class OlderRevisionsTest {

    private final Route route;

    OlderRevisionsTest(Route route) {
        this.route = route;
    }

    record Weather(String sky, double degrees) {}

    private static final McpServer SERVER =
            McpServer.named("new", "1")
                    .tool(
                            Tool.of("weather").withOutput(Weather.class),
                            (context, arguments) ->
                                    CallResult.structured(new Weather("clear", 21.5)))
                    .tool(
                            Tool.of("media"),
                            (context, arguments) ->
                                    CallResult.of(
                                            Content.text("words"),
                                            Content.audio(new byte[] {1}, "audio/wav"),
                                            Content.link(Resource.of("note://1", "note")),
                                            Content.image(new byte[] {2}, "image/png"),
                                            Content.embedded(
                                                    Resource.Contents.text("note://2", "two"))))
                    .prompt(
                            Prompt.of("listen"),
                            (context, arguments) ->
                                    PromptResult.of(
                                            Prompt.Message.user(
                                                    Content.audio(new byte[] {1}, "audio/wav"))))
                    .build();

    private McpClient client(Revision revision) {
        return McpClient.to(route.to(SERVER)).revision(revision).connect();
    }

    @Test
    void theLatestGetsEverything() {
        try (var client = client(Revision.V2025_11_25)) {
            var weather = client.callTool("weather");
            assertThat(weather.structured(Weather.class)).isEqualTo(new Weather("clear", 21.5));
            assertThat(weather.text()).isEqualTo("{\"sky\":\"clear\",\"degrees\":21.5}");
            assertThat(client.listTools().getFirst().outputSchema())
                    .isEqualTo(
                            Json.of(
                                    """
                                    {"type":"object","properties":{"sky":{"type":"string"},\
                                    "degrees":{"type":"number"}},"required":["sky","degrees"]}\
                                    """));
            assertThat(client.callTool("media").content())
                    .hasExactlyElementsOfTypes(
                            Content.Text.class,
                            Content.Audio.class,
                            Content.Link.class,
                            Content.Image.class,
                            Content.Embedded.class);
        }
    }

    @Test
    void before20250618ThereIsNoStructureAndNoLink() {
        try (var client = client(Revision.V2025_03_26)) {
            assertThat(client.callTool("weather").structuredContent()).isNull();
            assertThat(client.callTool("weather").text()).contains("clear");
            assertThat(client.listTools().getFirst().outputSchema()).isNull();
            assertThat(client.callTool("media").content())
                    .hasExactlyElementsOfTypes(
                            Content.Text.class,
                            Content.Audio.class,
                            Content.Text.class,
                            Content.Image.class,
                            Content.Embedded.class);
            assertThat(client.callTool("media").text()).contains("note: note://1");
        }
    }

    @Test
    void before20250326ThereIsNoAudio() {
        try (var client = client(Revision.V2024_11_05)) {
            assertThat(client.callTool("media").content())
                    .hasExactlyElementsOfTypes(
                            Content.Text.class,
                            Content.Text.class,
                            Content.Text.class,
                            Content.Image.class,
                            Content.Embedded.class);
            assertThat(client.prompt("listen").messages().getFirst().text())
                    .isEqualTo("[audio, audio/wav]");
        }
    }
}
