package io.tieline.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tieline.wire.Json;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be said of what clients see, and what contradicts itself. */
final class ExposureTest {

    private static final ArgumentOverride HIDDEN = ArgumentOverride.NONE.withHide(true);

    @Test
    void nothingSaidLeavesEverythingToTheServer() {
        assertThat(Exposure.ALL.override("push")).isEqualTo(ToolOverride.NONE);
        assertThat(Exposure.ALL.tools()).isEqualTo(Selection.ALL);
        assertThat(ToolOverride.NONE.isDisabled()).isFalse();
        assertThat(ArgumentOverride.NONE.isHidden()).isFalse();
    }

    @Test
    void eachPartIsChangedAlone() {
        var selection = Selection.ALL.withExclude(List.of("x"));
        var override = ToolOverride.NONE.withTitle("Push");
        var exposure =
                Exposure.ALL
                        .withTools(selection)
                        .withPrompts(selection)
                        .withResources(selection)
                        .withOverride("push", override);
        assertThat(exposure)
                .isEqualTo(new Exposure(selection, selection, selection, Map.of("push", override)));
        assertThat(exposure.override("push")).isEqualTo(override);
    }

    @Test
    void aToolIsSaidAnewPartByPart() {
        var override =
                ToolOverride.NONE
                        .withName("n")
                        .withTitle("t")
                        .withDescription("d")
                        .withEnabled(false)
                        .withTags(Set.of("a"))
                        .withMeta(Json.object("m", 1))
                        .withAnnotations(Json.object("readOnlyHint", true))
                        .withArgument("x", HIDDEN);
        assertThat(override)
                .isEqualTo(
                        new ToolOverride(
                                "n",
                                "t",
                                "d",
                                false,
                                Set.of("a"),
                                Json.object("m", 1),
                                Json.object("readOnlyHint", true),
                                Map.of("x", HIDDEN)));
        assertThat(override.isDisabled()).isTrue();
    }

    @Test
    void anArgumentIsSaidAnewPartByPart() {
        var override =
                ArgumentOverride.NONE
                        .withName("n")
                        .withDescription("d")
                        .withDefault(Json.number(1))
                        .withHide(false)
                        .withRequired(true)
                        .withType(Json.string("integer"))
                        .withExamples(List.of(Json.number(2)));
        assertThat(override)
                .isEqualTo(
                        new ArgumentOverride(
                                "n",
                                "d",
                                Json.number(1),
                                false,
                                true,
                                Json.string("integer"),
                                List.of(Json.number(2))));
    }

    @Test
    void whatWasGivenCanBeChangedAfterwardsWithoutEffect() {
        var tags = new HashSet<>(Set.of("a"));
        var arguments = new HashMap<>(Map.of("x", HIDDEN));
        var override = new ToolOverride(null, null, null, null, tags, null, null, arguments);
        var overrides = new HashMap<>(Map.of("push", override));
        var exposure = new Exposure(Selection.ALL, Selection.ALL, Selection.ALL, overrides);
        tags.add("b");
        arguments.clear();
        overrides.clear();
        assertThat(exposure.override("push").tags()).containsExactly("a");
        assertThat(exposure.override("push").arguments()).containsOnlyKeys("x");
    }

    @Test
    void twoToolsOfOneNameAreRefusedUnlessOneIsDisabled() {
        var pushed = ToolOverride.NONE.withName("pushed");
        var exposure = Exposure.ALL.withOverride("push", pushed);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> exposure.withOverride("force_push", pushed))
                .withMessage("the tools push and force_push both get the name pushed");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> exposure.withOverride("pushed", ToolOverride.NONE));
        assertThat(exposure.withOverride("pushed", ToolOverride.NONE.withEnabled(false)))
                .isNotNull();
    }

    @Test
    void twoArgumentsOfOneNameAreRefusedUnlessOneIsHidden() {
        var city = ArgumentOverride.NONE.withName("city");
        var override = ToolOverride.NONE.withArgument("place", city);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> override.withArgument("town", city))
                .withMessage("two arguments get the name city");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> override.withArgument("city", ArgumentOverride.NONE));
        assertThat(override.withArgument("city", HIDDEN)).isNotNull();
    }

    @Test
    void whatIsHiddenCannotBeRequired() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HIDDEN.withRequired(true))
                .withMessage("an argument that is hidden cannot be required of clients");
        assertThat(HIDDEN.withRequired(false).isHidden()).isTrue();
    }

    @Test
    void namesAreNotEmpty() {
        assertThatIllegalArgumentException().isThrownBy(() -> ToolOverride.NONE.withName(""));
        assertThatIllegalArgumentException().isThrownBy(() -> ArgumentOverride.NONE.withName(""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "1", "null", "\"x\""})
    void whatIsMergedIsAnObject(String value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ToolOverride.NONE.withMeta(Json.of(value)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ToolOverride.NONE.withAnnotations(Json.of(value)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "null", "{}", "[1]", "[\"string\",null]"})
    void aTypeIsAStringOrSeveral(String type) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ArgumentOverride.NONE.withType(Json.of(type)))
                .withMessageContaining(type);
    }

    @Test
    void aTypeMayBeOneOfSeveral() {
        var type = Json.of("[\"string\",\"null\"]");
        assertThat(ArgumentOverride.NONE.withType(type).type()).isEqualTo(type);
    }
}
