package io.tieline.bench.subject;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The npm package {@code supergateway}, from a command to Streamable HTTP, with sessions. */
final class Supergateway implements Subject {

    @Override
    public String name() {
        return "supergateway";
    }

    @Override
    public String what() {
        return "npm supergateway 4.0.0 --outputTransport streamableHttp --stateful";
    }

    @Override
    public String peer() {
        return "npm";
    }

    @Override
    public @Nullable String cannot(Route route) {
        return !route.stdio()
                ? "only before commands"
                : route.clientStateless() ? "does not speak 2026-07-28" : null;
    }

    @Override
    public Running start(Site site, Route route) throws IOException, InterruptedException {
        int port = Site.freePort();
        var command =
                List.of(
                        "node",
                        "--require",
                        site.project().resolve("interop/loopback.cjs").toString(),
                        site.peers().resolve("node_modules/supergateway/dist/index.js").toString(),
                        "--stdio",
                        String.join(" ", Backend.command()),
                        "--outputTransport",
                        "streamableHttp",
                        "--stateful",
                        "--logLevel",
                        "none",
                        "--port",
                        Integer.toString(port));
        var program = Program.start(site.logs().resolve("supergateway.log"), port, command);
        return new Running(URI.create("http://127.0.0.1:" + port + "/mcp"), program);
    }
}
