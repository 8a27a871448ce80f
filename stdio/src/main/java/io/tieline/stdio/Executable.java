package io.tieline.stdio;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the file that a command names, before it is started: the wrappers that start it on our
 * behalf could only say so with an exit code.
 */
final class Executable {

    private static final Pattern SEPARATOR = Pattern.compile(Pattern.quote(File.pathSeparator));

    private static final String DEFAULT_PATH = "/usr/local/bin:/usr/bin:/bin";

    private Executable() {}

    /**
     * The file to run.
     *
     * @throws IOException if there is none; the message says what to do
     */
    static Path of(StdioCommand command, @Nullable String path) throws IOException {
        var directory = command.directory();
        if (directory != null && !Files.isDirectory(directory)) {
            throw new IOException(
                    "The working directory "
                            + directory
                            + " of command '"
                            + command.program()
                            + "' does not exist; create it or name another one");
        }
        var name = command.argv().getFirst();
        var here = directory == null ? Path.of("") : directory;
        return name.indexOf('/') >= 0 || name.indexOf(File.separatorChar) >= 0
                ? asFile(name, here.toAbsolutePath().resolve(name))
                : onPath(name, path);
    }

    /**
     * The file of this name on the path, if it can be run.
     *
     * @param path null for where POSIX has programs looked for that were started without one
     */
    static @Nullable Path find(String name, @Nullable String path) {
        for (var folder : SEPARATOR.split(path == null ? DEFAULT_PATH : path, -1)) {
            var file = folder.isEmpty() ? null : file(folder, name);
            if (file != null && isProgram(file)) {
                return file.toAbsolutePath();
            }
        }
        return null;
    }

    /** Null where a name has letters that the locale in force cannot write. */
    private static @Nullable Path file(String folder, String name) {
        try {
            return Path.of(folder).resolve(name);
        } catch (InvalidPathException e) {
            return null;
        }
    }

    private static String advice(String name) {
        return name.startsWith("~") || name.startsWith("$")
                ? "~ and variables are known to shells only, so write the whole path"
                : "check its path in the configuration";
    }

    private static Path asFile(String name, Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new IOException("Command '" + name + "' does not exist; " + advice(name));
        }
        if (!isProgram(file)) {
            throw new IOException(
                    "Command '" + name + "' cannot be executed; make it executable (chmod +x)");
        }
        return file;
    }

    private static Path onPath(String name, @Nullable String path) throws IOException {
        var found = find(name, path);
        if (found == null) {
            throw new IOException(
                    "Command '"
                            + name
                            + "' was not found on PATH; install it or give its full path");
        }
        return found;
    }

    private static boolean isProgram(Path file) {
        return Files.isRegularFile(file) && Files.isExecutable(file);
    }
}
