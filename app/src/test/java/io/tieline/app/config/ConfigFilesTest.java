package io.tieline.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Several files and the command line, put together: which of them wins, and what is remarked. */
final class ConfigFilesTest {

    private static final String ONE = "{'mcpServers': {'a': {'command': 'x'}}}";

    @TempDir Path folder;
    private final List<Path> files = new ArrayList<>();

    @Test
    void theLaterFileWinsForAllServersKeyByKey() throws Exception {
        file("{'tieline': {'idle': '1m', 'drain': '1s'}, 'mcpServers': {'a': {'command': 'x'}}}");
        file("{'tieline': {'idle': '2m'}, 'mcpServers': {'b': {'command': 'y'}}}");
        var run = run(Configuration.NONE);
        assertThat(value(run.front(), Setting.IDLE)).isEqualTo("2m");
        assertThat(value(run.front(), Setting.DRAIN)).isEqualTo("1s");
    }

    @Test
    void anEntryWinsOverWhatIsSaidForAllAndTheCommandLineOverBoth() throws Exception {
        file(
                "{'tieline': {'idle': '1m'}, 'mcpServers': {'a': {'command': 'x', 'idle': '2m'}, 'b': {'command': 'y'}}}");
        assertThat(idle(run(Configuration.NONE))).containsExactly("2m", "1m");
        assertThat(idle(run(said(Setting.IDLE, "3m")))).containsExactly("3m", "3m");
        assertThat(value(run(said(Setting.IDLE, "3m")).front(), Setting.IDLE)).isEqualTo("3m");
    }

    @Test
    void ofAServerThatIsAloneTheEntryIsTheFrontsToo() throws Exception {
        file(
                "{'tieline': {'listen': '127.0.0.1:1'}, 'mcpServers': {'a': {'command': 'x', 'listen': '127.0.0.1:2'}}}");
        assertThat(value(run(Configuration.NONE).front(), Setting.LISTEN)).isEqualTo("127.0.0.1:2");
    }

    @Test
    void aServerThatALaterFileSwitchesOffIsLeftOut() throws Exception {
        file("{'mcpServers': {'a': {'command': 'x'}, 'b': {'command': 'y'}}}");
        file("{'mcpServers': {'b': {'command': 'y', 'disabled': true}}}");
        assertThat(run(Configuration.NONE).servers())
                .extracting(ServerChoices::name)
                .containsExactly("a");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    'prefix': 'p'  | p
                    'prefix': ''   | ~~
                    'prefix': null | a
                    'idle': '1m'   | a
                    """)
    void oneOfSeveralHasThePrefixOfItsEntryOrItsName(String member, String prefix)
            throws Exception {
        file(
                "{'mcpServers': {'a': {'command': 'x', %s}, 'b': {'command': 'y'}}}"
                        .formatted(member));
        assertThat(run(Configuration.NONE).servers().getFirst().prefix()).isEqualTo(prefix);
    }

    @Test
    void oneThatIsAloneHasAPrefixOnlyIfItAsksForOne() throws Exception {
        file(ONE);
        assertThat(run(Configuration.NONE).servers().getFirst().prefix()).isEmpty();
        files.clear();
        file("{'mcpServers': {'a': {'command': 'x', 'prefix': 'p'}}}");
        assertThat(run(Configuration.NONE).servers().getFirst().prefix()).isEqualTo("p");
    }

    @Test
    void twoWithoutPrefixHaveTheSame() throws Exception {
        file(
                "{'mcpServers': {'a': {'command': 'x', 'prefix': ''}, 'b': {'command': 'y', 'prefix': ''}}}");
        assertThatThrownBy(() -> run(Configuration.NONE))
                .hasMessageEndingWith(
                        "b: has the prefix \"\" as a has; write another \"prefix\" into one of"
                                + " them");
    }

    @Test
    void whatIsReadAndNotUsedIsRemarkedOnOnce() throws Exception {
        file(
                """
                {'drain': '1s', 'tieline': {'listen': '127.0.0.1:1'},
                 'mcpServers': {'a': {'command': 'x', 'trust': true}, 'b': {'command': 'y', 'trust': true, 'icon': 'i'}}}
                """);
        assertThat(run(said(Setting.STDIO, "")).remarks())
                .containsExactly(
                        "keys of other tools, ignored: trust, icon",
                        "not used with --stdio: listen",
                        "beside the servers and ignored; move into \"tieline\": drain");
        assertThat(run(said(Setting.STDIO, "")).front().has(Setting.LISTEN)).isFalse();
    }

    @Test
    void severalFilesAreNamedWhereAServerIsInNoneOfThem() throws Exception {
        file(ONE);
        file(ONE);
        assertThatThrownBy(() -> run(said(Setting.SERVER, "b")))
                .hasMessage(
                        "--server: %s, %s hold no server b, but a"
                                .formatted(files.getFirst(), files.getLast()));
    }

    @Test
    void instructionsForAllAreNoSingleServers() throws Exception {
        file(
                "{'tieline': {'instructions': 'All'}, 'mcpServers': {'a': {'command': 'x'}, 'b': {'command': 'y', 'instructions': 'B'}}}");
        var run = run(Configuration.NONE);
        assertThat(run.federation().instructions()).isEqualTo("All");
        assertThat(run.servers().getFirst().choices().has(Setting.INSTRUCTIONS)).isFalse();
        assertThat(value(run.servers().getLast().choices(), Setting.INSTRUCTIONS)).isEqualTo("B");
    }

    @Test
    void aServerThatIsAloneHasItsOwnInstructionsFirst() throws Exception {
        file(
                "{'tieline': {'instructions': 'All'}, 'mcpServers': {'a': {'command': 'x', 'instructions': 'A'}}}");
        var run = run(Configuration.NONE);
        assertThat(value(run.servers().getFirst().choices(), Setting.INSTRUCTIONS)).isEqualTo("A");
    }

    @Test
    void withoutAWordTheServersTogetherHaveTheUsualSettings() throws Exception {
        file(ONE);
        assertThat(run(Configuration.NONE).federation()).isEqualTo(FederationChoices.DEFAULT);
    }

    @Test
    void aKeyOfAnotherToolMayLookLikeOurs() throws Exception {
        file("{'timeline': {'color': 'red'}, 'mcpServers': {'a': {'command': 'x'}}}");
        assertThat(run(Configuration.NONE).servers()).hasSize(1);
        file("{'tielines': {'idle': '1m'}, 'mcpServers': {'a': {'command': 'x'}}}");
        assertThatThrownBy(() -> run(Configuration.NONE))
                .hasMessageEndingWith(": has an unknown key tielines; did you mean tieline?");
    }

    @Test
    void aShortNameLeavesRoomBesideWhatIsReserved() throws Exception {
        file("{'tieline': {'maxName': 20}, 'mcpServers': {'a': {'command': 'x'}}}");
        var federation = run(Configuration.NONE).federation();
        assertThat(federation.maxName() - federation.reserve()).isEqualTo(16);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'maxName': 2000",
                "'reserve': 60",
                "'pageSize': 0",
                "'grace': 5",
                "'pinned': {}",
                "'views': []",
                "'views': {'v': 1}",
                "'views': {'v': {'servers': 5}}",
                "'views': {'v': {'tools': {'t': {}}}}",
                "'url': 'http://s3cret'",
                "'idle': []"
            })
    void aMistakeForAllServersIsNamedWithItsPlace(String member) throws Exception {
        file("{'tieline': {%s}, 'mcpServers': {'a': {'command': 'x'}}}".formatted(member));
        assertThatThrownBy(() -> run(Configuration.NONE))
                .isInstanceOf(UsageException.class)
                .hasMessageStartingWith(files.getFirst() + ": tieline.")
                .message()
                .doesNotContain("s3cret");
    }

    private void file(String text) throws IOException {
        var file = folder.resolve(files.size() + ".json");
        files.add(Files.writeString(file, text.replace('\'', '"')));
    }

    private RunChoices run(Configuration said) throws UsageException {
        return ConfigFiles.read(files, Map.of(), Terminal.NOBODY).with(said);
    }

    private static Configuration said(Setting setting, String value) {
        return Configuration.NONE.with(
                setting, ConfigValue.of(value, String.valueOf(setting.option())));
    }

    private static List<String> idle(RunChoices run) {
        return run.servers().stream().map(server -> value(server.choices(), Setting.IDLE)).toList();
    }

    private static String value(Configuration choices, Setting setting) {
        var value = choices.one(setting);
        assertThat(value).isNotNull();
        return value.value();
    }
}
