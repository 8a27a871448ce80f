package io.tieline.bench.subject;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** FastMCP's stateful proxy; where clients have no session, its proxy for those. */
final class FastMcp implements Subject {

    @Override
    public String name() {
        return "fastmcp";
    }

    @Override
    public String what() {
        return "FastMCP 4.0.10: FastMCPProxy over StatefulProxyClient; create_proxy in 2026-07-28";
    }

    @Override
    public String peer() {
        return "fastmcp";
    }

    @Override
    public @Nullable String cannot(Route route) {
        return null;
    }

    @Override
    public Running start(Site site, Route route) throws IOException, InterruptedException {
        int port = Site.freePort();
        var command = new ArrayList<String>();
        command.addAll(
                List.of(
                        site.peers().resolve(".installed/python").toString(),
                        site.peers().resolve("fastmcp_proxy.py").toString(),
                        Integer.toString(port),
                        route.clientStateless() ? "stateless" : "stateful",
                        route.backendStateless() ? "2026-07-28" : "legacy"));
        command.addAll(
                route.stdio() ? Backend.command() : List.of(site.backend().uri().toString()));
        var program = Program.start(site.logs().resolve("fastmcp.log"), port, command);
        return new Running(URI.create("http://127.0.0.1:" + port + "/mcp"), program);
    }
}
