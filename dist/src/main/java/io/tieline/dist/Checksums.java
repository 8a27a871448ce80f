package io.tieline.dist;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Stream;

/** {@code SHA256SUMS}, as {@code sha256sum --check} reads it. */
final class Checksums {

    private Checksums() {}

    /** Writes it beside the files that are handed out. */
    static void write(Plan plan) throws IOException {
        var lines = new StringBuilder();
        try (Stream<Path> files = Files.list(plan.target())) {
            for (var file :
                    (Iterable<Path>) files.sorted().filter(Checksums::isHandedOut)::iterator) {
                lines.append(sha256(file)).append("  ").append(file.getFileName()).append('\n');
            }
        }
        Files.writeString(plan.target().resolve("SHA256SUMS"), lines);
    }

    private static boolean isHandedOut(Path file) {
        var name = String.valueOf(file.getFileName());
        return name.equals("Dockerfile")
                || name.matches("tieline-.*\\.(tar\\.gz|tar|deb|cdx\\.json)");
    }

    private static String sha256(Path file) throws IOException {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            try (var input = Files.newInputStream(file)) {
                var buffer = new byte[1 << 16];
                for (int read = input.read(buffer); read >= 0; read = input.read(buffer)) {
                    digest.update(buffer, 0, read);
                }
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every JVM has SHA-256", impossible);
        }
    }
}
