package io.tieline.framework;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tieline.wire.Json;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Values may be as deep as the messages that carry them. */
@Timeout(30)
final class DeepValuesTest {

    /** Every type that holds any JSON. */
    record Anything(
            Json json, JsonNode node, Object object, Map<String, Object> map, List<Object> list) {}

    private static Json tree(int levels) {
        return Json.of("{\"a\":".repeat(levels - 1) + "{}" + "}".repeat(levels - 1));
    }

    private static Json anything(int levels) {
        var tree = tree(levels);
        return Json.object(
                "json",
                tree,
                "node",
                tree,
                "object",
                tree,
                "map",
                tree,
                "list",
                Json.array(List.of(tree)));
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 501, 990})
    void aRecordTakesAndGivesThem(int levels) {
        var server =
                McpServer.named("deep", "1")
                        .tool(Tool.of("same"), Anything.class, (_, anything) -> anything)
                        .build();
        try (var client = McpClient.to(server).connect()) {
            var result = client.callTool("same", anything(levels));
            assertThat(result.text()).isEqualTo(anything(levels).toString());
            assertThat(result.structured(Anything.class).json()).isEqualTo(tree(levels));
        }
    }

    /** The limits of the message were those of whoever received it. */
    @Test
    void whatWasReceivedIsReadHoweverDeepItIs() {
        var read = JsonTypes.fromJson(anything(90_000), Anything.class);
        assertThat(read.json()).isEqualTo(tree(90_000));
        assertThat(read.map()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 500, 990, 10_000})
    void aResultIsCheckedHoweverDeepItIs(int levels) {
        var schema =
                Json.of(
                        """
                        {"type":"object","properties":{"a":{"$ref":"#"}},\
                        "additionalProperties":false}\
                        """);
        var check = new OutputCheck("tree", schema);
        check.require(tree(levels));
        assertThat(unfit(check, levels)).contains("property 'b'");
    }

    @Test
    void levelsAreCountedOutsideOfTexts() {
        assertThat(StackRoom.levels(Json.of("1"))).isZero();
        assertThat(StackRoom.levels(Json.of("[{\"a[\":\"{\\\"[{\"},[[]],[]]"))).isEqualTo(3);
        assertThat(StackRoom.levels(tree(70))).isEqualTo(70);
    }

    private static String unfit(OutputCheck check, int levels) {
        try {
            check.require(Json.of(tree(levels).toString().replace("{}", "{\"b\":1}")));
            return "nothing";
        } catch (UnfitResultException unfit) {
            return String.valueOf(unfit.getMessage());
        }
    }

    @Test
    void whatAProgramWritesMayBeAsDeepAsAMessage() {
        assertThat(JsonTypes.toJson(lists(1000)).toString()).hasSize(2000);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JsonTypes.toJson(lists(1001)))
                .withMessageContaining("the limit of 1000 levels")
                .withMessageContaining("as Json");
        var deeper = Json.of("[".repeat(5000) + "]".repeat(5000));
        assertThat(JsonTypes.toJson(List.of(deeper))).hasToString("[" + deeper + "]");
    }

    private static List<Object> lists(int levels) {
        List<Object> outermost = List.of();
        for (int i = 1; i < levels; i++) {
            outermost = List.of(outermost);
        }
        return outermost;
    }

    @Test
    void whatContainsItselfIsRefused() {
        var endless = new HashMap<String, Object>();
        endless.put("again", endless);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JsonTypes.toJson(endless))
                .withMessageContaining("levels");
    }
}
