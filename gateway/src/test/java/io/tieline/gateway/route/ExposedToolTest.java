package io.tieline.gateway.route;

import static io.tieline.gateway.route.Weather.CITY;
import static io.tieline.gateway.route.Weather.PLAIN;
import static io.tieline.gateway.route.Weather.TENANT;
import static io.tieline.gateway.route.Weather.given;
import static io.tieline.gateway.route.Weather.shown;
import static io.tieline.gateway.route.Weather.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.gateway.ArgumentOverride;
import io.tieline.gateway.Exposure;
import io.tieline.gateway.Selection;
import io.tieline.gateway.ToolOverride;
import io.tieline.gateway.route.ExposedTool.Translation;
import io.tieline.wire.Json;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Scenarios 99 and 100: which tools clients see, and in which words. */
final class ExposedToolTest {

    // What is shown.

    @Test
    void nothingSaidChangesNothing() {
        var tool = Objects.requireNonNull(ExposedTool.of(Weather.TOOL, Exposure.ALL));
        assertThat(tool.definition()).isEqualTo(Weather.TOOL);
        assertThat(tool.name()).isEqualTo("weather");
        assertThat(tool.nativeName()).isEqualTo("weather");
        assertThat(tool.problems()).isEmpty();
        var params = Weather.call("{ \"a\" : 1e400 , \"a\":2 }");
        assertThat(tool.translated(params)).isEqualTo(new Translation.Translated(params));
    }

    @Test
    void wordsAreReplacedWhereTheyStandAndElseAppended() {
        var tool =
                shown(
                        ToolOverride.NONE
                                .withName("forecast")
                                .withTitle("Forecast")
                                .withDescription("Foretells."));
        assertThat(tool.definition())
                .hasToString(
                        Weather.TOOL
                                .toString()
                                .replace("\"weather\"", "\"forecast\"")
                                .replace("Tells.", "Foretells.")
                                .replaceFirst("(?s) }$", " ,\"title\":\"Forecast\"}"));
        assertThat(tool.name()).isEqualTo("forecast");
        assertThat(tool.nativeName()).isEqualTo("weather");
    }

    @Test
    void annotationsAndMetaAreMergedByMember() {
        var listed =
                Json.of(
                        "{\"name\":\"a\",\"annotations\":{\"title\":\"A\",\"readOnlyHint\":false}}");
        var override =
                ToolOverride.NONE
                        .withAnnotations(Json.of("{\"readOnlyHint\":true,\"x\":2.50}"))
                        .withMeta(Json.of("{\"m\":1}"));
        assertThat(shown(listed, override).definition())
                .hasToString(
                        "{\"name\":\"a\",\"annotations\":{\"title\":\"A\",\"readOnlyHint\":true,"
                                + "\"x\":2.50},\"_meta\":{\"m\":1}}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "{}                           | {\"fastmcp\":{\"tags\":[\"a\",\"b\"]}}",
                "{\"_fastmcp\":{\"tags\":[\"x\"]}} | {\"_fastmcp\":{\"tags\":[\"a\",\"b\"]}}",
                "{\"fastmcp\":{\"y\":1},\"z\":2}   | {\"fastmcp\":{\"y\":1,\"tags\":[\"a\",\"b\"]},\"z\":2}"
            })
    void tagsAreReplacedWhereTheyWere(String meta, String after) {
        var listed = Json.of("{\"name\":\"a\",\"_meta\":" + meta + "}");
        var tool = shown(listed, ToolOverride.NONE.withTags(Set.of("b", "a")));
        assertThat(tool.definition().get("_meta")).hasToString(after);
    }

    @Test
    void argumentsAreRenamedDescribedAndHiddenWhereTheyStand() {
        var override =
                with("location", CITY.withDescription("Where."))
                        .withArgument("tenant", TENANT)
                        .withArgument("days", PLAIN.withDefault(Json.number(3)));
        assertThat(shown(override).definition())
                .hasToString(
                        Weather.TOOL
                                .toString()
                                .replace("\"location\" :", "\"city\" :")
                                .replace("\"Place\"}", "\"Place\",\"description\":\"Where.\"}")
                                .replaceFirst("(?s) ,\\s*\"tenant\":\\{[^}]*}", " ")
                                .replace("\"integer\" }", "\"integer\" ,\"default\":3}")
                                .replace(" , \"days\"", ", \"days\"")
                                .replace("[ \"location\", \"tenant\" ]", "[\"city\"]"));
    }

    @Test
    void aSchemaIsSaidAnew() {
        var override =
                with(
                        "days",
                        PLAIN.withType(Json.of("[\"integer\",\"null\"]"))
                                .withExamples(List.of(Json.number(1), Json.NULL))
                                .withRequired(true));
        var schema = shown(override).definition().part("inputSchema");
        assertThat(schema.at("properties", "days"))
                .hasToString("{ \"type\":[\"integer\",\"null\"] ,\"examples\":[1,null]}");
        assertThat(schema.texts("required")).containsExactly("location", "tenant", "days");
    }

    @ParameterizedTest
    @CsvSource({
        "true,  ,  true,  true",
        "false, ,  true,  true",
        "true,  ,  ,      true",
        "false, ,  ,      false",
        "true,  1, ,      false",
        "false, 1, ,      false",
        "true,  1, true,  true",
        "true,  ,  false, false"
    })
    void whatMustBeGivenIsWhatHasNoDefaultUnlessItIsSaid(
            boolean byServer, String value, Boolean required, boolean shown) {
        var tool =
                Json.of(
                        "{\"name\":\"t\",\"inputSchema\":{\"properties\":{\"a\":{}},\"required\":["
                                + (byServer ? "\"a\"" : "")
                                + "]}}");
        var override =
                new ArgumentOverride(
                        null,
                        "d",
                        value == null ? null : Json.of(value),
                        null,
                        required,
                        null,
                        null);
        assertThat(
                        shown(tool, with("a", override))
                                .definition()
                                .part("inputSchema")
                                .texts("required"))
                .isEqualTo(shown ? List.of("a") : List.of());
    }

    @Test
    void aPropertyThatIsNoObjectBecomesOne() {
        var tool = Json.of("{\"name\":\"t\",\"inputSchema\":{\"properties\":{\"a\":true}}}");
        assertThat(shown(tool, with("a", PLAIN.withDescription("d"))).definition())
                .hasToString(
                        "{\"name\":\"t\",\"inputSchema\":{\"properties\":{\"a\":"
                                + "{\"description\":\"d\"}}}}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"name\":\"t\"}",
                "{\"name\":\"t\",\"inputSchema\":7}",
                "{\"name\":\"t\",\"inputSchema\":{\"properties\":[],\"required\":{}}}",
                "{\"name\":\"t\",\"inputSchema\":{\"required\":[7]}}",
            })
    void aSchemaThatIsNoneStays(String listed) {
        var tool = shown(Json.of(listed), with("a", CITY.withRequired(true)));
        assertThat(tool.definition()).hasToString(listed);
        assertThat(given(tool, "{\"city\":1}")).isEqualTo("{\"a\":1}");
    }

    // What is not shown.

    @Test
    void aToolIsChosenByItsServersName() {
        var exposure =
                Exposure.ALL
                        .withTools(Selection.ALL.withInclude(List.of("wea*")))
                        .withOverride("weather", ToolOverride.NONE.withName("forecast"));
        assertThat(ExposedTool.of(Weather.TOOL, exposure)).isNotNull();
        assertThat(ExposedTool.of(Json.object("name", "forecast"), exposure)).isNull();
    }

    @Test
    void aToolIsChosenByItsTagsOrThoseThatItWasGiven() {
        var exposure = Exposure.ALL.withTools(Selection.ALL.withIncludeTags(Set.of("eu")));
        assertThat(ExposedTool.of(Weather.TOOL, exposure)).isNotNull();
        assertThat(ExposedTool.of(Json.object("name", "other"), exposure)).isNull();
        var other = ToolOverride.NONE.withTags(Set.of("us"));
        assertThat(ExposedTool.of(Weather.TOOL, exposure.withOverride("weather", other))).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"_fastmcp\":{\"tags\":[\"eu\"]}}",
                "{\"fastmcp\":{\"tags\":[7,\"eu\"]}}",
                "{\"fastmcp\":{\"tags\":\"x\"},\"_fastmcp\":{\"tags\":[\"eu\"]}}"
            })
    void tagsAreReadAsTheirServersWriteThem(String meta) {
        var listed = Json.of("{\"name\":\"a\",\"_meta\":" + meta + "}");
        assertThat(Tags.of(listed)).containsExactly("eu");
    }

    @Test
    void whatIsDisabledIsNotShown() {
        var exposure = Exposure.ALL.withOverride("weather", ToolOverride.NONE.withEnabled(false));
        assertThat(ExposedTool.of(Weather.TOOL, exposure)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"name\":null}", "[]", "7"})
    void whatHasNoNameIsNotShown(String listed) {
        assertThat(ExposedTool.of(Json.of(listed), Exposure.ALL)).isNull();
    }
}
