package io.tieline.app;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tieline.app.config.ConfigFile;
import io.tieline.app.config.ConfigFiles;
import io.tieline.app.config.ConfigValue;
import io.tieline.app.config.Configuration;
import io.tieline.app.config.ServerEntry;
import io.tieline.app.config.Setting;
import io.tieline.app.config.Terminal;
import io.tieline.app.config.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Scenario 57: the file that people already have, and what is wrong with it. */
final class ConfigFileTest {

    private static final Map<String, String> ENVIRONMENT = Map.of("TOKEN", "t0p", "EMPTY", "");
    private static final String CAT = "{\"command\":\"cat\"}";

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"mcpServers\":{\"a\":{\"command\":\"cat\"}}}",
                "\uFEFF{\"mcpServers\":{\"a\":{\"command\":\"cat\"}}}",
                "{\"editor.fontSize\":12,\"mcp\":{\"mcpServers\":{\"a\":{\"command\":\"cat\"}}}}",
                "{\"x\":{\"y\":{\"mcpServers\":{\"a\":{\"command\":\"cat\"}}}}}",
                "{\"servers\":{\"a\":{\"type\":\"stdio\",\"command\":\"cat\"}},\"inputs\":[]}",
                "{\"mcp\":{\"servers\":{\"a\":{\"command\":\"cat\"}}}}",
                "{\"context_servers\":{\"a\":{\"command\":\"cat\"}}}",
                "{\"mcp_servers\":{\"a\":{\"command\":\"cat\"}}}",
                "{\"mcp\":{\"a\":{\"command\":[\"cat\"]}}}",
                "{\"a\":{\"command\":\"cat\"}}",
                "{\"mcpServers\":[{\"name\":\"a\",\"command\":\"cat\"}]}",
                "{\n// a comment\n\"mcpServers\":{\"a\":{\"command\":\"cat\",},},\n}"
            })
    void findsTheServersWhereverAToolKeepsThem(String text) throws Exception {
        var plan = plan(text);
        assertThat(only(plan).backend().name()).isEqualTo("a");
        assertThat(((BackendPlan.Command) only(plan).backend()).command().argv())
                .containsExactly("cat");
    }

    @Test
    void whateverElseIsInTheFileMayBeDeep() throws Exception {
        var deep = "[".repeat(5000) + "]".repeat(5000);
        var plan = plan("{\"history\":" + deep + ",\"mcpServers\":{\"a\":" + CAT + "}}");
        assertThat(only(plan).backend().name()).isEqualTo("a");
    }

    @Test
    void readsTheKeysThatAllToolsShare() throws Exception {
        var plan =
                plan(
                        """
                        {"mcpServers": {"shop": {
                          "args": ["-m", "shop", "${TOKEN}", "${GONE:-plain}", "$${TOKEN}"],
                          "command": "python3",
                          "env": {"KEY": "${TOKEN}", "PORT": 8080, "DEBUG": true},
                          "cwd": "/tmp"
                        }}}\
                        """);
        var command = ((BackendPlan.Command) only(plan).backend()).command();
        assertThat(command.argv())
                .containsExactly("python3", "-m", "shop", "t0p", "plain", "${TOKEN}");
        assertThat(command.environment())
                .isEqualTo(Map.of("KEY", "t0p", "PORT", "8080", "DEBUG", "true"));
        assertThat(command.directory()).isEqualTo(Path.of("/tmp"));
    }

    @ParameterizedTest
    @MethodSource("transports")
    void honoursTheTransport(String key, String type, String expected) throws Exception {
        var plan =
                plan(
                        """
                        {"mcpServers": {"web": {"%s": "%s", "url": "https://mcp.example.com/mcp",
                          "headers": {"Authorization": "Bearer ${TOKEN}"}}}}\
                        """
                                .formatted(key, type));
        var url = (BackendPlan.Url) only(plan).backend();
        assertThat(url.settings().transport()).hasToString(expected);
        assertThat(url.settings().headers()).isEqualTo(Map.of("authorization", "Bearer t0p"));
        assertThat(url.settings().name()).isEqualTo("web");
    }

    static Stream<Arguments> transports() {
        return Stream.of(
                Arguments.of("type", "http", "STREAMABLE"),
                Arguments.of("transport", "streamable-http", "STREAMABLE"),
                Arguments.of("type", "streamableHttp", "STREAMABLE"),
                Arguments.of("transport", "sse", "SSE"));
    }

    @Test
    void ourOwnKeysStandBesideThem() throws Exception {
        var plan =
                plan(
                        """
                        {"mcpServers": {"a": {"command": "cat", "listen": "127.0.0.1:0",
                          "sessions": "shared", "calls": "serial", "callTimeout": "2m", "drain": "1s",
                          "allowHosts": ["a.example.com", "b.example.com"], "allowOrigins": "https://c.example.com",
                          "instructions": "Be brief", "maxMessage": "1MiB"}}}\
                        """);
        var front = (FrontPlan.Http) plan.front();
        assertThat(front.settings().allowedHosts())
                .containsExactlyInAnyOrder("a.example.com", "b.example.com");
        assertThat(front.settings().allowedOrigins()).containsExactly("https://c.example.com");
        assertThat(only(plan).gateway().instructions()).isEqualTo("Be brief");
        assertThat(only(plan).gateway().limits().idle()).hasMinutes(2);
        assertThat(plan.drain()).hasSeconds(1);
    }

    @Test
    void everySettingWithAKeyIsReadFromAFile() throws Exception {
        for (var setting : Setting.values()) {
            if (setting.key() != null) {
                assertThat(Setting.ofKey(setting.key())).isEqualTo(setting);
            }
        }
    }

    @Test
    void theCommandLineWinsAndListsAreJoined() throws Exception {
        var file =
                """
                {"mcpServers": {"a": {"url": "http://127.0.0.1:9/", "idle": "1m",
                  "headers": {"A": "file", "B": "file"}, "forwardHeaders": ["x-one"]}}}\
                """;
        write(file);
        var said =
                Configuration.NONE
                        .with(Setting.IDLE, ConfigValue.of("2m", "--idle"))
                        .with(Setting.HEADER, new ConfigValue("a", "line", "--header"))
                        .with(Setting.FORWARD_HEADER, ConfigValue.of("x-two", "--forward-header"));
        var plan = plan(said);
        assertThat(only(plan).gateway().idle()).hasMinutes(2);
        assertThat(only(plan).gateway().forwardedHeaders())
                .containsExactlyInAnyOrder("x-one", "x-two");
        assertThat(((BackendPlan.Url) only(plan).backend()).settings().headers())
                .isEqualTo(Map.of("a", "line", "b", "file"));
    }

    @Test
    void keysOfOtherToolsAreRemarkedOn() throws Exception {
        var file =
                """
                {"mcpServers": {"a": {"command": "cat", "disabled": false, "autoApprove": ["x"],
                  "alwaysAllow": [], "timeout": 60, "description": "d"}}, "logLevel": "debug"}\
                """;
        assertThat(entry(file).ignored())
                .containsExactly("autoApprove", "alwaysAllow", "description");
        assertThat(file(file).misplaced()).containsExactly("logLevel");
    }

    @Test
    void oneOfSeveralServersIsChosenByName() throws Exception {
        write("{\"mcpServers\":{\"a\":%s,\"b\":%s}}".formatted(CAT, CAT));
        assertThat(only(plan(named("b"))).name()).isEqualTo("b");
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                says(
                        ": is no valid JSON at line 1, column 2; look for a missing comma, quote or"
                                + " bracket, or a key that is written twice",
                        "{x}"),
                says(": is no JSON object; it should begin with {", "[]"),
                says(
                        ": holds no mcpServers; write {\"mcpServers\": {\"NAME\": {\"command\":"
                                + " \"...\", \"args\": [...]}}}",
                        "{}"),
                says(
                        ": holds no mcpServers but mcpServer; correct its name",
                        "{\"mcpServer\":{\"a\":{\"command\":\"cat\"}}}"),
                says(": mcpServers names no server; add one", "{\"mcpServers\":{}}"),
                entrySays("a: is no object; write {\"command\": ...} or {\"url\": ...}", "\"cat\""),
                entrySays(
                        "a: has neither command nor url; name a program to start, or where the"
                                + " server is",
                        "{}"),
                entrySays(
                        "a: has args and no command; name the program to start",
                        "{\"args\":[\"x\"]}"),
                entrySays(
                        "a: has an unknown key comand; did you mean command?",
                        "{\"comand\":\"cat\",\"url\":\"http://a\"}"),
                entrySays(
                        "a: has an unknown key calltimeout; did you mean callTimeout?",
                        "{\"command\":\"cat\",\"calltimeout\":\"1s\"}"),
                entrySays(
                        "a.disabled: the server is disabled; remove the key to serve it",
                        "{\"command\":\"cat\",\"disabled\":true}"),
                entrySays(
                        "a.enabled: the server is not enabled; remove the key to serve it",
                        "{\"command\":\"cat\",\"enabled\":false}"),
                entrySays("a.command: is not a string; write it in quotes", "{\"command\":[]}"),
                entrySays(
                        "a.args: is no list; write [\"...\", \"...\"]",
                        "{\"command\":\"cat\",\"args\":{}}"),
                entrySays(
                        "a.args[1]: is not a string; write it in quotes",
                        "{\"command\":\"cat\",\"args\":[\"x\",null]}"),
                entrySays(
                        "a.env: is no object; write {\"NAME\": \"value\"}",
                        "{\"command\":\"cat\",\"env\":[\"A=B\"]}"),
                entrySays(
                        "a.env.KEY: the variable GONE is not set; set it, or write a default:"
                                + " ${GONE:-default}",
                        "{\"command\":\"cat\",\"env\":{\"KEY\":\"${GONE}\"}}"),
                entrySays(
                        "a.args[0]: ${a-b} is no variable of the environment; write ${NAME}"
                                + " or ${NAME:-default}, and $${ for the characters themselves",
                        "{\"command\":\"cat\",\"args\":[\"${a-b}\"]}"),
                entrySays(
                        "a.type: \"sse\" and a command exclude each other; write stdio",
                        "{\"command\":\"cat\",\"type\":\"sse\"}"),
                entrySays(
                        "a.type: \"stdio\" and a URL exclude each other; write http or sse",
                        "{\"url\":\"http://a\",\"type\":\"stdio\"}"),
                entrySays(
                        "a.type: \"ws\" is no transport; write stdio, http or sse",
                        "{\"url\":\"http://a\",\"type\":\"ws\"}"),
                entrySays(
                        "a.headers.X: is for a server behind a URL, not for a command; leave one of"
                                + " them out",
                        "{\"command\":\"cat\",\"headers\":{\"X\":\"y\"}}"),
                entrySays(
                        "a.url: there is a command as well (FILE: mcpServers.a.command), and one"
                                + " gateway serves one server; leave one of them out",
                        "{\"command\":\"cat\",\"url\":\"http://a\"}"),
                entrySays(
                        "a.idle: \"30\" is no duration; write a number with ms, s, m, h or d, like"
                                + " 30s",
                        "{\"command\":\"cat\",\"idle\":30}"));
    }

    private static Arguments says(String message, String text) {
        return Arguments.of(text, "FILE" + message);
    }

    private static Arguments entrySays(String message, String entry) {
        return Arguments.of(
                "{\"mcpServers\":{\"a\":" + entry + "}}", "FILE: mcpServers." + message);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mistakes")
    void aMistakeIsNamedWithItsPlaceAndTheWayOut(String text, String message) throws IOException {
        assertThatThrownBy(() -> plan(text))
                .isInstanceOf(UsageException.class)
                .hasMessage(message.replace("FILE", path().toString()));
    }

    @Test
    void anUnknownKeyNearNoneListsWhatThereIs() {
        assertThatThrownBy(() ->
                        plan("{\"mcpServers\":{\"a\":{\"command\":\"cat\",\"zzzzzzzzz\":1}}}"))
                .hasMessageContaining(
                        "unknown key zzzzzzzzz; known are admin, adminTokenFile, allowHosts,");
    }

    @Test
    void aFileInAnotherEncodingIsNamed() throws IOException {
        Files.write(path(), "\uFEFF{}".getBytes(UTF_16LE));
        assertThatThrownBy(() -> ConfigFile.read(path()))
                .hasMessage(path() + ": is not in UTF-8; save it as UTF-8");
    }

    @Test
    void aDirectoryIsNamed() {
        assertThatThrownBy(() -> ConfigFile.read(folder))
                .hasMessage(folder + ": is a directory; name the file in it");
    }

    @Test
    void aServerThatIsNotThereIsNamed() throws Exception {
        write("{\"mcpServers\":{\"a\":%s,\"b\":%s}}".formatted(CAT, CAT));
        assertThatThrownBy(() -> plan(named("c")))
                .hasMessage("--server: " + path() + " holds no server c, but a, b");
    }

    @Test
    void whatTheFileSaysOfListeningIsSetAsideWithStdio() throws IOException {
        write(
                """
                {"mcpServers": {"a": {"url": "http://127.0.0.1:1/", "listen": "127.0.0.1:0",
                  "allowHosts": ["x"]}}}\
                """);
        var said = Said.by("run", "--stdio", path().toString());
        assertThat(said.err())
                .contains("not used with --stdio: listen, allowHosts")
                .contains("a.url: http://127.0.0.1:1/ cannot be reached");
    }

    @Test
    void aValueThatMayBeSecretIsNeverRepeated() throws IOException {
        write("{\"mcpServers\":{\"a\":{\"url\":\"http://a\",\"headers\":{\"X\":\"s3cret\\n\"}}}}");
        assertThat(Said.by("run", path().toString()).err())
                .contains("headers.X")
                .doesNotContain("s3cret");
        write("{\"mcpServers\":{\"a\":{\"url\":\"http://a\",\"headers\":{\"X\":\"s3cret\"}}");
        assertThat(Said.by("run", path().toString()).err()).doesNotContain("s3cret");
    }

    private Plan plan(String text) throws UsageException, IOException {
        write(text);
        return plan(Configuration.NONE);
    }

    private Plan plan(Configuration said) throws UsageException {
        return Planner.plan(
                ConfigFiles.read(List.of(path()), ENVIRONMENT, Terminal.NOBODY).with(said));
    }

    private static Configuration named(String server) {
        return Configuration.NONE.with(Setting.SERVER, ConfigValue.of(server, "--server"));
    }

    private static ServerPlan only(Plan plan) {
        assertThat(plan.servers()).hasSize(1);
        return plan.servers().getFirst();
    }

    private ServerEntry entry(String text) throws UsageException, IOException {
        return file(text).servers().getFirst();
    }

    private ConfigFile file(String text) throws UsageException, IOException {
        write(text);
        return ConfigFile.read(path());
    }

    private void write(String text) throws IOException {
        Files.write(path(), text.getBytes(UTF_8));
    }

    private Path path() {
        return folder.resolve("mcp.json");
    }
}
