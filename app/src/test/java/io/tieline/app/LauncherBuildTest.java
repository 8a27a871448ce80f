package io.tieline.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code bin/tieline} in a tree that is not built yet. In Maven's place stands a script that goes
 * on when the test has written to a pipe.
 */
@Timeout(60)
final class LauncherBuildTest {

    private static final String MAVEN =
            """
            #!/bin/sh
            echo "begun $*" >>"$TREE/builds"
            echo '[INFO] Building Tieline wire 0.1.0-SNAPSHOT                        [2/8]'
            read -r outcome <"$TREE/go"
            echo '[INFO] Building Tieline app 0.1.0-SNAPSHOT                         [8/8]'
            if [ "$outcome" = fail ]; then
                echo '[ERROR] Main.java:[13,1] missing ;'
                echo '[ERROR] -> [Help 1]'
                echo '[ERROR] Re-run Maven using the -X switch'
                exit 1
            fi
            cp "$TREE/made.jar" "$TREE/app/target/quick/tieline-app.jar"
            echo "ended" >>"$TREE/builds"
            """;

    @TempDir Path root;
    private final List<Process> started = new ArrayList<>();

    @BeforeEach
    void tree() throws IOException, InterruptedException {
        var source = Objects.requireNonNull(Path.of("").toAbsolutePath().getParent());
        Files.createDirectories(root.resolve("bin"));
        LauncherTest.copyScripts(source, root);
        Files.createFile(root.resolve("pom.xml"));
        Files.createDirectories(root.resolve("app/src/main"));
        Files.createFile(root.resolve("app/pom.xml"));
        LauncherTest.jar(root.resolve("made.jar"));
        Files.createDirectories(root.resolve("path"));
        Files.writeString(root.resolve("path/mvn"), MAVEN);
        assertThat(root.resolve("path/mvn").toFile().setExecutable(true)).isTrue();
        assertThat(new ProcessBuilder("mkfifo", root.resolve("go").toString()).start().waitFor())
                .isZero();
    }

    @AfterEach
    void end() throws InterruptedException {
        for (var process : started) {
            process.destroyForcibly().waitFor();
        }
        // The last start may have a cache made in the background.
        ProcessHandle.allProcesses()
                .filter(this::isOfThisTree)
                .forEach(each -> each.onExit().join());
    }

    private boolean isOfThisTree(ProcessHandle process) {
        return process.info()
                .commandLine()
                .filter(line -> line.contains(root.toString()))
                .isPresent();
    }

    @Test
    void saysWhatItBuildsAndHowFarItIsAndThenRuns() throws Exception {
        var start = start();
        start.awaitError("tieline: building from source, which takes about half a minute");
        start.awaitError("tieline: building 2/8, wire");
        go("on");
        start.awaitError("tieline: building 8/8, app");
        assertThat(start.output()).startsWith("--version");
        assertThat(start.exitCode()).isEqualTo(7);
        assertThat(builds())
                .first()
                .asString()
                .contains("-Pquick")
                .contains("-Dmaven.test.skip")
                .contains("-Dspotless.check.skip");
    }

    @Test
    void aSecondStartWaitsAndSaysSoAndBuildsNothing() throws Exception {
        var first = start();
        first.awaitError("tieline: building 2/8, wire");
        var second = start();
        second.awaitError("tieline: being built by another start; waiting for it");
        second.awaitError("tieline: building 2/8, wire");
        go("on");
        assertThat(first.output()).startsWith("--version");
        assertThat(second.output()).startsWith("--version");
        assertThat(builds()).filteredOn(line -> line.startsWith("begun")).hasSize(1);
    }

    @Test
    void theBuildGoesOnWhenTheStartIsGivenUp() throws Exception {
        var first = start();
        first.awaitError("it goes on even if this start is given up");
        first.awaitError("tieline: building 2/8, wire");
        first.process.destroyForcibly().waitFor();
        var second = start();
        second.awaitError("tieline: being built by another start; waiting for it");
        go("on");
        assertThat(second.output()).startsWith("--version");
        assertThat(builds()).containsExactly(builds().getFirst(), "ended");
    }

    @Test
    void aBuildThatFailsSaysWhyToAllWhoWaitedForIt() throws Exception {
        var first = start();
        first.awaitError("tieline: building 2/8, wire");
        var second = start();
        second.awaitError("tieline: being built by another start; waiting for it");
        go("fail");
        for (var start : List.of(first, second)) {
            assertThat(start.awaitError("Main.java")).isEqualTo("Main.java:[13,1] missing ;");
            assertThat(start.awaitError("tieline: the build failed")).contains("build.log");
            assertThat(start.exitCode()).isEqualTo(2);
        }
    }

    @Test
    void whatHasBeenBuiltIsBuiltAgainOnlyWhenASourceIsNewer() throws Exception {
        var first = start();
        first.awaitError("tieline: building 2/8, wire");
        go("on");
        assertThat(first.output()).startsWith("--version");
        assertThat(start().output()).startsWith("--version");
        assertThat(builds()).hasSize(2);
        Files.createFile(root.resolve("app/src/main/New.java"));
        var third = start();
        third.awaitError("tieline: building what has changed");
        third.awaitError("tieline: building 2/8, wire");
        go("on");
        assertThat(third.output()).startsWith("--version");
        assertThat(builds()).hasSize(4);
    }

    @Test
    void aSecondStartWaitsAlsoWhereThereIsNoFlock() throws Exception {
        for (var program :
                List.of(
                        "awk",
                        "cat",
                        "cp",
                        "dirname",
                        "env",
                        "find",
                        "locale",
                        "mkdir",
                        "mv",
                        "nice",
                        "nohup",
                        "readlink",
                        "rm",
                        "rmdir",
                        "sed",
                        "sleep",
                        "touch")) {
            offer(program);
        }
        var path = root.resolve("path").toString();
        var first = start(path);
        first.awaitError("tieline: building 2/8, wire");
        var second = start(path);
        second.awaitError("tieline: being built by another start; waiting for it");
        go("on");
        assertThat(first.output()).startsWith("--version");
        assertThat(second.output()).startsWith("--version");
        assertThat(builds()).filteredOn(line -> line.startsWith("begun")).hasSize(1);
    }

    /**
     * One of the usual programs, by a script of its own, since links would lead out of the folder.
     */
    private void offer(String program) throws IOException {
        var usual = Path.of("/usr/bin", program);
        var real = Files.exists(usual) ? usual : Path.of("/bin", program);
        var script = root.resolve("path").resolve(program);
        Files.writeString(script, "#!/bin/sh\nexec " + real + " \"$@\"\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
    }

    @Test
    void withoutMavenItSaysWhatIsMissing() throws Exception {
        Files.delete(root.resolve("path/mvn"));
        // A path on which the usual programs are, and no Maven.
        for (var program : List.of("find", "mkdir", "flock", "dirname")) {
            offer(program);
        }
        var start = start(root.resolve("path").toString());
        assertThat(start.awaitError("tieline:")).contains("not built yet, and mvn");
        assertThat(start.exitCode()).isEqualTo(2);
    }

    @Test
    void withoutMavenWhatIsOlderThanItsSourcesRunsAllTheSame() throws Exception {
        built();
        newer("app/src/main/Main.java");
        Files.delete(root.resolve("path/mvn"));
        for (var program :
                List.of("find", "mkdir", "flock", "dirname", "setsid", "nice", "touch")) {
            offer(program);
        }
        var start = start(root.resolve("path").toString());
        start.awaitError("tieline: older than its sources, and mvn is not on the path");
        assertThat(start.output()).startsWith("--version");
    }

    @Test
    void whatIsNoPartOfTheProgramIsNoReasonToBuildIt() throws Exception {
        built();
        for (var module : List.of("bench", "examples", "testkit")) {
            newer(module + "/src/main/Main.java");
        }
        assertThat(start().output()).startsWith("--version");
        assertThat(builds()).filteredOn(line -> line.startsWith("begun")).hasSize(1);
    }

    private void built() throws Exception {
        var first = start();
        first.awaitError("tieline: building 2/8, wire");
        go("on");
        assertThat(first.output()).startsWith("--version");
    }

    private void newer(String file) throws IOException {
        var source = root.resolve(file);
        Files.createDirectories(Objects.requireNonNull(source.getParent()));
        Files.writeString(source, "");
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plus(Duration.ofMinutes(1))));
    }

    private Start start() throws IOException {
        return start(root.resolve("path") + ":" + System.getenv("PATH"));
    }

    private Start start(String path) throws IOException {
        var builder =
                new ProcessBuilder("/bin/sh", root.resolve("bin/tieline").toString(), "--version");
        builder.environment().put("JAVA25_HOME", System.getProperty("java.home"));
        builder.environment().put("PATH", path);
        builder.environment().put("TREE", root.toString());
        var process = builder.start();
        process.getOutputStream().close();
        started.add(process);
        return new Start(
                process,
                new BufferedReader(new InputStreamReader(process.getErrorStream(), UTF_8)));
    }

    /** Lets the build end; a pipe's writer waits for its reader. */
    private void go(String outcome) throws IOException {
        Files.writeString(root.resolve("go"), outcome + "\n");
    }

    private List<String> builds() throws IOException {
        return Files.readAllLines(root.resolve("builds"));
    }

    private record Start(Process process, BufferedReader errors) {

        String awaitError(String wanted) throws IOException {
            for (var line = errors.readLine(); line != null; line = errors.readLine()) {
                if (line.contains(wanted)) {
                    return line;
                }
            }
            throw new AssertionError("not said: " + wanted);
        }

        String output() throws IOException {
            return new String(process.getInputStream().readAllBytes(), UTF_8);
        }

        int exitCode() throws InterruptedException {
            return process.waitFor();
        }
    }
}
