package io.tieline.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What variables stand for, in the syntax of each client. */
final class VariablesTest {

    private static final Map<String, String> ENVIRONMENT =
            Map.of("A", "one", "EMPTY", "", "größe", "L", "B_2", "${A}");
    private static final Places PLACES = new Places(Path.of("/w/shop"), "/home/ann");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    plain                    | plain
                    ${A}                     | one
                    <${A}-${A}>              | <one-one>
                    ${A:-two}                | one
                    ${GONE:-two}             | two
                    ${EMPTY:-two}            | two
                    <${EMPTY}>               | <>
                    <${GONE:-}>              | <>
                    ${GONE:-a:-b}            | a:-b
                    ${größe}                 | L
                    ${env:A}                 | one
                    ${env:GONE:-two}         | two
                    {env:A}                  | one
                    Bearer {env:A}!          | Bearer one!
                    { env:A}                 | { env:A}
                    {"env":"A"}              | {"env":"A"}
                    {file:line}              | {file:line}
                    ${B_2}                   | ${A}
                    $${A}                    | ${A}
                    $$A                      | $A
                    x$$A                     | x$$A
                    %%A%                     | %A%
                    $A                       | $A
                    $1 5$ 100%               | $1 5$ 100%
                    ${userHome}/x            | /home/ann/x
                    ${workspaceFolder}/x     | /w/shop/x
                    ${workspaceFolderBasename} | shop
                    """)
    void eachSyntaxIsKnown(String text, String expanded) throws UsageException {
        assertThat(expand(text, false)).isEqualTo(expanded);
    }

    @Test
    void theSeparatorIsThatOfTheSystem() throws UsageException {
        assertThat(expand("a${/}b${pathSeparator}c", false))
                .isEqualTo("a" + File.separator + "b" + File.separator + "c");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    $A                | one
                    Bearer $A         | Bearer one
                    $A/$A             | one/one
                    $A$A              | oneone
                    a$A               | aone
                    pa$word           | pa$word
                    $$A               | $A
                    $5                | $5
                    ${A}              | one
                    """)
    void aBareNameIsAVariableInFilesOfGemini(String text, String expanded) throws UsageException {
        assertThat(expand(text, true)).isEqualTo(expanded);
    }

    @ParameterizedTest
    @ValueSource(strings = {"${GONE}", "${env:GONE}", "{env:GONE}", "$GONE", "x $GONE"})
    void aVariableThatIsNotSetIsNamedWithItsPlace(String text) {
        assertThatThrownBy(() -> expand(text, true))
                .isInstanceOf(UsageException.class)
                .hasMessage(
                        "file: a.env.X: the variable GONE is not set; set it, or write a default:"
                                + " ${GONE:-default}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"${a-b}", "${", "${A", "${}", "${ A}", "${input:}", "${A:+x}"})
    void whatIsNoVariableIsNamed(String text) {
        assertThatThrownBy(() -> expand(text, false))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("is no variable of the environment");
    }

    @ParameterizedTest
    @ValueSource(strings = {"${command:pick}", "${config:editor.tab}", "${workspaceFolder:api}"})
    void whatOnlyAnEditorKnowsIsNamed(String text) {
        assertThatThrownBy(() -> expand(text, false))
                .hasMessageContaining("is known to its editor only; write a variable: ${NAME}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{file:~/key}", "{file:./key}", "{file:/run/key}"})
    void whatOnlyOpencodeKnowsIsNamed(String text) {
        assertThatThrownBy(() -> expand(text, false))
                .hasMessageContaining("{file:...} is known to opencode only");
    }

    @ParameterizedTest
    @CsvSource({
        "/w/shop/.vscode/mcp.json, /w/shop, shop",
        "/w/shop/.cursor/mcp.json, /w/shop, shop",
        "/w/shop/mcp.json, /w/shop, shop",
        "/w/shop/../other/mcp.json, /w/other, other",
        "/mcp.json, /, ''"
    })
    void theWorkspaceIsTheFolderOfTheFileUnlessThatIsHidden(
            String file, String workspace, String name) {
        var places = Places.of(Path.of(file), Map.of("HOME", "/h"));
        assertThat(places.named("workspaceFolder")).isEqualTo(workspace);
        assertThat(places.named("workspaceFolderBasename")).isEqualTo(name);
        assertThat(places.named("userHome")).isEqualTo("/h");
        assertThat(places.named("elsewhere")).isNull();
    }

    @Test
    void withoutHomeTheUsersFolderIsTheJvms() {
        assertThat(Places.of(Path.of("/a"), Map.of("HOME", "")).named("userHome"))
                .isEqualTo(System.getProperty("user.home"));
    }

    private static String expand(String text, boolean dollars) throws UsageException {
        return new Variables(ENVIRONMENT, PLACES, Inputs.none(ENVIRONMENT), dollars)
                .expand(text, "file: a.env.X");
    }
}
