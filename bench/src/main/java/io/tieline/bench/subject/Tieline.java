package io.tieline.bench.subject;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tieline, as its launcher starts it, with one session for each client. */
final class Tieline implements Subject {

    @Override
    public String name() {
        return "tieline";
    }

    @Override
    public String what() {
        return "bin/tieline run, as it comes";
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
                        site.project().resolve("bin/tieline").toString(),
                        "run",
                        "--listen",
                        "127.0.0.1:" + port,
                        "--backend-revision",
                        route.backendStateless() ? "2026-07-28" : "2025-11-25"));
        if (route.stdio()) {
            command.add("--");
            command.addAll(Backend.command());
        } else {
            command.addAll(List.of("--backend", site.backend().uri().toString()));
        }
        var program = Program.start(site.logs().resolve("tieline.log"), port, command);
        return new Running(URI.create("http://127.0.0.1:" + port + "/mcp"), program);
    }
}
