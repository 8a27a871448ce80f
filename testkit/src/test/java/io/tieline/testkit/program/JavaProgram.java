package io.tieline.testkit.program;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/**
 * Starts stdio servers of the tests as programs of their own. All starts of one server share an
 * archive of the classes that it loads, which halves the work of a start. The JVM archives classes
 * of jars only, so that each directory of the class path is copied into a jar first. Thread-safe.
 */
public final class JavaProgram {

    private static final List<String> JVM =
            List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+UseSerialGC");

    private static final String GREETING =
            """
            {"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25",\
            "capabilities":{},"clientInfo":{"name":"archive","version":"1"}}}
            """;

    private static final Path DIRECTORY = directory();
    private static final String CLASS_PATH = classPath();
    private static final Map<Class<?>, Path> ARCHIVES = new ConcurrentHashMap<>();

    private JavaProgram() {}

    /**
     * Returns a command that starts quickly rather than runs fast. The first call for a server
     * makes its archive, which takes about two seconds.
     *
     * @param server a class whose main method serves MCP over stdio until its input ends
     */
    public static List<String> command(Class<?> server, String... options) {
        var command = new ArrayList<>(JVM);
        command.add(
                "-XX:SharedArchiveFile=" + ARCHIVES.computeIfAbsent(server, _ -> archive(server)));
        // The standard output belongs to the protocol.
        command.addAll(List.of("-Xlog:disable", "-Xlog:all=error:stderr"));
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", CLASS_PATH, server.getName()));
        return List.copyOf(command);
    }

    /** Serves one client that greets and leaves, and keeps the classes that were loaded for it. */
    private static Path archive(Class<?> server) {
        var archive = DIRECTORY.resolve(server.getSimpleName() + ".jsa");
        var command = new ArrayList<>(JVM);
        command.add("-XX:ArchiveClassesAtExit=" + archive);
        command.addAll(List.of("-cp", CLASS_PATH, server.getName()));
        var output = DIRECTORY.resolve(server.getSimpleName() + ".output");
        try {
            var program =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(output.toFile())
                            .start();
            try (var input = program.getOutputStream()) {
                input.write(GREETING.getBytes(UTF_8));
            }
            if (!program.waitFor(60, TimeUnit.SECONDS) || !Files.exists(archive)) {
                throw new IllegalStateException(Files.readString(output));
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return archive;
    }

    private static Path directory() {
        try {
            var made = Files.createTempDirectory("programs");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(made)));
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path directory) {
        try (var files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String classPath() {
        var entries = new ArrayList<String>();
        for (var entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            var path = Path.of(entry);
            entries.add(Files.isDirectory(path) ? jar(path, entries.size()) : entry);
        }
        return String.join(File.pathSeparator, entries);
    }

    private static String jar(Path directory, int number) {
        var jar = DIRECTORY.resolve(number + ".jar");
        try (var out = new JarOutputStream(Files.newOutputStream(jar));
                var files = Files.walk(directory)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var name = directory.relativize(file).toString();
                out.putNextEntry(new JarEntry(name.replace(File.separatorChar, '/')));
                Files.copy(file, out);
                out.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return jar.toString();
    }
}
