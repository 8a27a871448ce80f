package io.tieline.security;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tieline.wire.Json;
import io.tieline.wire.Limits;
import io.tieline.wire.MalformedException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The file in which names and digests of tokens are kept: {@code {"tokens": [{"name": "ada",
 * "sha256": "...", "scopes": ["read"], "expires": "2027-01-31T00:00:00Z"}]}}. Nobody but its owner
 * may read or write it. For one thread.
 */
final class TokenFile {

    private static final int LARGEST_BYTES = 4 * 1024 * 1024;
    private static final Set<PosixFilePermission> OWNER_ONLY =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private final Path file;

    TokenFile(Path file) {
        this.file = file;
    }

    /**
     * What is in it.
     *
     * @throws NoSuchFileException if there is none
     * @throws IOException if it cannot be read, others may read it, or it holds something else; the
     *     message says what to do
     */
    List<StaticToken> read() throws IOException {
        requireOwnerOnly();
        if (Files.size(file) > LARGEST_BYTES) {
            throw new IOException(file + " is larger than 4 MiB; is it the right file?");
        }
        try {
            var root = Json.parse(Files.readAllBytes(file), Limits.DEFAULT);
            var tokens = new ArrayList<StaticToken>();
            var names = new HashSet<String>();
            if (root.get("tokens") == null) {
                throw new IOException(file + " holds no \"tokens\"; tieline token new makes it");
            }
            for (var entry : root.list("tokens")) {
                var token = token(entry);
                if (!names.add(token.name())) {
                    throw new IOException(
                            file + " has two tokens of " + token.name() + "; remove one");
                }
                tokens.add(token);
            }
            return tokens;
        } catch (MalformedException e) {
            throw new IOException(file + " is not JSON: " + e.getMessage(), e);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    private static StaticToken token(Json entry) {
        var name = entry.text("name");
        var digest = entry.text("sha256");
        var expires = entry.text("expires");
        return new StaticToken(
                name == null ? "" : name,
                digest == null ? "" : digest,
                new HashSet<>(entry.texts("scopes")),
                expires == null ? Instant.MAX : Instant.parse(expires));
    }

    private void requireOwnerOnly() throws IOException {
        var view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (view != null && !OWNER_ONLY.containsAll(view.readAttributes().permissions())) {
            throw new IOException(
                    file + " can be read by others than its owner; run: chmod 600 " + file);
        }
    }

    /**
     * Adds one, at once or not at all; nobody else adds another meanwhile.
     *
     * @throws IllegalArgumentException if its name is taken
     */
    void add(StaticToken token) throws IOException {
        var beside = file.resolveSibling(file.getFileName() + ".new");
        try {
            create(beside);
        } catch (FileAlreadyExistsException e) {
            throw new IOException(
                    beside
                            + " is there: somebody else writes the file, or was interrupted; remove"
                            + " it in the second case",
                    e);
        }
        try {
            Files.writeString(beside, text(with(token)), UTF_8, StandardOpenOption.SYNC);
            Files.move(
                    beside,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(beside);
        }
    }

    private List<StaticToken> with(StaticToken token) throws IOException {
        var tokens = new ArrayList<StaticToken>();
        try {
            tokens.addAll(read());
        } catch (NoSuchFileException first) {
            // It is made now.
        }
        if (tokens.stream().anyMatch(other -> other.name().equals(token.name()))) {
            throw new IllegalArgumentException(
                    "there is a token of "
                            + token.name()
                            + " already; choose another name, or remove its entry from "
                            + file);
        }
        tokens.add(token);
        return tokens;
    }

    /** A line for each, so that one can be removed in an editor. */
    private static String text(List<StaticToken> tokens) {
        return tokens.stream()
                .map(token -> "  " + json(token))
                .collect(Collectors.joining(",\n", "{\"tokens\": [\n", "\n]}\n"));
    }

    private void create(Path beside) throws IOException {
        boolean isPosix =
                Files.getFileAttributeView(
                                beside.toAbsolutePath().getParent(), PosixFileAttributeView.class)
                        != null;
        var attributes =
                isPosix
                        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
                        : new FileAttribute<?>[0];
        Files.createFile(beside, attributes);
    }

    private static Json json(StaticToken token) {
        var scopes = new TreeSet<>(token.scopes()).stream().map(Json::string).toList();
        var json =
                Json.object(
                        "name",
                        token.name(),
                        "sha256",
                        token.sha256(),
                        "scopes",
                        Json.array(scopes));
        return token.expires().equals(Instant.MAX)
                ? json
                : json.with("expires", Json.string(token.expires().toString()));
    }
}
