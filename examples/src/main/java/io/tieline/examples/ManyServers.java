package io.tieline.examples;

import static io.tieline.http.Http.http;
import static io.tieline.stdio.Stdio.command;

import io.tieline.framework.McpProxy;
import io.tieline.framework.McpServer;
import io.tieline.framework.Tool;
import java.time.Instant;

/** A whole program: three servers at one address, one of them written here. */
public final class ManyServers {

    private ManyServers() {}

    // region program
    public static void main(String[] arguments) {
        var clock =
                McpServer.named("clock", "1.0")
                        .tool(Tool.of("now", "The time of day"), (context, values) -> Instant.now())
                        .build();
        McpProxy.builder()
                .mount("git", command("uvx", "mcp-server-git"), git -> git.exclude("git_push*"))
                .mount("docs", "https://docs.example.com/mcp", docs -> docs.prefix("d"))
                .mount("clock", clock, own -> own.prefix(""))
                .serve(http(8080)); // tools git__…, d__… and now, at http://127.0.0.1:8080/mcp
    }
    // endregion
}
