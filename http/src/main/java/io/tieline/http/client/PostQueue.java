package io.tieline.http.client;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Keeps the messages of one link in order although each travels on a connection of its own. A
 * notification leaves after the requests before it, so that {@code cancelled} does not overtake the
 * request that it names, and requests leave after the notifications before them; requests among
 * themselves need not wait, since the pool sends them in order. Confined to the link's event loop.
 */
final class PostQueue {

    private final Deque<Turn> waiting = new ArrayDeque<>(1);
    private int shared;
    private boolean exclusive;

    /** The place of a request, which others of its kind may leave beside. */
    Turn beside(Runnable go) {
        return new Turn(false, go, () -> {});
    }

    /** The place of a message that leaves alone. */
    Turn alone(Runnable go) {
        return alone(go, () -> {});
    }

    /**
     * The same.
     *
     * @param neverLeaves hears that it will not, since nothing does any more
     */
    Turn alone(Runnable go, Runnable neverLeaves) {
        return new Turn(true, go, neverLeaves);
    }

    /** Nothing that waits will leave. */
    void clear() {
        var left = List.copyOf(waiting);
        waiting.clear();
        left.forEach(turn -> turn.neverLeaves.run());
    }

    private void letGo() {
        for (var next = waiting.peekFirst(); next != null && next.mayGo(); ) {
            waiting.removeFirst();
            next.go();
            next = waiting.peekFirst();
        }
    }

    /** The place of one message among the others. */
    final class Turn {

        private final boolean alone;
        private final Runnable go;
        private final Runnable neverLeaves;
        private boolean gone;
        private boolean over;

        private Turn(boolean alone, Runnable go, Runnable neverLeaves) {
            this.alone = alone;
            this.go = go;
            this.neverLeaves = neverLeaves;
        }

        /** Gets in line; the message goes now, or when those before it have left. */
        void take() {
            waiting.addLast(this);
            letGo();
        }

        /** The message has left, or never will. Saying it twice is silent. */
        void over() {
            if (over) {
                return;
            }
            over = true;
            if (!gone) {
                waiting.remove(this);
            } else if (alone) {
                exclusive = false;
            } else {
                shared--;
            }
            letGo();
        }

        private boolean mayGo() {
            return !exclusive && (!alone || shared == 0);
        }

        private void go() {
            gone = true;
            if (alone) {
                exclusive = true;
            } else {
                shared++;
            }
            go.run();
        }
    }
}
