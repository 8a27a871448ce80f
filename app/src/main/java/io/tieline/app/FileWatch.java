package io.tieline.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Sees that a file has changed: by its size, its time and its place on the disk, since editors put
 * another file in its place and many file systems tell nobody. Used by one thread.
 */
final class FileWatch {

    private final List<Path> files;
    private String seen;

    FileWatch(List<Path> files) {
        this.files = List.copyOf(files);
        this.seen = state();
    }

    /** Whether one of them is another than when this was asked last. */
    boolean hasChanged() {
        var now = state();
        boolean changed = !now.equals(seen);
        seen = now;
        return changed;
    }

    private String state() {
        return files.stream().map(FileWatch::state).collect(Collectors.joining("\n"));
    }

    private static String state(Path file) {
        try {
            var attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return attributes.lastModifiedTime()
                    + " "
                    + attributes.size()
                    + " "
                    + attributes.fileKey();
        } catch (IOException e) {
            return "not there";
        }
    }
}
