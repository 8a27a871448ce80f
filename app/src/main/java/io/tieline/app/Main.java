package io.tieline.app;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The entry point of the {@code tieline} program. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) throws IOException {
        if (arguments.length == 1 && arguments[0].equals("--version")) {
            System.out.println("tieline " + version());
            return;
        }
        System.err.println("usage: tieline --version");
        System.exit(2);
    }

    private static String version() throws IOException {
        try (InputStream text = Main.class.getResourceAsStream("version.txt")) {
            return new String(Objects.requireNonNull(text).readAllBytes(), StandardCharsets.UTF_8)
                    .strip();
        }
    }
}
