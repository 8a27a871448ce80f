package io.tieline.dist;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The launcher of the archive, before a JVM that only prints what it is told. */
@Timeout(60)
final class ArchiveLauncherTest {

    private static final Path SOURCES = Folder.parent(Path.of("").toAbsolutePath());

    @TempDir Path root;

    @BeforeEach
    void unpack() throws IOException {
        var home = root.toRealPath().resolve("a place");
        for (var folder : List.of("bin", "app", "jvm/bin")) {
            Files.createDirectories(home.resolve(folder));
        }
        var launcher = home.resolve("bin/tieline");
        Files.copy(SOURCES.resolve("dist/src/main/archive/bin/tieline"), launcher);
        Files.copy(SOURCES.resolve("bin/launch"), home.resolve("app/launch"));
        var java = home.resolve("jvm/bin/java");
        Files.writeString(java, "#!/bin/sh\nprintf '%s\\n' \"$0\" \"$@\"\n");
        assertThat(launcher.toFile().setExecutable(true)).isTrue();
        assertThat(java.toFile().setExecutable(true)).isTrue();
    }

    @Test
    void scenario122ItFindsItsOwnJvmThroughLinksOfFilesAndFolders() throws Exception {
        var home = root.toRealPath().resolve("a place");
        Files.createSymbolicLink(root.resolve("programs"), home.resolve("bin"));
        Files.createSymbolicLink(root.resolve("tl"), Path.of("programs/tieline"));
        for (var line : List.of("a\\ place/bin/tieline", "./tl", "programs/tieline", "sh tl")) {
            assertThat(run(line + " run 'x y'"))
                    .containsExactly(
                            home + "/jvm/bin/java",
                            "@" + home + "/app/options/always",
                            "@" + home + "/app/options/usual",
                            "-XX:AOTCache=" + home + "/app/tieline.aot",
                            "-jar",
                            home + "/app/tieline-app.jar",
                            "run",
                            "x y");
        }
    }

    @Test
    void littleMemoryIsAskedForBeforeTheCommandOfSomebodyElse() throws Exception {
        assertThat(run("a\\ place/bin/tieline run --small"))
                .anyMatch(word -> word.endsWith("/options/small"));
        assertThat(run("a\\ place/bin/tieline run -- server --small"))
                .anyMatch(word -> word.endsWith("/options/usual"));
    }

    /**
     * Runs a line of the shell that has nothing of this JVM's environment, and no Java on its path.
     */
    private List<String> run(String line) throws IOException, InterruptedException {
        var builder = new ProcessBuilder("/bin/sh", "-c", line).directory(root.toFile());
        builder.environment().clear();
        builder.environment().put("PATH", "/usr/bin:/bin");
        var process = builder.redirectErrorStream(true).start();
        var output = new String(process.getInputStream().readAllBytes(), UTF_8);
        process.waitFor();
        return output.lines().toList();
    }
}
