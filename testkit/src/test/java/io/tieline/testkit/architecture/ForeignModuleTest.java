package io.tieline.testkit.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A module of somebody else's compiles against ours with what Maven gives it, and no more. */
final class ForeignModuleTest {

    private static final Pattern DEPENDENCY =
            Pattern.compile("<dependency>(.*?)</dependency>", Pattern.DOTALL);
    private static final Pattern ARTIFACT = Pattern.compile("<artifactId>([^<]+)</artifactId>");

    @TempDir private Path directory;

    @Test
    void aModuleThatRequiresOursCompilesWithoutWhatIsOnlyProvidedToUs() throws IOException {
        var descriptor =
                write(
                        "module-info.java",
                        """
                        module demo.app {
                            requires io.tieline.framework;
                            requires io.tieline.http;
                            requires io.tieline.stdio;
                        }
                        """);
        var program =
                write(
                        "demo/Main.java",
                        """
                        package demo;

                        import static io.tieline.http.Http.http;

                        import io.tieline.framework.McpServer;
                        import io.tieline.framework.Tool;

                        class Main {
                            record Name(String name) {}

                            public static void main(String[] arguments) {
                                McpServer.named("demo", "1")
                                        .tool(Tool.of("greet"), Name.class, (context, it) -> it)
                                        .serve(http(0));
                            }
                        }
                        """);
        assertThat(compiled(descriptor, program)).isEmpty();
    }

    private Path write(String name, String text) throws IOException {
        var file = directory.resolve(name);
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        return Files.writeString(file, text);
    }

    /** What the compiler says, which is nothing if it is content. */
    private String compiled(Path... sources) throws IOException {
        var arguments = new ArrayList<String>();
        arguments.addAll(List.of("-proc:none", "-d", directory.resolve("out").toString()));
        arguments.addAll(List.of("--module-path", handedOn()));
        Arrays.stream(sources).map(Path::toString).forEach(arguments::add);
        var said = new StringWriter();
        var writer = new PrintWriter(said);
        var compiler = ToolProvider.findFirst("javac").orElseThrow();
        compiler.run(writer, writer, arguments.toArray(String[]::new));
        return said.toString();
    }

    /** The class path of this test, without what our users are not given. */
    private static String handedOn() throws IOException {
        var provided = provided();
        return Arrays.stream(
                        System.getProperty("java.class.path")
                                .split(Pattern.quote(File.pathSeparator)))
                .filter(entry -> {
                    var file = String.valueOf(Path.of(entry).getFileName());
                    return provided.stream().noneMatch(name -> file.startsWith(name + "-"));
                })
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static List<String> provided() throws IOException {
        var root = Objects.requireNonNull(Path.of("").toAbsolutePath().getParent());
        try (var files = Files.find(root, 2, (path, _) -> path.endsWith("pom.xml"))) {
            var provided = new ArrayList<String>();
            for (var pom : files.toList()) {
                DEPENDENCY
                        .matcher(Files.readString(pom))
                        .results()
                        .map(it -> it.group(1))
                        .filter(it ->
                                it.contains("<scope>provided</scope>")
                                        || it.contains("<optional>true</optional>"))
                        .forEach(it ->
                                ARTIFACT.matcher(it)
                                        .results()
                                        .forEach(a -> provided.add(a.group(1))));
            }
            return provided;
        }
    }
}
