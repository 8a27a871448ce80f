package io.tieline.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.tieline.app.config.ConfigFiles;
import io.tieline.app.config.Configuration;
import io.tieline.app.config.Terminal;
import io.tieline.app.config.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Replays the seeds in {@code FileFuzzTestInputs}: a file is read, or its mistake is told on one
 * line. With {@code JAZZER_FUZZ=1} in the environment it looks for more:
 *
 * <pre>mvn -o -pl app test -Dtest='FileFuzzTest#file' -Djazzer.max_duration=10m</pre>
 */
final class FileFuzzTest {

    @FuzzTest
    void file(byte[] content) throws IOException {
        var file = Files.createTempFile("servers", ".json");
        try {
            read(file, content);
        } finally {
            Files.delete(file);
        }
    }

    @FuzzTest
    void toml(byte[] content) throws IOException {
        var file = Files.createTempFile("servers", ".toml");
        try {
            read(file, content);
        } finally {
            Files.delete(file);
        }
    }

    private static void read(Path file, byte[] content) throws IOException {
        Files.write(file, content);
        try {
            var read = ConfigFiles.read(List.of(file), Map.of("T", "t"), Terminal.NOBODY);
            assertThat(read.with(Configuration.NONE).servers()).isNotEmpty();
        } catch (UsageException told) {
            assertThat(told.getMessage()).isNotEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", " ", "# comment\n", "[", "{\"a\":", "a "})
    @Timeout(20)
    void aLongFileIsToldAsAShortOne(String repeated, @TempDir Path folder) throws IOException {
        var text = repeated.repeat(200_000).getBytes(UTF_8);
        read(folder.resolve("servers.json"), text);
        read(folder.resolve("servers.toml"), text);
    }

    @Test
    void aFileOfBlankLinesIsEmpty(@TempDir Path folder) throws IOException {
        read(folder.resolve("servers.json"), "\n".repeat(100_000).getBytes(UTF_8));
    }
}
