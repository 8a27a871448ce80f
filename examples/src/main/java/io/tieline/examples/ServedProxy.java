package io.tieline.examples;

import static io.tieline.http.Http.http;
import static io.tieline.stdio.Stdio.command;

import io.tieline.framework.McpProxy;
import io.tieline.framework.Tool;
import java.time.Instant;

/** A whole program: a proxy over HTTP of a server that is a program, with a tool of its own. */
public final class ServedProxy {

    private ServedProxy() {}

    // region program
    public static void main(String[] arguments) {
        McpProxy.to(command("npx", "-y", "@playwright/mcp").env("DEBUG", "pw:mcp:*"))
                .tool(Tool.of("now", "The time of day"), (context, values) -> Instant.now())
                .serve(http(8080));
    }
    // endregion
}
