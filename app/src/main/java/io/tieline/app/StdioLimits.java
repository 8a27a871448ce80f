package io.tieline.app;

import io.tieline.stdio.StdioSettings;
import io.tieline.wire.Limits;
import org.jspecify.annotations.Nullable;

/** Puts another limit on messages into the settings of a pipe, which must be able to queue one. */
final class StdioLimits {

    private StdioLimits() {}

    static StdioSettings within(StdioSettings settings, @Nullable Limits limits) {
        if (limits == null) {
            return settings;
        }
        int queue = Math.max(settings.maxQueuedBytes(), limits.maxBytes());
        return settings.withMaxQueuedBytes(queue).withLimits(limits);
    }
}
