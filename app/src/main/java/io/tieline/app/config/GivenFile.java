package io.tieline.app.config;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Reads the names of files. */
public final class GivenFile {

    private GivenFile() {}

    /** The path of this name, whether there is a file or not. */
    public static Path path(ConfigValue given) throws UsageException {
        if (given.value().startsWith("~/") && !isThere(given)) {
            throw given.wrong(
                    "~ is known to shells only, and at the beginning of a word; write $HOME, or a"
                            + " space in place of =");
        }
        try {
            return Path.of(given.value());
        } catch (InvalidPathException e) {
            throw given.wrong(
                    "\""
                            + given.value()
                            + "\" cannot be the name of a file"
                            + (Decoding.isUtf8() ? "" : ": " + Decoding.reason()));
        }
    }

    /** Whether there is a file of this name. */
    public static boolean isThere(ConfigValue given) {
        try {
            return Files.exists(Path.of(given.value()));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    /** A file that is there and that we may read. */
    public static Path readable(ConfigValue given) throws UsageException {
        var path = path(given);
        if (!Files.isRegularFile(path)) {
            throw given.wrong("there is no file " + path + "; check its path");
        }
        if (!Files.isReadable(path)) {
            throw given.wrong("the file " + path + " cannot be read; check who may read it");
        }
        return path;
    }
}
