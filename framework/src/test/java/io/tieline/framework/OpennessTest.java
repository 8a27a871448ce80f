package io.tieline.framework;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Records in a module of a user's own. */
@Timeout(120)
final class OpennessTest {

    private static final String PROGRAM =
            """
            package shop;

            import io.tieline.framework.*;
            import java.util.List;

            public class Main {
                record Item(String name) {}
                record Order(List<Item> items) {}
                sealed interface Reply {}
                record Receipt(int number) implements Reply {}

                public static void main(String[] arguments) {
                    var server =
                            McpServer.named("shop", "1")
                                    .tool(Tool.of("order"), Order.class, (context, order) ->
                                            new Receipt(order.items().size()))
                                    .build();
                    try (var client = McpClient.to(server).connect()) {
                        var result = client.callTool("order", new Order(List.of(new Item("tea"))));
                        System.out.println(result.structured(Receipt.class));
                    }
                }
            }
            """;

    private static final Pattern NEEDED =
            Pattern.compile(
                    "(wire|session|gateway|framework)/target/(quick/)?classes|tieline-(wire|session|gateway|framework)-[^/]*\\.jar"
                            + "|/jackson-|/slf4j-api|/json-schema-validator|/itu-|/jspecify");

    @TempDir private Path home;

    private String modules = "";

    /** Of our class path what a user of the framework has on the module path. */
    @BeforeEach
    void collectModules() {
        modules =
                Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                        .filter(entry -> NEEDED.matcher(entry).find())
                        .map(entry -> Path.of(entry).toAbsolutePath().toString())
                        .collect(Collectors.joining(File.pathSeparator));
    }

    private String run(String descriptor) throws IOException, InterruptedException {
        var sources = Files.createDirectories(home.resolve("src/shop"));
        var main = Files.writeString(sources.resolve("Main.java"), PROGRAM);
        var module = Files.writeString(home.resolve("src/module-info.java"), descriptor);
        var classes = home.resolve("classes");
        var javac = ToolProvider.findFirst("javac").orElseThrow();
        int compiled =
                javac.run(
                        System.out,
                        System.err,
                        "-d",
                        classes.toString(),
                        "--module-path",
                        modules,
                        module.toString(),
                        main.toString());
        assertThat(compiled).isZero();
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var process =
                new ProcessBuilder(
                                java,
                                "-XX:TieredStopAtLevel=1",
                                "--module-path",
                                modules + File.pathSeparator + classes,
                                "--module",
                                "shop/shop.Main")
                        .redirectErrorStream(true)
                        .start();
        try {
            var output =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            return output;
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void aModuleThatOpensItsPackageToTheFrameworkIsServed() throws Exception {
        assertThat(
                        run(
                                """
                                module shop {
                                    requires io.tieline.framework;
                                    opens shop to io.tieline.framework;
                                }
                                """))
                .contains("Receipt[number=1]");
    }

    @Test
    void aModuleThatDoesNotIsToldTheLineToAdd() throws Exception {
        assertThat(run("module shop { requires io.tieline.framework; }"))
                .contains(
                        "shop.Main$Order cannot be read from JSON: add the line \"opens shop to"
                                + " io.tieline.framework;\" to the module-info.java of shop");
    }
}
