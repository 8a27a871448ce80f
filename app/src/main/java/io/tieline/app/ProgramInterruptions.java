package io.tieline.app;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Ctrl-C and its like while a command runs: the first lets it end its call, if it has one; without
 * one, and at the second, the program ends. Safe for use by several threads.
 */
final class ProgramInterruptions {

    private static final int SIGNALLED = 128;

    private final AtomicReference<@Nullable Runnable> next = new AtomicReference<>();

    /** At the next signal this is run. */
    void next(Runnable task) {
        if (next.getAndSet(task) == null) {
            Signals.listen((_, number) -> heard(number));
        }
    }

    private void heard(int number) {
        var task = next.getAndSet(null);
        if (task == null) {
            Runtime.getRuntime().exit(SIGNALLED + number);
        } else {
            task.run();
        }
    }
}
