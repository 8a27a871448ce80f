package io.tieline.app.config;

import static io.tieline.app.config.Entries.choices;
import static io.tieline.app.config.Entries.named;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each key of an entry, in the spelling of each client. */
final class EntryReaderTest {

    private static final String URL = "'url': 'http://h/mcp'";

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'command': 'x', 'args': ['y', 'z']",
                "'args': ['y', 'z'], 'command': 'x'",
                "'command': ['x', 'y', 'z']",
                "'command': ['x'], 'args': ['y', 'z']",
                "'command': {'path': 'x', 'args': ['y', 'z']}",
                "'command': 'x', 'args': ['y', 'z'], 'url': ''",
                "'command': 'x', 'args': ['y', 'z'], 'url': null, 'headers': {}"
            })
    void aCommandIsAWordAListOrAnObject(String members) throws UsageException {
        assertThat(choices(members).all(Setting.COMMAND))
                .extracting(ConfigValue::value)
                .containsExactly("x", "y", "z");
        assertThat(choices(members).has(Setting.BACKEND)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "url, ",
        "serverUrl, ",
        "httpUrl, http",
    })
    void theUrlHasSeveralNames(String key, @Nullable String transport) throws UsageException {
        var choices = choices("'%s': 'http://h/mcp'".formatted(key));
        assertThat(choices.all(Setting.BACKEND))
                .extracting(ConfigValue::value)
                .containsExactly("http://h/mcp");
        var chosen = choices.one(Setting.TRANSPORT);
        assertThat(chosen == null ? null : chosen.value()).isEqualTo(transport);
    }

    @Test
    void ofSeveralUrlsTheOneForStreamableHttpIsTaken() throws UsageException {
        var choices = choices("'url': 'http://h/sse', 'httpUrl': 'http://h/mcp'");
        assertThat(choices.all(Setting.BACKEND))
                .extracting(ConfigValue::value)
                .containsExactly("http://h/mcp");
    }

    @ParameterizedTest
    @ValueSource(strings = {"type", "transport", "transportType", "protocol"})
    void theTransportHasSeveralNamesAndDecides(String key) throws UsageException {
        var choices = choices("'httpUrl': 'http://h/', '%s': 'sse'".formatted(key));
        assertThat(choices.all(Setting.TRANSPORT))
                .extracting(ConfigValue::value)
                .containsExactly("sse");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cwd", "working_dir", "working_directory"})
    void theDirectoryHasSeveralNames(String key) throws UsageException {
        var cwd = choices("'command': 'x', '%s': '/srv'".formatted(key)).one(Setting.CWD);
        assertThat(cwd).isNotNull();
        assertThat(cwd.value()).isEqualTo("/srv");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'env': {'A': 't0p'}",
                "'env': {'A': '${TOKEN}', 'B': null}",
                "'environment': {'A': '{env:TOKEN}'}"
            })
    void variablesOfTheProgramHaveSeveralNames(String members) throws UsageException {
        assertThat(named(choices("'command': 'x', " + members), Setting.ENV))
                .isEqualTo(Map.of("A", "t0p"));
    }

    @Test
    void ourOwnVariablesGoOnByTheirNames() throws UsageException {
        var choices =
                choices(
                        "'command': 'x', 'env_vars': ['TOKEN', {'name': 'KEY', 'source': 'local'}]");
        assertThat(named(choices, Setting.ENV)).isEqualTo(Map.of("TOKEN", "t0p", "KEY", "k3y"));
        assertThatThrownBy(() -> choices("'command': 'x', 'env_vars': ['GONE']"))
                .hasMessageStartingWith("f: a.env_vars[0]: the variable GONE is not set");
        assertThatThrownBy(() -> choices("'command': 'x', 'env_vars': [1]"))
                .hasMessageStartingWith("f: a.env_vars[0]: is no name of a variable");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    'headers': {'X-A': 'b'}               | X-A           | b
                    'http_headers': {'X-A': 'b'}          | X-A           | b
                    'env_http_headers': {'X-A': 'TOKEN'}  | X-A           | t0p
                    'bearer_token_env_var': 'TOKEN'       | Authorization | Bearer t0p
                    'auth': 'abc'                         | Authorization | Bearer abc
                    'auth': '${TOKEN}'                    | Authorization | Bearer t0p
                    """)
    void headersAreWrittenInSeveralWays(String members, String name, String value)
            throws UsageException {
        assertThat(named(choices(URL + ", " + members), Setting.HEADER))
                .isEqualTo(Map.of(name, value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"'auth': 'oauth'", "'auth': {'CLIENT_ID': 'c'}", "'oauth': false"})
    void aWayToSignInIsPassedOver(String members) throws UsageException {
        assertThat(choices(URL + ", " + members).has(Setting.HEADER)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    'timeout': 60                             | 60s
                    'timeout': 999                            | 999s
                    'timeout': 1000                           | 1s
                    'timeout': 1500                           | 1500ms
                    'timeout': 600000                         | 600s
                    'timeout': 3600, 'autoApprove': []        | 3600s
                    'timeout': 3600, 'alwaysAllow': []        | 3600s
                    'timeout': 30000, 'disabledTools': []     | 30s
                    'timeout': '5m'                           | 5m
                    'tool_timeout_sec': 2.5                   | 2500ms
                    'tool_timeout_sec': 7200                  | 7200s
                    'timeout': 9, 'tool_timeout_sec': 8       | 8s
                    'timeout': 9, 'callTimeout': '7s'         | 7s
                    'tool_timeout_sec': 9, 'callTimeout': '7s' | 7s
                    """)
    void aTimeLimitCountsAsItsClientCounts(String members, String limit) throws UsageException {
        assertThat(choices("'command': 'x', " + members).all(Setting.CALL_TIMEOUT))
                .extracting(ConfigValue::value)
                .containsExactly(limit);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    'startup_timeout_sec': 10                       | 10s
                    'startup_timeout_ms': 1500                      | 1500ms
                    'startup_timeout_sec': 10, 'startTimeout': '2m' | 2m
                    """)
    void aStartHasItsOwnLimit(String members, String limit) throws UsageException {
        assertThat(choices("'command': 'x', " + members).all(Setting.START_TIMEOUT))
                .extracting(ConfigValue::value)
                .containsExactly(limit);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "0.0"})
    void noLimitOfAClientIsNone(String number) throws UsageException {
        assertThat(choices("'command': 'x', 'timeout': " + number).has(Setting.CALL_TIMEOUT))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "true, is no number; write one",
        "99999999999999, 'is longer than a year; shorten it, or leave it out'"
    })
    void aLimitThatIsNoneIsNamed(String number, String problem) {
        assertThatThrownBy(() -> choices("'command': 'x', 'timeout': " + number))
                .hasMessage("f: a.timeout: " + problem);
    }

    @Test
    void theFileOfVariablesIsFoundBesideTheFile() throws Exception {
        env("A=1\n\n# note\nexport B_C = \"two words\" \nD='x#y'\nE=x #y\nF=\"open\nG=\n");
        assertThat(named(withEnvFile("local.env"), Setting.ENV))
                .isEqualTo(
                        Map.of(
                                "A",
                                "1",
                                "B_C",
                                "two words",
                                "D",
                                "x#y",
                                "E",
                                "x",
                                "F",
                                "\"open",
                                "G",
                                ""));
    }

    @Test
    void whatIsWrongWithTheFileOfVariablesIsSaidWithoutItsContent() throws Exception {
        env("A=1\ns3cret\n");
        assertThatThrownBy(() -> withEnvFile("local.env"))
                .hasMessage("f: a.envFile: line 2 of the file is no NAME=VALUE; correct it");
        assertThatThrownBy(() -> withEnvFile("other.env"))
                .hasMessage(
                        "f: a.envFile: there is no file "
                                + folder.resolve("other.env")
                                + "; check its path");
        Files.write(folder.resolve("local.env"), new byte[] {'A', '=', (byte) 0xff});
        assertThatThrownBy(() -> withEnvFile("local.env"))
                .hasMessage("f: a.envFile: the file is not in UTF-8; save it as UTF-8");
    }

    @Test
    void commentsAndKeysOfOtherToolsArePassedOver() throws UsageException {
        var entry =
                Entries.of(
                        "'command': 'x', '//': 'note', '_why': 1, '#x': 2, '$schema': '', 'x-own': {}, 'trust': true, 'dev': {}",
                        folder);
        assertThat(entry.choices(Entries.variables()).settings())
                .containsExactlyInAnyOrder(Setting.NAME, Setting.COMMAND);
        assertThat(entry.ignored())
                .containsExactly("//", "_why", "#x", "$schema", "x-own", "trust", "dev");
    }

    @ParameterizedTest
    @CsvSource({
        "commnd, command",
        "arguments2, ''",
        "enviroment, environment",
        "server_url, serverUrl",
        "http_header, http_headers",
        "enable, enabled",
        "disableTools, disabledTools",
        "include_tools, includeTools",
        "start_timeout_sec, startup_timeout_sec",
        "autoaprove, autoApprove"
    })
    void aKeyThatNoToolHasIsNamedWithTheNearest(String key, String nearest) {
        var problem = assertThatThrownBy(() -> choices(URL + ", '%s': 1".formatted(key)));
        problem.hasMessageStartingWith("f: a: has an unknown key " + key);
        if (!nearest.isEmpty()) {
            problem.hasMessageEndingWith("; did you mean " + nearest + "?");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'bearer_token_env_var': ['s3cret']",
                "'env_http_headers': {'A': ['s3cret']}",
                "'headers': 's3cret'",
                "'http_headers': {'A': {'B': 's3cret'}}",
                "'headers': {'A': 'Bearer s3cret ${'}",
                "'auth': 's3cret ${GONE}'",
                "'timeout': {'a': 's3cret'}"
            })
    void noValueIsPartOfAMessage(String members) {
        assertThatThrownBy(() -> choices(URL + ", " + members))
                .isInstanceOf(UsageException.class)
                .message()
                .doesNotContain("s3cret");
    }

    private Configuration withEnvFile(String name) throws UsageException {
        return Entries.of("'command': 'x', 'envFile': '%s'".formatted(name), folder)
                .choices(Entries.variables());
    }

    private void env(String text) throws IOException {
        Files.writeString(folder.resolve("local.env"), text);
    }
}
