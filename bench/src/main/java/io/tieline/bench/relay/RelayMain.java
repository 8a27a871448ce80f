package io.tieline.bench.relay;

import io.tieline.bench.Loops;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * The relay as a program, between two ports of the loopback: {@code epoll} or {@code io_uring}, the
 * port on which it listens, and the backend's.
 */
public final class RelayMain {

    private RelayMain() {}

    /** Relays until it is killed. */
    public static void main(String[] given) throws InterruptedException {
        var arguments = List.of(given);
        int processors = Runtime.getRuntime().availableProcessors();
        var loops =
                switch (arguments.get(0)) {
                    case "epoll" -> Loops.open(processors);
                    case "io_uring" -> Loops.ioUring(processors);
                    default -> throw new IllegalArgumentException("no interface: " + arguments);
                };
        var relay = new Relay(loops, loopback(arguments.get(2)));
        relay.listen(loopback(arguments.get(1))).closeFuture().sync();
    }

    private static InetSocketAddress loopback(String port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(port));
    }
}
