package io.tieline.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.Map;

/**
 * What the program said and how it ended, run in this process.
 *
 * @param out its stdout
 * @param err its stderr
 */
record Said(int exitCode, String out, String err) {

    static Said by(String... arguments) {
        return by(Map.of("PATH", System.getenv("PATH")), arguments);
    }

    static Said by(Map<String, String> environment, String... arguments) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        int code =
                new Program(
                                InputStream.nullInputStream(),
                                new PrintStream(out, true, UTF_8),
                                new PrintStream(err, true, UTF_8),
                                environment)
                        .run(arguments);
        return new Said(code, out.toString(UTF_8), err.toString(UTF_8));
    }
}
