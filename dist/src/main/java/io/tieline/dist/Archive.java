package io.tieline.dist;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipParameters;

/**
 * The folder as {@code tar.gz}: sorted, of one time and of one owner, so that it is reproducible.
 */
final class Archive {

    private static final int READABLE = 0644;
    private static final int EXECUTABLE = 0755;

    private Archive() {}

    static void write(Plan plan) throws IOException {
        try (var compressed = gzip(plan.archive());
                var tar = new TarArchiveOutputStream(compressed, "UTF-8")) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            for (var path : sorted(plan.folder())) {
                add(plan, path, tar);
            }
        }
        System.out.println(plan.archive() + ", " + Files.size(plan.archive()) / 1_000_000 + " MB");
    }

    /** A file by itself, likewise without a time. */
    static void compress(Path from, Path to) throws IOException {
        try (var compressed = gzip(to)) {
            Files.copy(from, compressed);
        }
    }

    private static OutputStream gzip(Path to) throws IOException {
        var parameters = new GzipParameters();
        return new GzipCompressorOutputStream(
                new BufferedOutputStream(Files.newOutputStream(to)), parameters);
    }

    /**
     * All that is in a folder, folders before what is in them, in an order that no file system
     * makes.
     */
    static List<Path> sorted(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.sorted().toList();
        }
    }

    static int mode(Path path) {
        return Files.isDirectory(path) || Files.isExecutable(path) ? EXECUTABLE : READABLE;
    }

    private static void add(Plan plan, Path path, TarArchiveOutputStream tar) throws IOException {
        var name = Folder.parent(plan.folder()).relativize(path).toString().replace('\\', '/');
        var isLink = Files.isSymbolicLink(path);
        var entry =
                isLink
                        ? new TarArchiveEntry(name, TarConstants.LF_SYMLINK)
                        : new TarArchiveEntry(Files.isDirectory(path) ? name + "/" : name);
        entry.setLastModifiedTime(FileTime.from(plan.time()));
        entry.setIds(0, 0);
        entry.setNames("root", "root");
        entry.setMode(isLink ? 0777 : mode(path));
        if (isLink) {
            entry.setLinkName(Files.readSymbolicLink(path).toString());
        } else if (Files.isRegularFile(path)) {
            entry.setSize(Files.size(path));
        }
        tar.putArchiveEntry(entry);
        if (Files.isRegularFile(path) && !isLink) {
            Files.copy(path, tar);
        }
        tar.closeArchiveEntry();
    }
}
