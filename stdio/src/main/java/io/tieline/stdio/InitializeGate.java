package io.tieline.stdio;

import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Holds back what a client sends behind its {@code initialize} until that is answered.
 *
 * <p>The specification advises clients to wait for the answer themselves, but whoever pipes a few
 * lines into a server does not, and a server that takes one message after the other answers them
 * all. Bounded: what is beyond the bound passes at once, and is refused as too early. On the
 * session's strand.
 */
final class InitializeGate {

    private final int maxBytes;
    private final Queue<Runnable> held = new ArrayDeque<>();
    private long bytes;
    private boolean opening;

    InitializeGate(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** An {@code initialize} is on its way. */
    void begin() {
        opening = true;
    }

    /** It has been answered, in whatever way: what was held back passes now. */
    void end() {
        opening = false;
        bytes = 0;
        while (!held.isEmpty() && !opening) {
            held.remove().run();
        }
    }

    /** Passes a message of this length, or holds it back. */
    void pass(int length, Runnable message) {
        if (opening && bytes + length <= maxBytes) {
            bytes += length;
            held.add(message);
        } else {
            message.run();
        }
    }
}
