package io.tieline.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileWatchTest {

    @TempDir Path folder;
    private Path file = Path.of("");

    @BeforeEach
    void write() throws IOException {
        file = Files.writeString(folder.resolve("mcp.json"), "one");
    }

    @Test
    void aFileThatStaysHasNotChanged() {
        var watch = new FileWatch(List.of(file));
        assertThat(watch.hasChanged()).isFalse();
        assertThat(watch.hasChanged()).isFalse();
    }

    @Test
    void oneThatIsWrittenHasChangedOnce() throws IOException {
        var watch = new FileWatch(List.of(file));
        Files.writeString(file, "another");
        assertThat(watch.hasChanged()).isTrue();
        assertThat(watch.hasChanged()).isFalse();
    }

    @Test
    void oneThatAnotherTookThePlaceOfHasChanged() throws IOException {
        var other = Files.writeString(folder.resolve("other"), "two");
        Files.setLastModifiedTime(other, Files.getLastModifiedTime(file));
        var watch = new FileWatch(List.of(file));
        Files.move(other, file, StandardCopyOption.ATOMIC_MOVE);
        assertThat(watch.hasChanged()).isTrue();
    }

    @Test
    void oneThatGoesAndComesBackHasChangedTwice() throws IOException {
        var watch = new FileWatch(List.of(file));
        Files.delete(file);
        assertThat(watch.hasChanged()).isTrue();
        assertThat(watch.hasChanged()).isFalse();
        Files.writeString(file, "one");
        assertThat(watch.hasChanged()).isTrue();
    }
}
