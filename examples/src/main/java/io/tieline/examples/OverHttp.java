package io.tieline.examples;

import static io.tieline.http.Http.http;

import io.tieline.framework.Answer;
import io.tieline.framework.McpClient;
import io.tieline.framework.McpServer;
import java.net.URI;

/** A server behind a URL, and a client of it. */
public final class OverHttp {

    private OverHttp() {}

    // region serve
    static String serveAndCall(McpServer server) {
        try (var running = server.serve(http(0))) {
            return call(running.uri());
        }
    }

    // endregion

    // region call
    static String call(URI uri) {
        try (var client =
                McpClient.to(uri)
                        .onElicitation(question -> Answer.accept(new Greeting.Name("Alice")))
                        .connect()) {
            return client.callTool("greet").text();
        }
    }
    // endregion
}
