package io.tieline.app;

import io.tieline.app.config.OptionGroup;
import io.tieline.app.config.Setting;
import java.util.ArrayList;
import java.util.List;

/** How the program explains itself: a page for each verb, in lines of at most 80 characters. */
final class Help {

    private static final String PROGRAM =
            """
            tieline connects any MCP client to any MCP server. Every question that a
            server asks in mid-call goes back to the request that raised it.

            Options:
              -h, --help      Print this.
              -V, --version   Print the version.

            Commands:
              run   Serve MCP clients by what one MCP server answers.
              demo  Show a server's questions finding their way through a gateway.

            Try:
              tieline demo
              tieline run -- npx -y @modelcontextprotocol/server-everything
              tieline run --help
            """;

    private static final String DEMO =
            """
            tieline demo

            Show a server's questions finding their way through a gateway.

            Starts a server that asks its caller in the middle of a call, a gateway in
            front of it and a client, all on real sockets; calls the server twice in one
            session and then twice at once; and draws what was seen on the client's
            connection.

            Exit code 1 if a question or an answer was on another call's stream.

              -h, --help   Print this.
            """;

    private static final String RUN =
            """
            tieline run [OPTIONS] CONFIG.json...
            tieline run [OPTIONS] --backend URL
            tieline run [OPTIONS] -- COMMAND ARG...

            Serve MCP clients by what one MCP server answers.

                  [CONFIG.json]              The file of your client, JSON or TOML; of
                                             several, the later wins. A server's entry (or
                                             "tieline" at the root, for all) may also hold
                                             what is said below, written like callTimeout.
                                             ${VAR} and ${VAR:-default} stand for variables.
              -h, --help                     Print this.
            """;

    private static final String RUN_END =
            """

            * may be given several times

            Examples:
              tieline run -- npx -y @playwright/mcp
                  a browser for each client, at http://127.0.0.1:8808/mcp
              tieline run --backend https://mcp.example.com/mcp \\
                          --header "Authorization: Bearer $TOKEN"
                  a server elsewhere, with a credential
              tieline run --stdio mcp.json
                  for a client that starts its servers itself

            SIGTERM, SIGHUP and Ctrl-C let calls in flight end, then end with exit
            code 0; a second SIGTERM or Ctrl-C ends at once. Exit code 2: it cannot
            start as told, and one line says why.
            """;

    private static final String MARGIN = " ".repeat(6);

    /** Where the explanation of an option begins. */
    private static final int COLUMN = 33;

    private Help() {}

    /** The page of this verb, line by line. */
    static List<String> of(Subcommand verb) {
        return switch (verb) {
            case NONE -> PROGRAM.lines().toList();
            case DEMO -> DEMO.lines().toList();
            case RUN -> run();
        };
    }

    private static List<String> run() {
        var page = new ArrayList<>(RUN.lines().toList());
        for (var topic : OptionGroup.values()) {
            page.add("");
            page.add(topic.heading());
            for (var setting : Setting.options()) {
                if (setting.topic() == topic) {
                    explain(setting, page);
                }
            }
        }
        RUN_END.lines().forEach(page::add);
        return page;
    }

    private static void explain(Setting setting, List<String> page) {
        var left = MARGIN + setting.option();
        if (!setting.label().isEmpty()) {
            left += "=" + setting.label();
        }
        if (left.length() >= COLUMN) {
            page.add(left);
            left = "";
        }
        for (var line : setting.description()) {
            page.add(left + " ".repeat(COLUMN - left.length()) + line);
            left = "";
        }
    }
}
