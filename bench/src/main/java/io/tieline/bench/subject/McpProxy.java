package io.tieline.bench.subject;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The npm package {@code mcp-proxy}, from a command to Streamable HTTP. */
final class McpProxy implements Subject {

    @Override
    public String name() {
        return "mcp-proxy";
    }

    @Override
    public String what() {
        return "npm mcp-proxy 6.7.19 --server stream, sessions as it comes";
    }

    @Override
    public String peer() {
        return "npm";
    }

    @Override
    public @Nullable String cannot(Route route) {
        return route.stdio() ? null : "only before commands";
    }

    @Override
    public Running start(Site site, Route route) throws IOException, InterruptedException {
        int port = Site.freePort();
        var command = new ArrayList<String>();
        command.addAll(
                List.of(
                        "node",
                        site.peers()
                                .resolve("node_modules/mcp-proxy/dist/bin/mcp-proxy.mjs")
                                .toString(),
                        "--host",
                        "127.0.0.1",
                        "--port",
                        Integer.toString(port),
                        "--server",
                        "stream",
                        "--upstreamProtocol",
                        route.backendStateless() ? "modern" : "legacy",
                        "--"));
        command.addAll(Backend.command());
        var program = Program.start(site.logs().resolve("mcp-proxy.log"), port, command);
        return new Running(URI.create("http://127.0.0.1:" + port + "/mcp"), program);
    }
}
