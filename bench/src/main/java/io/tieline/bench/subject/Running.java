package io.tieline.bench.subject;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * A subject at work.
 *
 * @param uri where clients find it
 * @param program null if there is none, between clients and the backend itself
 */
public record Running(URI uri, @Nullable Program program) implements AutoCloseable {

    /** What it uses; of no program, nothing. */
    public Meter meter() {
        return program == null ? Meter.NOTHING : program.meter();
    }

    @Override
    public void close() {
        if (program != null) {
            program.close();
        }
    }
}
