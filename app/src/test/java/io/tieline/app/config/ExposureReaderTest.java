package io.tieline.app.config;

import static io.tieline.app.config.Entries.exposure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tieline.gateway.Exposure;
import io.tieline.gateway.Selection;
import io.tieline.wire.Json;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients see of a server, in the spelling of each client. */
final class ExposureReaderTest {

    @Test
    void withoutAWordEverythingIsShown() throws UsageException {
        assertThat(exposure("'command': 'x'")).isEqualTo(Exposure.ALL);
        assertThat(exposure("'command': 'x', 'tools': null, 'prompts': {}"))
                .isEqualTo(Exposure.ALL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"includeTools", "enabled_tools", "tools"})
    void whatIsShownHasSeveralNames(String key) throws UsageException {
        var tools = exposure("'%s': ['a', 'b*']".formatted(key)).tools();
        assertThat(tools).isEqualTo(Selection.ALL.withInclude(List.of("a", "b*")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"excludeTools", "disabledTools", "disabled_tools"})
    void whatIsHiddenHasSeveralNames(String key) throws UsageException {
        var tools = exposure("'%s': ['a', 'b*']".formatted(key)).tools();
        assertThat(tools).isEqualTo(Selection.ALL.withExclude(List.of("a", "b*")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"includeTools", "enabled_tools", "tools"})
    void anEmptyListOfWhatIsShownShowsNothing(String key) throws UsageException {
        var tools = exposure("'%s': []".formatted(key)).tools();
        assertThat(tools.admits("a", Set.of())).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"excludeTools", "disabledTools", "disabled_tools"})
    void anEmptyListOfWhatIsHiddenHidesNothing(String key) throws UsageException {
        assertThat(exposure("'%s': []".formatted(key))).isEqualTo(Exposure.ALL);
    }

    @Test
    void listsOfSeveralNamesAreJoined() throws UsageException {
        var tools =
                exposure(
                                "'includeTools': ['a'], 'tools': ['b'], 'enabled_tools': ['c'], 'disabledTools': ['d'], 'excludeTools': ['e']")
                        .tools();
        assertThat(tools.include()).containsExactlyInAnyOrder("a", "b", "c");
        assertThat(tools.exclude()).containsExactlyInAnyOrder("d", "e");
    }

    @Test
    void aNameThatStandsAloneIsAListOfOne() throws UsageException {
        assertThat(exposure("'tools': '*'").tools().include()).containsExactly("*");
    }

    @Test
    void tagsPromptsAndResourcesHaveFiltersToo() throws UsageException {
        var exposure =
                exposure(
                        """
                        'include_tags': ['a'], 'exclude_tags': ['b'], 'prompts': {'include': ['p'], 'exclude': ['q']},
                        'resources': {'exclude': ['file:///x/*']}, 'disabled_prompts': ['r'], 'disabled_resources': ['s']
                        """);
        assertThat(exposure.tools().includeTags()).containsExactly("a");
        assertThat(exposure.tools().excludeTags()).containsExactly("b");
        assertThat(exposure.prompts().include()).containsExactly("p");
        assertThat(exposure.prompts().exclude()).containsExactlyInAnyOrder("q", "r");
        assertThat(exposure.resources().exclude()).containsExactlyInAnyOrder("file:///x/*", "s");
    }

    @Test
    void anEmptyListOfPromptsShowsNone() throws UsageException {
        var prompts = exposure("'prompts': {'include': []}").prompts();
        assertThat(prompts.admits("p", Set.of())).isFalse();
    }

    @Test
    void wordsForPeopleMayHaveDollars() throws UsageException {
        var tool =
                exposure(
                                "'tools': {'t': {'title': 'Costs $USD', 'description': 'For ${TOKEN} and $5'}}")
                        .override("t");
        assertThat(tool.title()).isEqualTo("Costs $USD");
        assertThat(tool.description()).isEqualTo("For t0p and $5");
    }

    @Test
    void aDefaultMayBeAnythingWithVariablesInIt() throws UsageException {
        var argument =
                exposure(
                                "'tools': {'t': {'arguments': {'x': {'default': {'a': ['${TOKEN}', 1, true, null]}}}}}")
                        .override("t")
                        .arguments()
                        .get("x");
        assertThat(argument).isNotNull();
        assertThat(argument.defaultValue()).isEqualTo(Json.of("{\"a\":[\"t0p\",1,true,null]}"));
    }

    @Test
    void aTypeMayBeAList() throws UsageException {
        var argument =
                exposure("'tools': {'t': {'arguments': {'x': {'type': ['string', 'null']}}}}")
                        .override("t")
                        .arguments()
                        .get("x");
        assertThat(argument).isNotNull();
        assertThat(argument.type()).isEqualTo(Json.of("[\"string\",\"null\"]"));
    }

    @Test
    void whatOtherToolsSayOfAToolIsPassedOver() throws UsageException {
        assertThat(exposure("'tools': {'t': {'approval_mode': 'approve'}}").overrides())
                .containsOnlyKeys("t");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    'tools': {'t': {'nam': 'x'}}                        | tools.t: has an unknown key nam; did you mean name?
                    'tools': {'t': 'x'}                                 | tools.t: is no object; write {"NAME": ...}
                    'tools': {'t': {'enabled': 'no'}}                   | tools.t.enabled: is no true and no false; write one of them, without quotes
                    'tools': {'t': {'name': ''}}                        | tools.t: the name of a tool is empty; correct it
                    'tools': {'t': {'meta': 1}}                         | tools.t: the meta of a tool must be an object, not 1; correct it
                    'tools': {'t': {'arguments': {'x': {'hide': true, 'required': true}}}} | tools.t.arguments.x: an argument that is hidden cannot be required of clients; correct it
                    'tools': {'t': {'arguments': {'x': {'examples': 1}}}} | tools.t.arguments.x.examples: is no list; write [...]
                    'tools': 5                                          | tools: is no list; write ["...", "..."]
                    'includeTools': {'a': 1}                            | includeTools: is no list; write ["...", "..."]
                    'prompts': ['a']                                    | prompts: is no object; write {"NAME": ...}
                    'resources': {'includes': []}                       | resources: has an unknown key includes; did you mean include?
                    """)
    void aMistakeIsNamedWithItsPlace(String members, String problem) {
        assertThatThrownBy(() -> exposure(members))
                .isInstanceOf(UsageException.class)
                .hasMessage("f: a." + problem);
    }

    @Test
    void twoToolsOfOneNameAreRefused() {
        assertThatThrownBy(() -> exposure("'tools': {'t': {'name': 'x'}, 'u': {'name': 'x'}}"))
                .isInstanceOf(UsageException.class)
                .hasMessageStartingWith("f: a.tools.u: the tools t and u both get the name x");
    }
}
