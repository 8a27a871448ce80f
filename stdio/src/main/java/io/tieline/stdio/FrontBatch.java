package io.tieline.stdio;

import io.tieline.wire.Json;
import io.tieline.wire.Response;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gathers the answers to a batch (revision 2025-03-26, "Messages", "Batching"): they leave together
 * as one array, once each of its requests has ended. On the session's strand.
 */
final class FrontBatch {

    private final FrontOutput output;
    private final List<Json> answers = new ArrayList<>();
    private int open;

    /** For a batch with so many requests. */
    FrontBatch(FrontOutput output, int requests) {
        this.output = output;
        this.open = requests;
    }

    /** One of the requests has ended; null if it was cancelled and gets no answer. */
    void ended(@Nullable Response answer) {
        if (answer != null) {
            answers.add(answer.json());
        }
        if (--open == 0 && !answers.isEmpty()) {
            output.write(Json.array(answers));
        }
    }
}
