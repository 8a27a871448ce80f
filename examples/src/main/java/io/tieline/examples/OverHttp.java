package io.tieline.examples;

import io.tieline.framework.Answer;
import io.tieline.framework.McpClient;
import io.tieline.framework.McpServer;
import io.tieline.http.EventLoops;
import io.tieline.http.HttpBackend;
import io.tieline.http.HttpListener;
import io.tieline.http.HttpSettings;
import io.tieline.session.Environment;
import io.tieline.session.Observer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.SecureRandom;

/** A server behind a URL, and a client of it. */
public final class OverHttp {

    private OverHttp() {}

    // region serve
    static String serveAndCall(McpServer server) throws IOException {
        var settings =
                HttpSettings.DEFAULT.withAddress(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        try (var loops = EventLoops.open()) {
            var world = new Environment(loops.timers(), new SecureRandom(), Observer.NONE);
            try (var listener = HttpListener.serve(server, settings, loops, world)) {
                return call(listener.uri(), loops);
            }
        }
    }

    // endregion

    // region call
    static String call(URI uri, EventLoops loops) {
        try (var client =
                McpClient.to(HttpBackend.to(uri, loops))
                        .onElicitation(question -> Answer.accept(new Greeting.Name("Alice")))
                        .connect()) {
            return client.callTool("greet").text();
        }
    }
    // endregion
}
