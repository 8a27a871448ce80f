package io.tieline.app.command;

import io.tieline.app.config.UsageException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Where results go that are no text: files of new names, in one folder. For one thread. */
final class ResultFiles {

    private final Path folder;
    private final String stem;
    private long number;

    /**
     * @param stem how the names begin; what has no place in a file's name is replaced
     */
    ResultFiles(Path folder, String stem) {
        this.folder = folder;
        var safe = stem.replaceAll("[^A-Za-z0-9._-]+", "-").replaceAll("^[.-]+|-+$", "");
        this.stem = safe.isEmpty() ? "result" : safe;
    }

    /** Writes a file of this type, and gives its path; nothing that is there is overwritten. */
    Path write(byte[] content, @Nullable String mimeType) throws UsageException {
        try {
            Files.createDirectories(folder);
            while (true) {
                number++;
                var file = folder.resolve(stem + "-" + number + extension(mimeType));
                try {
                    return Files.write(file, content, StandardOpenOption.CREATE_NEW);
                } catch (FileAlreadyExistsException taken) {
                    // The next number, then.
                }
            }
        } catch (IOException e) {
            throw UsageException.at(
                    folder.toString(),
                    "cannot be written to ("
                            + e.getMessage()
                            + "); name another folder with --out");
        }
    }

    private static String extension(@Nullable String mimeType) {
        var type = mimeType == null ? "" : mimeType.replaceFirst(";.*", "").strip();
        return switch (type) {
            case "image/jpeg" -> ".jpg";
            case "image/svg+xml" -> ".svg";
            case "audio/mpeg" -> ".mp3";
            case "audio/wav", "audio/x-wav" -> ".wav";
            case "text/plain" -> ".txt";
            case "application/octet-stream", "" -> ".bin";
            default -> {
                var subtype = type.substring(type.indexOf('/') + 1).replaceAll("[^a-z0-9]+", "-");
                yield "." + (subtype.isEmpty() ? "bin" : subtype);
            }
        };
    }
}
