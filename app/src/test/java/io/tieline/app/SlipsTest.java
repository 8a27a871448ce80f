package io.tieline.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.app.config.ConfigFiles;
import io.tieline.app.config.ConfigValue;
import io.tieline.app.config.Configuration;
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

/** What people write who know other programs: one sentence names the slip and how it is written. */
final class SlipsTest {

    private static final String URL = "--backend=http://127.0.0.1:1/mcp";
    private static final String AFTER_DASHES =
            "npx: a command to start goes after --; write tieline run [OPTIONS] -- npx ...";
    private static final String LISTEN =
            "address and port are one option: --listen HOST:PORT, like --listen 127.0.0.1:3000";

    static Stream<Arguments> ofTheCommandLine() {
        return Stream.of(
                says(AFTER_DASHES, "run", "npx", "-y", "x"),
                says(AFTER_DASHES, "run", "npx", "x"),
                says(AFTER_DASHES, "run", "npx"),
                says(AFTER_DASHES, "run", "--stdio", "--idle", "5m", "npx", "--port", "1"),
                says(
                        "/bin/cat: a command to start goes after --; write tieline run [OPTIONS] --"
                                + " /bin/cat ...",
                        "run",
                        "/bin/cat",
                        "file"),
                says(
                        "npx: write run -- before a command to start: tieline run -- npx ...",
                        "npx",
                        "-y",
                        "x"),
                says("--: write run before it: tieline run -- COMMAND ARG...", "--", "npx", "x"),
                says("mcp.json: write run before it: tieline run mcp.json", "mcp.json"),
                says("--stdio: belongs to run; write tieline run --stdio", "--stdio", "mcp.json"),
                says(
                        "a URL needs two words before it: tieline run --backend URL",
                        "https://a/mcp?key=s3cret"),
                says(
                        "a URL goes behind --backend: tieline run --backend URL",
                        "run",
                        "https://a/mcp?key=s3cret"),
                says("there is no option --port; " + LISTEN, "run", "--port", "3000", URL),
                says("there is no option --port; " + LISTEN, "run", "--port=3000", URL),
                says("there is no option -p; " + LISTEN, "run", URL, "-p", "3000"),
                says("there is no option --host; " + LISTEN, "run", URL, "--host", "0.0.0.0"),
                says(
                        "there is no option --transport; write --stdio to serve one client on stdin"
                                + " and stdout; without it clients connect over HTTP",
                        "run",
                        "--transport",
                        "stdio",
                        URL),
                says(
                        "there is no option --timeout; write --call-timeout for calls and"
                                + " --start-timeout for the start, like --call-timeout 5m",
                        "run",
                        URL,
                        "--timeout",
                        "30"),
                says("there is no option --url; write --backend URL", "run", "--url", "http://a"),
                says(
                        "there is no option --config; name the file without an option: tieline run"
                                + " CONFIG.json",
                        "run",
                        "--config",
                        "mcp.json"),
                says("there is no option -v; write --log-level debug", "run", "-v", URL),
                says("there is no option -e; write --env NAME=VALUE", "run", "-e", "A=B"),
                says("there is no option -H; write --header 'NAME: VALUE'", "run", "-H", "A: B"),
                says(
                        "there is no option --token; write --header 'Authorization: Bearer TOKEN'",
                        "run",
                        URL,
                        "--token=s3cret"),
                says(
                        "--header: name and value are separated by :; write --header 'NAME: VALUE'",
                        "run",
                        URL,
                        "--header",
                        "X-Key=s3cret"),
                says(
                        "--env: name and value are separated by =; write --env NAME=VALUE",
                        "run",
                        "--env",
                        "KEY:s3cret",
                        "--",
                        "cat"),
                says(
                        "-- npx -y x: is several words in one; leave out the quotes: -- npx ...",
                        "run",
                        "--",
                        "npx -y x"),
                says(
                        "-- cmd: cmd /c is for Windows; here name the program itself, like npx",
                        "run",
                        "--",
                        "cmd",
                        "/c",
                        "npx"),
                says(
                        "--cwd: ~ is known to shells only, and at the beginning of a word; write"
                                + " $HOME, or a space in place of =",
                        "run",
                        "--cwd=~/none",
                        "--",
                        "cat"));
    }

    private static Arguments says(String message, String... arguments) {
        return Arguments.of(List.of(arguments), message);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ofTheCommandLine")
    void aSlipOfTheCommandLineIsOneSentence(List<String> arguments, String message) {
        var said = Said.by(arguments.toArray(String[]::new));
        assertThat(said.err()).isEqualTo("tieline: " + message + System.lineSeparator());
        assertThat(said.exitCode()).isEqualTo(2);
    }

    @TempDir Path folder;

    private static final String SHAPE =
            "write {\"mcpServers\": {\"NAME\": {\"command\": \"...\", \"args\": [...]}}}";

    static Stream<Arguments> ofTheFile() {
        return Stream.of(
                file("is empty; " + SHAPE, " \n"),
                file("mcpServers is no object; " + SHAPE, "{'mcpServers': 'cat'}"),
                file("mcpServers names no server; add one", "{'mcpServers': []}"),
                file(
                        "mcpServers[0] is a server without a name; add \"name\": \"...\"",
                        "{'mcpServers': [{'command': 'cat'}]}"),
                file("holds a server without a name; " + SHAPE, "{'command': 'cat'}"),
                file(
                        "mcpServers holds a server without a name; " + SHAPE,
                        "{'mcpServers': {'command': 'cat', 'args': []}}"),
                file(
                        "holds the server cat outside of mcpServers; write {\"mcpServers\":"
                                + " {\"cat\": {...}}}",
                        "{'cat': {'command': 'cat'}, 'theme': 'dark'}"),
                file(
                        "is TOML; rename it so that it ends in .toml",
                        "# servers\n[mcp_servers.cat]\ncommand = 'cat'\n"),
                file(
                        "is YAML; write JSON: " + SHAPE.substring("write ".length()),
                        "mcpServers:\n  cat:\n    command: cat\n"),
                file(
                        "is a program and no configuration; write -- before a command to start",
                        "#!/usr/bin/env python3\nprint()\n"),
                file(
                        "has typographic quotes at line 1, column 2; write straight ones: \"...\"",
                        "{\u201cmcpServers\u201d: {}}"),
                entry(
                        ".args: is one string; write each word by itself: [\"-y\", \"package\"]",
                        "'command': 'npx', 'args': '-y x'"),
                entry(
                        ".command: is a whole command line; write \"command\": \"npx\" and each"
                                + " further word in \"args\": [...]",
                        "'command': 'npx -y x'"),
                entry(
                        ".command: is a whole command line; write \"command\": \"npx\" and each"
                                + " further word in \"args\": [...]",
                        "'command': 'npx -y', 'args': ['x']"),
                entry(
                        ".command: cmd /c is for Windows; here name the program itself, like npx",
                        "'command': 'cmd', 'args': ['/c', 'npx']"),
                entry(
                        ".command: ~ is known to shells only; write ${HOME}",
                        "'command': '~/bin/serve'"),
                entry(
                        ".cwd: ~ is known to shells only; write ${HOME}",
                        "'command':'cat','cwd':'~/x'"),
                entry(
                        ".args[0]: a single backslash has become another character; write \\\\ or"
                                + " /",
                        "'command': 'cat', 'args': ['C:\\temp\\new']"),
                literal(".env.KEY", "KEY_OF", "'command': 'cat', 'env': {'KEY': '$KEY_OF'}"),
                literal(
                        ".env.KEY",
                        "KEY_OF",
                        "%%KEY_OF%",
                        "'command': 'cat', 'env': {'KEY': '%KEY_OF%'}"),
                literal(".args[0]", "HOME", "'command': 'cat', 'args': ['--dir=$HOME']"),
                literal(".args[0]", "HOME", "'command': 'cat', 'args': ['a $HOME b']"),
                literal(".env.KEY", "TOKEN", "'command': 'cat', 'env': {'KEY': 'Bearer $TOKEN'}"),
                literal(".env.KEY", "ecret1", "'command': 'cat', 'env': {'KEY': '$ecret1'}"),
                literal(".args[0]", "HOME", "'command': 'cat', 'args': ['$HOME/data']"),
                literal(".command", "HOME", "'command': '$HOME/bin/serve'"),
                literal(
                        ".headers.Authorization",
                        "TOKEN",
                        "'url': 'http://a', 'headers': {'Authorization': 'Bearer $TOKEN'}"),
                literal(".url", "HOST", "'url': 'http://$HOST/mcp'"),
                entry(
                        ".env.KEY: ${command:pick} is known to its editor only; write a variable:"
                                + " ${NAME}",
                        "'command': 'cat', 'env': {'KEY': '${command:pick}'}"));
    }

    private static Arguments file(String message, String text) {
        return Arguments.of(text, ": " + message);
    }

    private static Arguments entry(String message, String members) {
        return Arguments.of("{'mcpServers': {'a': {" + members + "}}}", ": mcpServers.a" + message);
    }

    private static Arguments literal(String place, String name, String members) {
        return literal(place, name, "$$" + name, members);
    }

    private static Arguments literal(String place, String name, String escaped, String members) {
        return entry(
                place
                        + ": the variable "
                        + name
                        + " would be passed on literally; write ${"
                        + name
                        + "}, or "
                        + escaped
                        + " for the characters themselves",
                members);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ofTheFile")
    void aSlipOfTheFileIsOneSentence(String text, String message) throws IOException {
        var path = Files.writeString(folder.resolve("mcp.json"), text.replace('\'', '"'));
        var said = Said.by("run", path.toString());
        assertThat(said.err()).isEqualTo("tieline: " + path + message + System.lineSeparator());
        assertThat(said.exitCode()).isEqualTo(2);
    }

    @Test
    void singleQuotesAndUnknownBackslashesAreNamed() throws IOException {
        var single = Files.writeString(folder.resolve("a.json"), "{'mcpServers': {}}");
        assertThat(Said.by("run", single.toString()).err())
                .contains("has single quotes at line 1, column", "JSON has double ones");
        var text = "{\"mcpServers\": {\"a\": {\"command\": \"C:\\Users\\x\"}}}";
        var backslash = Files.writeString(folder.resolve("b.json"), text);
        assertThat(Said.by("run", backslash.toString()).err())
                .contains(
                        "has a backslash that JSON does not know at line 1, column", "write \\\\");
    }

    @Test
    void whatAShellReplacesItselfAndWhatOnlyLooksLikeAVariablePasses() throws Exception {
        var text =
                """
                {"mcpServers": {"a": {"command": "/bin/sh", "args": ["-c", "$HOME/serve $1 $$"],
                  "instructions": "Q: first\\nsecond",
                  "env": {"PASSWORD": "pa$$word", "PRICE": "$5", "SHARE": "100%", "TABBED": "a:\\tb",
                    "ENCODED": "%E4%BD%A0"}}}}
                """;
        var path = Files.writeString(folder.resolve("mcp.json"), text);
        assertThat(choices(path).all(Setting.ENV))
                .extracting(ConfigValue::value)
                .containsExactly("pa$$word", "$5", "100%", "a:\tb", "%E4%BD%A0");
    }

    @Test
    void whatLooksLikeAVariableCanBeWrittenAllTheSame() throws Exception {
        var text =
                """
                {"mcpServers": {"a": {"command": "cat", "args": ["--price=$$USD", "$$HOME/x"],
                  "env": {"PASSWORD": "$$ecret1", "PERCENT": "%%PATH%", "BRACE": "a$${b}"}}}}
                """;
        var path = Files.writeString(folder.resolve("mcp.json"), text);
        var choices = choices(path);
        assertThat(choices.all(Setting.ENV))
                .extracting(ConfigValue::value)
                .containsExactly("$ecret1", "%PATH%", "a${b}");
        assertThat(choices.all(Setting.COMMAND))
                .extracting(ConfigValue::value)
                .containsExactly("cat", "--price=$USD", "$HOME/x");
    }

    private static Configuration choices(Path path) throws UsageException {
        var files = ConfigFiles.read(List.of(path), Map.of(), Terminal.NOBODY);
        return files.with(Configuration.NONE).servers().getFirst().choices();
    }
}
