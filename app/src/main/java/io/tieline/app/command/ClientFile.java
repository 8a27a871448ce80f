package io.tieline.app.command;

import io.tieline.app.config.UsageException;
import io.tieline.wire.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * The file of a client, into which an entry is written so that everything else in it stays byte for
 * byte. What was there before is kept beside it until the next change. For one thread.
 */
final class ClientFile {

    private static final String KEPT = ".before-tieline";

    private final Path file;
    private final Path kept;

    ClientFile(Path file) {
        this.file = file;
        this.kept = file.resolveSibling(file.getFileName() + KEPT);
    }

    Path kept() {
        return kept;
    }

    /** What is in it; an empty object if it is not there. */
    Json read() throws UsageException {
        try {
            if (!Files.exists(file)) {
                return Json.EMPTY_OBJECT;
            }
            var text = Files.readString(file);
            var json = text.isBlank() ? Json.EMPTY_OBJECT : Json.of(text.strip());
            if (!json.isObject()) {
                throw UsageException.at(file.toString(), "holds no object; correct it first");
            }
            return json;
        } catch (IllegalArgumentException notStrict) {
            throw UsageException.at(
                    file.toString(),
                    "has comments or slips that would be lost; add the entry by hand, as shown"
                            + " above");
        } catch (IOException e) {
            throw UsageException.at(file.toString(), "cannot be read; check who may read it");
        }
    }

    /** Puts the entry in, and keeps what was there. */
    void write(Json before, String key, String name, Json entry) throws UsageException {
        var after = before.with(List.of(key, name), entry);
        // A file that has one line only is nobody's own layout.
        var text = before.toString().contains("\n") ? after.toString() : Pretty.of(after);
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            if (Files.exists(file)) {
                Files.copy(
                        file,
                        kept,
                        StandardCopyOption.REPLACE_EXISTING,
                        StandardCopyOption.COPY_ATTRIBUTES);
            } else {
                Files.writeString(kept, "");
            }
            Files.writeString(file, text + "\n");
        } catch (IOException e) {
            throw UsageException.at(file.toString(), "cannot be written; check who may write it");
        }
    }

    /** Puts back what was there before the last change. */
    void undo() throws UsageException {
        try {
            if (!Files.exists(kept)) {
                throw UsageException.at(kept.toString(), "is not there, so nothing can be undone");
            }
            if (Files.size(kept) == 0) {
                Files.deleteIfExists(file);
                Files.delete(kept);
            } else {
                Files.move(kept, file, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw UsageException.at(file.toString(), "cannot be written; check who may write it");
        }
    }
}
