package io.tieline.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.framework.McpClient;
import io.tieline.http.EventLoops;
import io.tieline.http.HttpBackend;
import io.tieline.wire.Revision;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Names in any script, in environments that have no locale for them. The tree, its configuration
 * and what starts it are written by a shell, so that the locale of the test does not matter.
 */
@Timeout(180)
final class EncodingTest {

    private static final String FOLDER = "größe 日本 ключ";

    /** Answers each call with its arguments, its variables and its directory. */
    private static final String SERVER =
            """
            #!/bin/sh
            while IFS= read -r line; do
                id=${line#*'"id":'}
                id=${id%%[,\\}]*}
                case $line in
                    *'"initialize"'*) result='{"protocolVersion":"2025-11-25","capabilities":{"tools":{}},\
            "serverInfo":{"name":"сервер","version":"1"}}' ;;
                    *'"tools/call"'*) result='{"content":[{"type":"text","text":"'"$*|$GRUSS|$PASSED|$(pwd)|${LC_ALL-none}"'"}]}' ;;
                    *) continue ;;
                esac
                printf '{"jsonrpc":"2.0","id":%s,"result":%s}\\n' "$id" "$result"
            done
            """;

    private static final String CONFIG =
            """
            {"mcpServers": {"ключ": {"command": "./сервер", "args": ["naïve", "日本", "עברית"],
              "env": {"GRUSS": "grüß dich", "PASSED": "${WÖRTLICH:-}${WORT}"}, "cwd": "."}}}
            """;

    @TempDir Path root;

    @BeforeEach
    void tree() throws Exception {
        var source = Objects.requireNonNull(Path.of("").toAbsolutePath().getParent());
        LauncherTest.copyScripts(source, root.resolve("tree"));
        Files.createFile(root.resolve("tree/pom.xml"));
        Files.createDirectories(root.resolve("tree/app/src/main"));
        Files.createFile(root.resolve("tree/app/pom.xml"));
        Files.createDirectories(root.resolve("tree/app/target/quick"));
        jar(root.resolve("tree/app/target/quick/tieline-app.jar"));
        Files.createFile(root.resolve("tree/app/target/quick/built"));
        Files.writeString(root.resolve("tree/app/target/quick/tieline-app.aot"), "none");
        Files.writeString(root.resolve("config"), CONFIG.replace("WÖRTLICH", "OTHER"));
        Files.writeString(root.resolve("server"), SERVER);
        SelfSigned.in(root);
        sh("""
        chmod +x server
        mkdir '%1$s'
        mv tree '%1$s/дерево'
        mv config '%1$s/настройки.json'
        mv server '%1$s/сервер'
        cp certificate.pem '%1$s/удостоверение.pem'
        cp key.pem '%1$s/ключ.pem'
        """)
                .output();
    }

    /** What is passed on to the program: nothing, what an SDK passes, and what containers have. */
    private static final String NOTHING = "";

    private static final String SIX =
            "HOME=/tmp LOGNAME=u PATH=/usr/bin:/bin SHELL=/bin/sh TERM=dumb USER=u";

    /** Scenario 185. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                NOTHING,
                SIX,
                SIX + " LC_ALL=POSIX",
                SIX + " LANG=xx_XX.UTF-8",
                SIX + " LC_ALL=C.UTF-8"
            })
    void scenario185NamesInAnyScriptArriveAsTheyWereWrittenInBothEras(String environment)
            throws Exception {
        try (var tieline = started(environment, "run --listen 127.0.0.1:0 настройки.json");
                var loops = EventLoops.open(1)) {
            var url = URI.create(tieline.ready() + "/mcp");
            for (var revision : List.of(Revision.LATEST_HANDSHAKE, Revision.STATELESS)) {
                try (var client =
                        McpClient.to(HttpBackend.to(url, loops)).revision(revision).connect()) {
                    assertThat(client.callTool("say").text())
                            .isEqualTo(
                                    "naïve 日本 עברית|grüß dich|schön|"
                                            + root.toRealPath()
                                            + "/"
                                            + FOLDER
                                            + "|"
                                            + localeOf(environment));
                }
            }
        }
    }

    /** Scenario 185: options, files of TLS, and a client on stdin and stdout. */
    @Test
    void scenario185NamesOfFilesAndOptionsTooOverStdioAndTls() throws Exception {
        try (var behind =
                        started(
                                SIX,
                                "run --listen 127.0.0.1:0 --tls-certificate удостоверение.pem"
                                        + " --tls-key ключ.pem --env GRUSS=grüß --env PASSED=schön"
                                        + " --cwd . -- ./сервер ключ '日 本'");
                var front =
                        started(
                                SIX,
                                "run --stdio --ca удостоверение.pem --backend "
                                        + behind.ready()
                                        + "/mcp")) {
            front.type(
                    """
                    {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25",\
                    "capabilities":{},"clientInfo":{"name":"typing","version":"1"}}}
                    {"jsonrpc":"2.0","method":"notifications/initialized"}
                    {"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"say"}}
                    """);
            assertThat(front.output())
                    .contains("\"name\":\"сервер\"", "\"ключ 日 本|grüß|schön|", FOLDER + "|none\"");
        }
    }

    @Test
    void withoutTheLauncherItSaysWhatIsMissingInsteadOfTakingLettersForOthers() throws Exception {
        sh("cp '%1$s/дерево/app/target/quick/tieline-app.jar' program.jar").output();
        var line = "'" + System.getProperty("java.home") + "/bin/java' -jar program.jar";
        try (var argument = sh("exec env -i LC_ALL=C " + line + " run настройки.json");
                var inside =
                        sh(
                                "cp '%1$s/настройки.json' config.json; cp '%1$s/сервер' .; exec env"
                                        + " -i WORT=x LC_ALL=C "
                                        + line
                                        + " run config.json")) {
            assertThat(argument.exitCode()).isEqualTo(2);
            assertThat(argument.errors())
                    .containsExactly(
                            "tieline: argument 2 cannot be read: it is not in ASCII, and no UTF-8"
                                    + " locale is in force; set LC_ALL=C.UTF-8, or start tieline by"
                                    + " bin/tieline");
            assertThat(inside.exitCode()).isEqualTo(2);
            assertThat(inside.errors())
                    .singleElement()
                    .asString()
                    .contains("config.json", "сервер", "LC_ALL=C.UTF-8");
        }
    }

    @Test
    void bytesThatAreNotUtf8AreNamedInASentence() throws Exception {
        var latin = "name=$(printf 'gr\\366\\337e'); cp '%1$s/настройки.json' \"$name\"; ";
        var start = "'%1$s/дерево/bin/tieline' run --listen 127.0.0.1:0 ";
        var home = "JAVA25_HOME='" + System.getProperty("java.home") + "' ";
        try (var file = sh(latin + "exec env -i " + home + SIX + " " + start + "\"$name\"");
                var variable =
                        sh(
                                latin
                                        + "cd '%1$s'; exec env -i "
                                        + home
                                        + SIX
                                        + " WORT=\"$name\" дерево/bin/tieline run"
                                        + " настройки.json")) {
            assertThat(file.exitCode()).isEqualTo(2);
            assertThat(file.errors())
                    .singleElement()
                    .asString()
                    .startsWith("tieline: argument 4 cannot be read: it holds bytes that are not");
            assertThat(variable.exitCode()).isEqualTo(2);
            assertThat(variable.errors())
                    .singleElement()
                    .asString()
                    .contains("env.PASSED: the variable WORT cannot be read: it holds bytes");
        }
    }

    @Test
    void aVariableThatIsPassedOnAlteredIsAWarning() throws Exception {
        var latin = "name=$(printf 'gr\\366\\337e'); cd '%1$s'; exec env -i WORT=x ";
        var home = "JAVA25_HOME='" + System.getProperty("java.home") + "' ";
        try (var tieline =
                sh(
                        latin
                                + home
                                + SIX
                                + " LOGNAME=\"$name\" дерево/bin/tieline run --listen 127.0.0.1:0"
                                + " настройки.json")) {
            var warning = tieline.awaitError(line -> line.contains("passed on altered"));
            assertThat(warning).contains("warn  Variables", "(LOGNAME)", "not UTF-8");
        }
    }

    @Test
    void theUsersOwnLocaleIsGivenBack() {
        var given = Map.of("LC_ALL", "C.UTF-8", "LANG", "C", UserEnvironment.KEPT, "POSIX");
        assertThat(UserEnvironment.of(given)).isEqualTo(Map.of("LC_ALL", "POSIX", "LANG", "C"));
        var unset = Map.of("LC_ALL", "C.UTF-8", UserEnvironment.KEPT, "");
        assertThat(UserEnvironment.of(unset)).isEmpty();
        assertThat(UserEnvironment.of(Map.of("LC_ALL", "de"))).isEqualTo(Map.of("LC_ALL", "de"));
    }

    private static String localeOf(String environment) {
        return Stream.of(environment.split(" "))
                .filter(variable -> variable.startsWith("LC_ALL="))
                .map(variable -> variable.substring("LC_ALL=".length()))
                .findFirst()
                .orElse("none");
    }

    /** The launcher in the folder, with these variables and no others. */
    private TielineProcess started(String environment, String line) throws IOException {
        return sh(
                "cd '%1$s' && exec env -i JAVA25_HOME='"
                        + System.getProperty("java.home")
                        + "' WORT=schön "
                        + environment
                        + " дерево/bin/tieline "
                        + line);
    }

    private TielineProcess sh(String script) throws IOException {
        var file = root.resolve("script-" + script.hashCode());
        Files.writeString(file, script.replace("%1$s", FOLDER));
        return TielineProcess.start(
                new ProcessBuilder("/bin/sh", file.toString()).directory(root.toFile()));
    }

    /** The program, with the class path of this test. */
    private static void jar(Path file) throws IOException {
        var manifest = new Manifest();
        var main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.put(Attributes.Name.MAIN_CLASS, Main.class.getName());
        main.put(new Attributes.Name("Enable-Native-Access"), "ALL-UNNAMED");
        main.put(
                Attributes.Name.CLASS_PATH,
                Stream.of(System.getProperty("java.class.path").split(":"))
                        .map(entry -> Path.of(entry).toAbsolutePath().toUri().toString())
                        .collect(Collectors.joining(" ")));
        try (OutputStream out = Files.newOutputStream(file);
                var jar = new JarOutputStream(out, manifest)) {
            jar.finish();
        }
    }
}
