package io.tieline.framework;

import io.tieline.wire.Json;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Gives what recurses through a value a stack that holds it, however deep the value is. */
final class StackRoom {

    /** Every thread has room for so many levels. */
    private static final int EVERYWHERE = 64;

    /** A level of a schema that refers to itself takes a kibibyte, one with choices several. */
    private static final long LEVEL_BYTES = 16 * 1024;

    private static final long MOST_BYTES = 256 * 1024 * 1024;

    private StackRoom() {}

    /** Takes the step here, or on a thread that lives for it alone. */
    static <T> T through(Json value, Supplier<T> step) {
        int levels = levels(value);
        return levels <= EVERYWHERE ? step.get() : apart(levels, step);
    }

    private static <T> T apart(int levels, Supplier<T> step) {
        var task = new FutureTask<>(step::get);
        Thread.ofPlatform()
                .name("tieline-deep-value")
                .daemon()
                .stackSize(Math.min(MOST_BYTES, levels * LEVEL_BYTES))
                .start(task);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException later) {
                    interrupted = true; // it ends by itself, and soon
                } catch (ExecutionException fault) {
                    throw thrown(fault.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static RuntimeException thrown(@Nullable Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException own ? own : new IllegalStateException(cause);
    }

    /** How many objects and arrays are inside one another. */
    static int levels(Json value) {
        var bytes = value.array();
        int end = value.offset() + value.length();
        int deepest = 0;
        int open = 0;
        boolean text = false;
        for (int i = value.offset(); i < end; i++) {
            switch (bytes[i]) {
                case '"' -> text = !text;
                case '\\' -> i++; // only texts have any
                case '{', '[' -> {
                    open += text ? 0 : 1;
                    deepest = Math.max(deepest, open);
                }
                case '}', ']' -> open -= text ? 0 : 1;
                default -> {}
            }
        }
        return deepest;
    }
}
