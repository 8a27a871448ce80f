package io.tieline.examples.conformance;

import io.tieline.framework.McpServer;
import io.tieline.http.EventLoops;
import io.tieline.http.HttpListener;
import io.tieline.http.HttpSettings;
import io.tieline.session.Environment;
import io.tieline.session.Observer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.concurrent.CountDownLatch;

/**
 * Serves everything that the official conformance suite calls by name, to clients of all revisions
 * at once. It listens on a free port of this machine and prints its URL.
 */
public final class ConformanceServer {

    private ConformanceServer() {}

    /** Serves until it is ended. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        var settings =
                HttpSettings.DEFAULT.withAddress(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        try (var loops = EventLoops.open()) {
            var world = new Environment(loops.timers(), new SecureRandom(), Observer.NONE);
            try (var listener = HttpListener.serve(server(), settings, loops, world)) {
                IO.println("listening on " + listener.uri());
                new CountDownLatch(1).await();
            }
        }
    }

    /** The server, with one set of handlers for all revisions. */
    public static McpServer server() {
        var builder = McpServer.named("tieline-conformance", "1.0.0");
        ContentTools.addTo(builder);
        AskingTools.addTo(builder);
        RoundTools.addTo(builder);
        Resources.addTo(builder);
        Prompts.addTo(builder);
        var server = builder.build();
        ChangeTools.addTo(server);
        return server;
    }
}
