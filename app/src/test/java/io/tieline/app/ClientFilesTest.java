package io.tieline.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.app.config.ConfigFiles;
import io.tieline.app.config.Configuration;
import io.tieline.app.config.Terminal;
import io.tieline.app.config.UsageException;
import io.tieline.gateway.Exposure;
import io.tieline.gateway.Selection;
import io.tieline.session.backend.TimeLimits;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Scenario 187: the file of each client starts, or is refused with the sentence that helps. Each
 * file in {@code clients} holds the path of one, its text, and behind {@code =>} what becomes of
 * it.
 */
final class ClientFilesTest {

    private static final Map<String, String> ENVIRONMENT =
            Map.of(
                    "HOME", "/home/ann",
                    "TOKEN", "t0p",
                    "API_KEY", "k3y",
                    "TIELINE_INPUT_DB_URL", "db://local");

    @TempDir Path folder;

    static List<Path> files() throws IOException, URISyntaxException {
        var clients = Objects.requireNonNull(ClientFilesTest.class.getResource("clients"));
        try (var files = Files.list(Path.of(clients.toURI()))) {
            return files.sorted().toList();
        }
    }

    @Test
    void everyFormatIsThere() throws Exception {
        assertThat(files()).hasSizeGreaterThanOrEqualTo(40);
    }

    @ParameterizedTest
    @MethodSource("files")
    void aFileStartsOrIsRefusedWithTheSentenceThatHelps(Path file) throws Exception {
        var text = Files.readString(file);
        int begin = text.indexOf('\n');
        int end = text.indexOf("\n=>\n");
        var path = folder.resolve(text.substring(0, begin));
        Files.createDirectories(Objects.requireNonNull(path.getParent()));
        Files.writeString(path, text.substring(begin + 1, end));
        assertThat(became(path))
                .isEqualTo(
                        text.substring(end + "\n=>\n".length())
                                .strip()
                                .replace("FOLDER", folder.toString()));
    }

    private static String became(Path path) {
        try {
            var run = ConfigFiles.read(List.of(path), ENVIRONMENT, Terminal.NOBODY);
            var plan = Planner.plan(run.with(Configuration.NONE));
            return String.join(
                    "\n",
                    plan.servers().stream()
                            .map(server -> described(server, plan.servers().size() == 1))
                            .toList());
        } catch (UsageException e) {
            return String.valueOf(e.getMessage())
                    .replaceFirst("^\\Q" + path + "\\E: ", "refused: ");
        }
    }

    private static String described(ServerPlan server, boolean alone) {
        var parts = new ArrayList<String>();
        switch (server.backend()) {
            case BackendPlan.Command(_, var command, _, _) -> {
                parts.add(String.join(" ", command.argv()));
                addUnless(
                        command.environment().isEmpty(),
                        "env",
                        sorted(command.environment()),
                        parts);
                addUnless(command.directory() == null, "in", command.directory(), parts);
            }
            case BackendPlan.Url url -> {
                parts.add(url.uri() + " " + url.settings().transport());
                var headers = url.settings().headers();
                addUnless(headers.isEmpty(), "headers", sorted(headers), parts);
            }
            case BackendPlan.Watched _, BackendPlan.Within _ -> throw new AssertionError(server);
        }
        var usual = alone ? "" : server.name();
        addUnless(server.prefix().equals(usual), "prefix", "\"" + server.prefix() + "\"", parts);
        var limits = server.gateway().limits();
        addTime("silence", limits.idle(), TimeLimits.DEFAULT.idle(), parts);
        addTime("start", limits.initialize(), TimeLimits.DEFAULT.initialize(), parts);
        addExposure(server.exposure(), parts);
        return server.name() + " = " + String.join(", ", parts);
    }

    private static void addExposure(Exposure exposure, List<String> parts) {
        addSelection("tools", exposure.tools(), parts);
        addSelection("prompts", exposure.prompts(), parts);
        addSelection("resources", exposure.resources(), parts);
        var tags =
                Selection.ALL
                        .withInclude(exposure.tools().includeTags().stream().sorted().toList())
                        .withExclude(exposure.tools().excludeTags().stream().sorted().toList());
        addSelection("tags", tags, parts);
        addUnless(
                exposure.overrides().isEmpty(),
                "changed",
                String.join(" ", exposure.overrides().keySet()),
                parts);
    }

    private static void addSelection(String what, Selection selection, List<String> parts) {
        var words =
                Stream.of(
                                selection.include().isEmpty() ? "" : " " + selection.include(),
                                selection.exclude().isEmpty()
                                        ? ""
                                        : " without " + selection.exclude())
                        .filter(word -> !word.isEmpty())
                        .toList();
        if (!words.isEmpty()) {
            parts.add(what + String.join("", words));
        }
    }

    private static void addTime(
            String what, Duration time, Duration otherwise, List<String> parts) {
        var shown = time.toMillisPart() == 0 ? time.toSeconds() + "s" : time.toMillis() + "ms";
        addUnless(time.equals(otherwise), what, shown, parts);
    }

    private static void addUnless(
            boolean usual, String what, @Nullable Object value, List<String> parts) {
        if (!usual) {
            parts.add(what + " " + value);
        }
    }

    private static Map<String, String> sorted(Map<String, String> map) {
        return new TreeMap<>(map);
    }
}
