package io.tieline.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A run as JSON: every sample of every round, so that all that is printed can be worked out again.
 */
public final class JsonReport {

    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private JsonReport() {}

    /** What is not a number is written as the text {@code "NaN"}. */
    public static void write(Path file, Report report) throws IOException {
        Files.write(file, MAPPER.writeValueAsBytes(report));
    }
}
