package io.tieline.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tieline.app.config.ConfigFiles;
import io.tieline.app.config.Configuration;
import io.tieline.app.config.Terminal;
import io.tieline.app.config.UsageException;
import io.tieline.gateway.SessionPolicy;
import io.tieline.wire.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Several servers of one or several files: who is served, and whose each setting is. */
final class SeveralServersTest {

    private static final String TWO =
            """
            {"mcpServers": {"git": {"command": "git-mcp"}, "db": {"url": "http://127.0.0.1:1/mcp"}}}
            """;

    @TempDir Path folder;
    private final List<String> files = new ArrayList<>();

    @Test
    void allThatAreNotSwitchedOffAreServedInTheOrderOfTheFile() throws Exception {
        file(
                "a.json",
                "{'mcpServers': {'c': CAT, 'a': CAT, 'off': {'command': 'x', 'disabled': true}, 'b': CAT}}");
        assertThat(plan().servers()).extracting(ServerPlan::name).containsExactly("c", "a", "b");
        assertThat(plan().servers()).extracting(ServerPlan::prefix).containsExactly("c", "a", "b");
    }

    @Test
    void oneOfAFileOfCodexIsServed() throws Exception {
        try (var server = new HeldServer()) {
            file(
                    "config.toml",
                    "[mcp_servers.far]\nurl = '%s'\n[mcp_servers.off]\ncommand = 'x'\nenabled = false\n"
                            .formatted(server.url()));
            // In a process of its own: a front over stdio ends with the stdout that it serves.
            try (var tieline =
                    TielineProcess.start("run", files.getFirst(), "--listen=127.0.0.1:0")) {
                tieline.awaitError(
                        line -> line.contains("tieline: ready") && line.contains("(backend far)"));
            }
        }
    }

    @Test
    void someAreChosenByName() throws Exception {
        file("a.json", "{'mcpServers': {'c': CAT, 'a': CAT, 'b': CAT}}");
        assertThat(plan("--server=b", "--server", "c").servers())
                .extracting(ServerPlan::name)
                .containsExactly("c", "b");
        assertThat(plan("--server=b").servers()).extracting(ServerPlan::prefix).containsExactly("");
    }

    @Test
    void aServerThatIsNotServedMayLackItsVariables() throws Exception {
        file("a.json", "{'mcpServers': {'a': CAT, 'b': {'command': '${GONE}'}}}");
        assertThat(plan("--server=a").servers()).hasSize(1);
    }

    @Test
    void theServerOfALaterFileWins() throws Exception {
        file("a.json", "{'mcpServers': {'a': {'command': 'one'}, 'b': CAT}}");
        file("b.toml", "[mcp_servers.a]\ncommand = 'two'\n[mcp_servers.c]\ncommand = 'three'\n");
        var servers = plan().servers();
        assertThat(servers).extracting(ServerPlan::name).containsExactly("a", "b", "c");
        assertThat(command(servers.getFirst()).command().argv()).containsExactly("two");
    }

    @Test
    void eachServerMayHaveItsOwnSettingsAndTheCommandLineWins() throws Exception {
        file(
                "a.json",
                """
                {'tieline': {'callTimeout': '2m', 'sessions': 'shared', 'forwardHeaders': ['X-A'], 'listen': '127.0.0.1:7'},
                 'mcpServers': {'a': {'command': 'x', 'sessions': 'per-request'},
                   'b': {'url': 'http://127.0.0.1:1/', 'callTimeout': '3m', 'forwardHeaders': ['X-B']}}}
                """);
        var plan = plan();
        var a = plan.servers().getFirst().gateway();
        var b = plan.servers().getLast().gateway();
        assertThat(a.sessions()).isEqualTo(SessionPolicy.PER_REQUEST);
        assertThat(a.limits().idle()).isEqualTo(Duration.ofMinutes(2));
        assertThat(a.forwardedHeaders()).isEmpty();
        assertThat(b.sessions()).isEqualTo(SessionPolicy.SHARED);
        assertThat(b.limits().idle()).isEqualTo(Duration.ofMinutes(3));
        assertThat(b.forwardedHeaders()).containsExactlyInAnyOrder("x-a", "x-b");
        var front = ((FrontPlan.Http) plan.front()).settings();
        assertThat(front.address().getPort()).isEqualTo(7);
        assertThat(front.allowedHeaders()).containsExactlyInAnyOrder("X-A", "X-B");
        assertThat(plan("--call-timeout=1m", "--listen=127.0.0.1:8").servers())
                .allMatch(server -> server.gateway().limits().idle().equals(Duration.ofMinutes(1)));
    }

    @Test
    void whatIsSaidForAllHoldsForAServerThatIsAloneToo() throws Exception {
        file(
                "a.json",
                "{'tieline': {'idle': '5m', 'instructions': 'Be brief'}, 'mcpServers': {'a': CAT}}");
        var plan = plan();
        assertThat(plan.sessions().idle()).isEqualTo(Duration.ofMinutes(5));
        assertThat(plan.servers().getFirst().gateway().idle()).isEqualTo(Duration.ofMinutes(5));
        assertThat(plan.servers().getFirst().gateway().instructions()).isEqualTo("Be brief");
    }

    @Test
    void theServersTogetherHaveSettings() throws Exception {
        file(
                "a.json",
                """
                {'tieline': {'name': 'shop', 'instructions': 'All', 'maxName': 50, 'reserve': 0, 'pageSize': 10, 'grace': '1m',
                   'search': true, 'pinned': ['a__x'], 'views': {
                     'dev': {'servers': ['b', 'a'], 'includeTools': ['a__*'], 'prompts': {'exclude': ['p']}, 'search': false},
                     'all': {}}},
                 'mcpServers': {'a': CAT, 'b': CAT, 'c': CAT}}
                """);
        file("b.json", "{'tieline': {'grace': '2m'}, 'mcpServers': {'c': CAT}}");
        var federation = plan().federation();
        assertThat(federation.name()).isEqualTo("shop");
        assertThat(federation.instructions()).isEqualTo("All");
        assertThat(federation.maxName()).isEqualTo(50);
        assertThat(federation.reserve()).isZero();
        assertThat(federation.pageSize()).isEqualTo(10);
        assertThat(federation.grace()).isEqualTo(Duration.ofMinutes(2));
        assertThat(federation.search()).isTrue();
        assertThat(federation.pinned()).containsExactly("a__x");
        var dev = federation.views().getFirst();
        assertThat(dev.servers()).containsExactly("a", "b");
        assertThat(dev.tools().include()).containsExactly("a__*");
        assertThat(dev.prompts().exclude()).containsExactly("p");
        assertThat(dev.search()).isFalse();
        var all = federation.views().getLast();
        assertThat(all.servers()).containsExactly("a", "b", "c");
        assertThat(all.search()).isTrue();
        assertThat(all.pinned()).containsExactly("a__x");
        assertThat(plan("--server=b", "--server=c").federation().views())
                .first()
                .satisfies(view -> assertThat(view.servers()).containsExactly("b"));
        assertThat(plan("--instructions=Said").federation().instructions()).isEqualTo("Said");
    }

    @Test
    void whatIsChangedOfAToolIsRead() throws Exception {
        file(
                "a.json",
                """
                {'mcpServers': {'a': {'command': 'x', 'tools': {'t': {'name': 'u', 'tags': ['k'], 'meta': {'m': 1},
                  'annotations': {'readOnlyHint': true}, 'arguments': {'tenant': {'hide': true, 'default': '${TOKEN}'},
                  'n': {'type': 'integer', 'default': 3, 'required': true, 'examples': [1, '${TOKEN}']}}}}}}}
                """);
        var tool = plan().servers().getFirst().exposure().override("t");
        assertThat(tool.name()).isEqualTo("u");
        assertThat(tool.tags()).isEqualTo(Set.of("k"));
        assertThat(tool.meta()).isEqualTo(Json.of("{\"m\":1}"));
        assertThat(tool.annotations()).isEqualTo(Json.of("{\"readOnlyHint\":true}"));
        var tenant = tool.arguments().get("tenant");
        assertThat(tenant).isNotNull();
        assertThat(tenant.isHidden()).isTrue();
        assertThat(tenant.defaultValue()).isEqualTo(Json.string("t0p"));
        var number = tool.arguments().get("n");
        assertThat(number).isNotNull();
        assertThat(number.type()).isEqualTo(Json.string("integer"));
        assertThat(number.defaultValue()).isEqualTo(Json.of("3"));
        assertThat(number.required()).isTrue();
        assertThat(number.examples()).containsExactly(Json.of("1"), Json.string("t0p"));
    }

    @Test
    void anInputIsAskedOnceAndHiddenIfItIsAPassword() throws Exception {
        file(
                "a.json",
                """
                {'inputs': [{'id': 'k', 'description': 'Key', 'password': true}, {'id': 's', 'options': ['x', 'y'], 'default': 'y'}],
                 'servers': {'a': {'command': '${input:s}', 'env': {'A': '${input:k}', 'B': '${input:k}'}}}}
                """);
        var asked = new ArrayList<String>();
        var server =
                plan(
                                (question, hidden) -> {
                                    asked.add(question + (hidden ? " hidden" : ""));
                                    return hidden ? "s3cret" : "";
                                })
                        .servers()
                        .getFirst();
        assertThat(asked).containsExactlyInAnyOrder("Key hidden", "s (x, y)");
        assertThat(command(server).command().argv()).containsExactly("y");
        assertThat(command(server).command().environment())
                .isEqualTo(Map.of("A", "s3cret", "B", "s3cret"));
    }

    @Test
    void theFileOfVariablesGivesWayToTheEntrysOwn() throws Exception {
        Files.writeString(
                folder.resolve(".env"),
                "# of the shop\nexport A=1\nB = 'two words' \nC=three # third\nD=\n");
        file(
                "a.json",
                "{'servers': {'a': {'command': 'x', 'env': {'A': 'own'}, 'envFile': '${workspaceFolder}/.env'}}}");
        assertThat(command(plan().servers().getFirst()).command().environment())
                .isEqualTo(Map.of("A", "own", "B", "two words", "C", "three", "D", ""));
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                says(
                        "--header: is for one server, and there are several; write it into the server's entry, or choose one with --server NAME",
                        TWO,
                        "--header=A: s3cret"),
                says(
                        "--backend: there are servers of a file as well; add it to the file",
                        TWO,
                        "--backend=http://a"),
                says("--server: FOLDER/a.json holds no server x, but git, db", TWO, "--server=x"),
                says(
                        "--ca: is for a server behind a URL, and there is none; leave it out",
                        "{'mcpServers': {'a': CAT, 'b': CAT}}",
                        "--ca=x.pem"),
                says(
                        "FOLDER/a.json: mcpServers.b.disabled: the server is disabled; remove the key to serve it",
                        "{'mcpServers': {'a': CAT, 'b': {'command': 'x', 'disabled': true}}}",
                        "--server=b"),
                says(
                        "FOLDER/a.json: tieline: has an unknown key serch; did you mean search?",
                        "{'tieline': {'serch': true}, 'mcpServers': {'a': CAT}}"),
                says(
                        "FOLDER/a.json: tieline.headers: is of one server; move it into the entry of that server",
                        "{'tieline': {'headers': {'A': 's3cret'}}, 'mcpServers': {'a': CAT}}"),
                says(
                        "FOLDER/a.json: has an unknown key teiline; did you mean tieline?",
                        "{'teiline': {}, 'mcpServers': {'a': CAT}}"),
                says(
                        "FOLDER/a.json: tieline.maxName: \"5\" is no number from 16 to 1024, like 16",
                        "{'tieline': {'maxName': 5}, 'mcpServers': {'a': CAT}}"),
                says(
                        "FOLDER/a.json: tieline.search: is no true and no false; write one of them, without quotes",
                        "{'tieline': {'search': 'yes'}, 'mcpServers': {'a': CAT}}"),
                says(
                        "FOLDER/a.json: tieline.views.a: is the name of a server as well; rename the view",
                        "{'tieline': {'views': {'a': {}}}, 'mcpServers': {'a': CAT}}"),
                says(
                        "FOLDER/a.json: tieline.views.a/b: is a part of a path; write letters, digits, _, . and - only",
                        "{'tieline': {'views': {'a/b': {}}}, 'mcpServers': {'a': CAT}}"),
                says(
                        "FOLDER/a.json: tieline.views.v.servers[0]: there is no server x, but a",
                        "{'tieline': {'views': {'v': {'servers': ['x']}}}, 'mcpServers': {'a': CAT}}"),
                says(
                        "FOLDER/a.json: tieline.views.v: has an unknown key include; known are disabledTools, disabled_prompts, disabled_resources, disabled_tools, enabled_tools, excludeTools, exclude_tags, includeTools, include_tags, pinned, prompts, resources, search, servers, tools",
                        "{'tieline': {'views': {'v': {'include': ['x']}}}, 'mcpServers': {'a': CAT}}"),
                says(
                        "FOLDER/a.json: mcpServers.a.tools.t: two arguments get the name n; correct it",
                        "{'mcpServers': {'a': {'command': 'x', 'tools': {'t': {'arguments': {'m': {'name': 'n'}, 'n': {}}}}}}}"));
    }

    private static Arguments says(String message, String text, String... options) {
        return Arguments.of(message, text, List.of(options));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mistakes")
    void aMistakeIsNamedWithItsPlaceAndTheWayOut(String message, String text, List<String> options)
            throws Exception {
        file("a.json", text);
        assertThatThrownBy(() -> plan(options.toArray(String[]::new)))
                .isInstanceOf(UsageException.class)
                .hasMessage(message.replace("FOLDER", folder.toString()));
    }

    @Test
    void settingsOfTheFrontAreRefusedInAnEntryOfSeveral() throws Exception {
        file("a.json", "{'mcpServers': {'a': {'command': 'x', 'drain': '1s'}, 'b': CAT}}");
        assertThatThrownBy(this::plan).hasMessageContaining("move it into \"tieline\"");
        assertThat(plan("--server=a").drain()).isEqualTo(Duration.ofSeconds(1));
    }

    private void file(String name, String text) throws IOException {
        var file = folder.resolve(name);
        var quoted = name.endsWith(".toml") ? text : text.replace('\'', '"');
        Files.writeString(file, quoted.replace("CAT", "{\"command\": \"cat\"}"));
        files.add(file.toString());
    }

    private Plan plan(String... options) throws UsageException {
        var words = Stream.of(Stream.of("run"), files.stream(), Stream.of(options));
        var line = RunLine.of(CommandLineWords.of(words.flatMap(part -> part).toList()), List.of());
        return plan(line.choices(), Terminal.NOBODY);
    }

    private Plan plan(Terminal terminal) throws UsageException {
        return plan(Configuration.NONE, terminal);
    }

    private Plan plan(Configuration said, Terminal terminal) throws UsageException {
        var paths = files.stream().map(Path::of).toList();
        return Planner.plan(ConfigFiles.read(paths, Map.of("TOKEN", "t0p"), terminal).with(said));
    }

    private static BackendPlan.Command command(ServerPlan server) {
        return (BackendPlan.Command) server.backend();
    }
}
