package io.tieline.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.wire.ErrorCode;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Revision;
import io.tieline.wire.RpcError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Each hop agrees its own revision; what a client's revision cannot hold is left out for it. */
@Timeout(20)
final class OlderClientsTest {

    private static final Json RICH =
            Json.of(
                    """
                    {"content":[{"type":"text","text":"t"},{"type":"audio","mimeType":"audio/wav","data":""},{"type":"resource_link","name":"n","uri":"test://a"}],"structuredContent":{"a":1}}\
                    """);

    private static GatewayWorld world() {
        var world = GatewayWorld.stateful(GatewaySettings.DEFAULT);
        world.server.tool("rich", call -> call.answer(RICH));
        return world;
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "V2026_07_28")
    void theHandshakeIsAnsweredInTheClientsOwnRevision(Revision revision) {
        try (var world = world();
                var client = world.client(revision)) {
            assertThat(client.greeting().result().text("protocolVersion"))
                    .isEqualTo(revision.text());
            assertThat(client.call("echo").text()).startsWith("connection");
        }
    }

    @Test
    void theBackendIsAskedForThePinnedRevisionWhateverTheClientSpeaks() {
        var settings = GatewaySettings.DEFAULT.withRevision(Revision.V2025_06_18);
        try (var world = GatewayWorld.stateful(settings);
                var client = world.client(Revision.V2025_03_26)) {
            assertThat(world.server.request(Method.INITIALIZE).params().text("protocolVersion"))
                    .isEqualTo("2025-06-18");
            assertThat(client.greeting().result().text("protocolVersion")).isEqualTo("2025-03-26");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "V2024_11_05, text text text",
        "V2025_03_26, text audio text",
        "V2025_06_18, text audio resource_link",
        "V2025_11_25, text audio resource_link"
    })
    void contentOfLaterRevisionsBecomesText(Revision revision, String types) {
        try (var world = world();
                var client = world.client(revision)) {
            var result = client.call("rich").result();
            assertThat(result.list("content"))
                    .extracting(block -> block.text("type"))
                    .containsExactly(types.split(" "));
            boolean structured = result.get("structuredContent") != null;
            assertThat(structured).isEqualTo(revision.hasStructuredContent());
        }
    }

    @Test
    void theTextThatStandsForALinkOrASoundSaysWhatIsMissing() {
        try (var world = world();
                var client = world.client(Revision.V2024_11_05)) {
            assertThat(client.call("rich").result().list("content"))
                    .extracting(block -> block.text("text"))
                    .containsExactly("t", "[audio, audio/wav]", "n: test://a");
        }
    }

    @ParameterizedTest
    @CsvSource({"V2025_03_26, false, false", "V2025_06_18, true, false", "V2025_11_25, true, true"})
    void aListingHasWhatTheRevisionKnowsOfTools(Revision revision, boolean schema, boolean tasks) {
        try (var world = world();
                var client = world.client(revision)) {
            world.server.on(
                    Method.TOOLS_LIST,
                    request ->
                            request.answer(
                                    Json.of(
                                            """
                                            {"tools":[{"name":"echo","inputSchema":{},"outputSchema":{},"execution":{}}]}\
                                            """)));
            var tool =
                    client.request(Method.TOOLS_LIST, Json.EMPTY_OBJECT)
                            .result()
                            .list("tools")
                            .getFirst();
            assertThat(tool.get("outputSchema") != null).isEqualTo(schema);
            assertThat(tool.get("execution") != null).isEqualTo(tasks);
        }
    }

    @ParameterizedTest
    @CsvSource({"V2025_06_18, -32603", "V2025_11_25, -32042"})
    void anErrorThatAsksForPagesMeansNothingBeforeItWasInvented(Revision revision, int code) {
        try (var world = world();
                var client = world.client(revision)) {
            world.server.tool(
                    "pay",
                    call -> call.fail(RpcError.of(ErrorCode.URL_ELICITATION_REQUIRED, "Sign in")));
            var error = client.call("pay").error();
            assertThat(error.code()).isEqualTo(code);
            assertThat(error.message()).isEqualTo("Sign in");
        }
    }
}
