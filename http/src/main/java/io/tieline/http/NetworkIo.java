package io.tieline.http;

import io.tieline.http.io.Sockets;
import org.jspecify.annotations.Nullable;

/**
 * By which interface of the operating system event loops do their work.
 *
 * <p>{@link #EPOLL} and {@link #IO_URING} are Linux's own and need a native library, which comes
 * with Tieline for x86-64 and AArch64; {@link #NIO} is the JDK's and works everywhere. io_uring
 * takes fewer system calls, so it costs less where the kernel is new enough and lets it: many
 * container runtimes forbid it, which is why nobody gets it unasked.
 */
public enum NetworkIo {
    EPOLL(Sockets.EPOLL),
    IO_URING(Sockets.IO_URING),
    NIO(Sockets.NIO);

    private final Sockets sockets;

    NetworkIo(Sockets sockets) {
        this.sockets = sockets;
    }

    /** The best that works here and that nobody forbids: epoll, else NIO. */
    public static NetworkIo usual() {
        return EPOLL.obstacle() == null ? EPOLL : NIO;
    }

    /** Why this does not work on this machine; null if it does. */
    public @Nullable String obstacle() {
        return sockets.obstacle();
    }

    Sockets sockets() {
        return sockets;
    }
}
