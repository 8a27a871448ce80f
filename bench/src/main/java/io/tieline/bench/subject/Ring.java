package io.tieline.bench.subject;

import io.netty.channel.uring.IoUring;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Whether io_uring can be had: many kernels have it, and many containers forbid it. */
final class Ring {

    private Ring() {}

    /** Why it cannot; null if it can. */
    static @Nullable String obstacle() {
        Throwable cause = IoUring.unavailabilityCause();
        if (cause == null) {
            return null;
        }
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return "no io_uring: " + Objects.requireNonNullElse(cause.getMessage(), cause.toString());
    }
}
