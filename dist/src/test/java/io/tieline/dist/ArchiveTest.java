package io.tieline.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive's bytes depend on what is in the folder, and on nothing else. */
final class ArchiveTest {

    private static final Instant TIME = Instant.parse("2026-11-01T00:00:00Z");
    private static final List<String> FILES = List.of("b/two", "a-c", "a/one", "bin/run");

    @TempDir Path root;

    @Test
    void theSameFilesGiveTheSameBytes() throws IOException {
        var one = archive("one", FILES);
        var other = archive("other", FILES.reversed());
        assertThat(other).hasSameBinaryContentAs(one);
    }

    @Test
    void everyEntryIsOfOneTimeAndOfRootAndNobodyElseMayWriteIt() throws IOException {
        try (var tar = read(archive("one", FILES))) {
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                assertThat(entry.getLastModifiedTime().toInstant()).isEqualTo(TIME);
                assertThat(List.of(entry.getLongUserId(), entry.getLongGroupId())).containsOnly(0L);
                assertThat(entry.getMode() & 07777).isEqualTo(isExecutable(entry) ? 0755 : 0644);
            }
        }
    }

    private static boolean isExecutable(TarArchiveEntry entry) {
        return entry.isDirectory() || entry.getName().endsWith("/run");
    }

    private Path archive(String name, List<String> files) throws IOException {
        var plan =
                new Plan(root, root, root.resolve(name), "1", TIME, new Platform("linux", "x64"));
        for (var file : files) {
            var path = plan.folder().resolve(file);
            Files.createDirectories(Folder.parent(path));
            Files.writeString(path, file);
        }
        assertThat(plan.folder().resolve("bin/run").toFile().setExecutable(true)).isTrue();
        Archive.write(plan);
        return plan.archive();
    }

    private static TarArchiveInputStream read(Path archive) throws IOException {
        return new TarArchiveInputStream(new GZIPInputStream(Files.newInputStream(archive)));
    }
}
