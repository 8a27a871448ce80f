package io.tieline.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which file is meant where none is named. */
final class FileAtHandTest {

    @TempDir Path folder;
    @TempDir Path home;

    private Path found(@Nullable String server) throws UsageException {
        return FileAtHand.find(folder, Map.of("HOME", home.toString()), server);
    }

    private static Path servers(Path file, String name) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        return Files.writeString(
                file, "{\"mcpServers\": {\"" + name + "\": {\"command\": \"x\"}}}");
    }

    @Test
    void theFilesOfTheFolderComeBeforeThoseOfTheUser() throws Exception {
        var own = servers(home.resolve(".cursor/mcp.json"), "own");
        assertThat(found(null)).isEqualTo(own);
        for (var name : List.of(".cursor/mcp.json", ".vscode/mcp.json", ".mcp.json", "mcp.json")) {
            var nearer = servers(folder.resolve(name), "here");
            assertThat(found(null)).isEqualTo(nearer);
        }
    }

    @Test
    void aNameIsLookedForInEachFile() throws Exception {
        servers(folder.resolve("mcp.json"), "here");
        var own = servers(home.resolve(".gemini/settings.json"), "own");
        assertThat(found("own")).isEqualTo(own);
        assertThatThrownBy(() -> found("hare"))
                .hasMessage(
                        folder.resolve("mcp.json")
                                + ": holds no server hare; did you mean here?, but here");
    }

    @Test
    void aFileOfTheFolderThatIsWrongIsSaidToBeAndThatOfAnotherToolIsPassedOver() throws Exception {
        Files.createDirectories(home.resolve(".gemini"));
        Files.writeString(home.resolve(".gemini/settings.json"), "{\"theme\": \"dark\"}");
        assertThatThrownBy(() -> found(null))
                .hasMessageStartingWith("there is no file with servers at hand; name a URL");
        assertThatThrownBy(() -> found("x"))
                .hasMessageStartingWith("there is no file with a server x; ");
        Files.writeString(folder.resolve(".mcp.json"), "{\"mcpServers\": ");
        assertThatThrownBy(() -> found(null)).hasMessageContaining(".mcp.json");
    }
}
