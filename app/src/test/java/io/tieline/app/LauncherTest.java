package io.tieline.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code bin/tieline} in front of a program that is built already: one that echoes. */
@Timeout(60)
final class LauncherTest {

    @TempDir Path root;

    /** Prints its arguments and its input, says something on stderr, and ends with 7. */
    public static final class Echo {
        private Echo() {}

        public static void main(String[] arguments) throws IOException {
            System.out.println(String.join("|", arguments));
            System.in.transferTo(System.out);
            System.out.flush();
            System.err.println("on stderr");
            if (List.of(arguments).contains("heap")) {
                System.out.println("heap " + Runtime.getRuntime().maxMemory() / 1024 / 1024);
            }
            System.exit(7);
        }
    }

    @BeforeEach
    void build() throws IOException {
        var source = Path.of("").toAbsolutePath().getParent();
        copyScripts(Objects.requireNonNull(source), root);
        Files.createFile(root.resolve("pom.xml"));
        Files.createDirectories(root.resolve("app/src/main"));
        Files.createFile(root.resolve("app/pom.xml"));
        Files.createDirectories(root.resolve("app/target/quick"));
        jar(root.resolve("app/target/quick/tieline-app.jar"));
        Files.createFile(root.resolve("app/target/quick/built"));
        // Otherwise each start would have one made in the background.
        Files.writeString(root.resolve("app/target/quick/tieline-app.aot"), "stale");
    }

    @Test
    void handsOverArgumentsInputOutputAndExitCode() throws Exception {
        var ended = run(List.of(root.resolve("bin/tieline").toString(), "run", "--", "a b", ""));
        assertThat(ended.output()).isEqualTo("run|--|a b|\nfrom the client");
        assertThat(ended.errors()).isEqualTo("on stderr\n");
        assertThat(ended.exitCode()).isEqualTo(7);
    }

    @Test
    void findsItsTreeThroughALinkFromElsewhere() throws Exception {
        var link = Files.createSymbolicLink(root.resolve("tl"), Path.of("bin/tieline"));
        var ended = run(List.of(link.toString(), "--version"));
        assertThat(ended.output()).startsWith("--version\n");
        assertThat(ended.exitCode()).isEqualTo(7);
    }

    @Test
    void findsItsTreeThroughALinkToItsFolder() throws Exception {
        var elsewhere = Files.createDirectories(root.resolve("else/where"));
        var bin = Files.createSymbolicLink(elsewhere.resolve("programs"), root.resolve("bin"));
        var link = Files.createSymbolicLink(elsewhere.resolve("tl"), Path.of("programs/tieline"));
        for (var tieline : List.of(bin.resolve("tieline"), link)) {
            assertThat(run(List.of(tieline.toString(), "--version")).output())
                    .startsWith("--version\n");
        }
    }

    @Test
    void findsItsTreeFromItsOwnDirectory() throws Exception {
        var ended = run(List.of("sh", "-c", "cd " + root + "/bin && sh tieline run"));
        assertThat(ended.output()).isEqualTo("run\nfrom the client");
        assertThat(ended.exitCode()).isEqualTo(7);
    }

    @Test
    void anotherJdkThanWantedIsPassedOver() throws Exception {
        var other = Files.createDirectories(root.resolve("jdk-24"));
        for (var program : List.of("bin/java", "bin/javac")) {
            var file = other.resolve(program);
            Files.createDirectories(Objects.requireNonNull(file.getParent()));
            assertThat(Files.createFile(file).toFile().setExecutable(true)).isTrue();
        }
        Files.writeString(other.resolve("release"), "JAVA_VERSION=\"24.0.25\"\n");
        var jdk = System.getProperty("java.home");
        var line = List.of("env", "JAVA25_HOME=" + other, "JAVA_HOME=" + jdk, "bin/find-jdk");
        var ended = run(List.of("sh", "-c", "cd " + root + " && " + String.join(" ", line)));
        assertThat(ended.output()).isEqualTo(jdk + "\n");
        assertThat(ended.errors()).isEmpty();
    }

    @Test
    void aCacheThatIsNoneIsPassedOverInSilence() throws Exception {
        var ended = run(List.of(root.resolve("bin/tieline").toString(), "run"));
        assertThat(ended.output()).isEqualTo("run\nfrom the client");
        assertThat(ended.errors()).isEqualTo("on stderr\n");
        assertThat(ended.exitCode()).isEqualTo(7);
    }

    @Test
    void smallMeansLittleMemory() throws Exception {
        var tieline = root.resolve("bin/tieline").toString();
        var small = run(List.of(tieline, "run", "--small", "heap"));
        assertThat(heap(small)).isBetween(64L, 96L);
        // What follows "--" is another program's.
        var usual = run(List.of(tieline, "run", "heap", "--", "--small"));
        assertThat(heap(usual)).isBetween(512L, 1024L);
    }

    @Test
    void flagsOfOnesOwnWin() throws Exception {
        var tieline = root.resolve("bin/tieline").toString();
        var line = List.of("env", "TIELINE_JAVA_OPTIONS=-Xmx256m", tieline, "run", "heap");
        assertThat(heap(run(line))).isBetween(128L, 256L);
    }

    private static long heap(Ended ended) {
        var output = ended.output();
        return Long.parseLong(output.substring(output.lastIndexOf(' ') + 1).trim());
    }

    private record Ended(int exitCode, String output, String errors) {}

    private Ended run(List<String> command) throws IOException, InterruptedException {
        var builder = new ProcessBuilder(new ArrayList<>(command));
        builder.environment().put("JAVA25_HOME", System.getProperty("java.home"));
        var errors = root.resolve("errors");
        var process = builder.redirectError(errors.toFile()).start();
        try (var input = process.getOutputStream()) {
            input.write("from the client".getBytes(UTF_8));
        }
        var output = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Ended(process.waitFor(), output, Files.readString(errors));
    }

    /** Copies what of {@code bin} stands in a source tree into another. */
    static void copyScripts(Path source, Path tree) throws IOException {
        var from = source.resolve("bin");
        var to = Files.createDirectories(tree.resolve("bin"));
        try (Stream<Path> files = Files.walk(from)) {
            for (var file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                var copy = to.resolve(from.relativize(file));
                Files.createDirectories(Objects.requireNonNull(copy.getParent()));
                Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    static void jar(Path file) throws IOException {
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, Echo.class.getName());
        var entry = Echo.class.getName().replace('.', '/') + ".class";
        try (var jar = new JarOutputStream(Files.newOutputStream(file), manifest);
                InputStream code = Echo.class.getClassLoader().getResourceAsStream(entry)) {
            jar.putNextEntry(new JarEntry(entry));
            Objects.requireNonNull(code).transferTo(jar);
            jar.closeEntry();
        }
    }
}
