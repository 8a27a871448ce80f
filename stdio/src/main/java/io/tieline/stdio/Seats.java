package io.tieline.stdio;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;

/**
 * How many processes of one program there may be at any moment, those included that are being
 * started, and those that were told to end and have not. Whoever comes when there are so many waits
 * until one of them is gone. Safe for use by several threads; no link is called under the lock.
 */
final class Seats {

    private final int most;
    private final Set<ChildLink> seated = new HashSet<>();
    private final Queue<ChildLink> waiting = new ArrayDeque<>(0);

    /**
     * All of them free.
     *
     * @param most how many there are
     */
    Seats(int most) {
        this.most = most;
    }

    /** Has the link {@linkplain ChildLink#seated start} its process, now or when a seat is free. */
    void take(ChildLink link) {
        synchronized (seated) {
            if (seated.size() >= most) {
                waiting.add(link);
                return;
            }
            seated.add(link);
        }
        link.seated();
    }

    /** Takes a link out of the line; false if it does not stand there. */
    boolean giveUp(ChildLink link) {
        synchronized (seated) {
            return waiting.remove(link);
        }
    }

    /** No process is left of this link, if it ever had one. */
    void leave(ChildLink link) {
        ChildLink next;
        synchronized (seated) {
            next = seated.remove(link) ? waiting.poll() : null;
            if (next == null) {
                return;
            }
            seated.add(next);
        }
        next.seated();
    }
}
