package io.tieline.app;

import io.tieline.app.config.UsageException;
import io.tieline.stdio.Children;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Looks at start-up whether the server can be there at all, for the sake of the person at the
 * terminal. Later on a server that is away keeps no client from connecting.
 */
final class Reachability {

    private static final Duration LIMIT = Duration.ofSeconds(2);

    private Reachability() {}

    static void check(BackendPlan backend, Children children) throws UsageException {
        switch (backend) {
            case BackendPlan.Command command -> check(command, children);
            case BackendPlan.Url url -> check(url);
            case BackendPlan.Watched watched -> check(watched.server(), children);
            case BackendPlan.Within _ -> {}
        }
    }

    private static void check(BackendPlan.Command command, Children children)
            throws UsageException {
        try {
            children.require(command.command());
        } catch (IOException e) {
            throw command.given().wrong(String.valueOf(e.getMessage()));
        }
    }

    private static void check(BackendPlan.Url url) throws UsageException {
        var host = bare(url.uri().getHost());
        int port = port(url.uri());
        try {
            // A name like localhost may have several addresses, and the server listen on one.
            IOException problem = null;
            for (var address : InetAddress.getAllByName(host)) {
                problem = connect(address, port);
                if (problem == null) {
                    return;
                }
            }
            throw url.given()
                    .wrong(
                            url.shown()
                                    + (problem instanceof SocketTimeoutException
                                            ? " does not answer within 2 s"
                                            : " cannot be reached: nothing listens there")
                                    + "; start the server, or correct the URL");
        } catch (UnknownHostException e) {
            throw url.given().wrong("the host " + host + " is unknown; correct the URL");
        }
    }

    /** Why nobody answers there; null if somebody does. */
    private static @Nullable IOException connect(InetAddress address, int port) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), (int) LIMIT.toMillis());
            return null;
        } catch (IOException e) {
            return e;
        }
    }

    private static String bare(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private static int port(URI uri) {
        if (uri.getPort() >= 0) {
            return uri.getPort();
        }
        return "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
    }
}
