package io.tieline.bench.subject;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;

/**
 * Where a subject is started.
 *
 * @param project the top of the source tree
 * @param logs a folder of its own, for what it prints
 * @param backend what it stands before
 */
public record Site(Path project, Path logs, Backend backend) {

    Path peers() {
        return project.resolve("bench/peers");
    }

    /** A port of the loopback that was free a moment ago. */
    static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
