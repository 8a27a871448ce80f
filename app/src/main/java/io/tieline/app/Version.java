package io.tieline.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Which version of the program this is. */
final class Version {

    private Version() {}

    /** The version as the build wrote it. */
    static String text() {
        try (InputStream text = Version.class.getResourceAsStream("version.txt")) {
            return new String(Objects.requireNonNull(text).readAllBytes(), StandardCharsets.UTF_8)
                    .strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
