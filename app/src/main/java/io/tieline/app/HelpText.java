package io.tieline.app;

/** What the pages of {@link Help} say that does not stand in the table of commands. */
final class HelpText {

    static final String DEMO =
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

    static final String RUN =
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

    static final String RUN_END =
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

    /** What commands of a TARGET have in common. */
    static final String TARGET =
            """
            TARGET is a URL, a file with servers, or the NAME of a server in the file at
            hand; without it, all servers of that file. At hand is the first of
            ./mcp.json, .mcp.json, .vscode/mcp.json, .cursor/mcp.json that is there, or
            else your own client's file; which one is said on stderr. A file with several
            servers is used as clients of tieline run see it: tools are NAME__tool.

            """;

    private static final String LIST =
            """
            Tools are written as signatures: add(a: number, b?: number = 1). What is
            printed is for people; --json prints an object with the members server,
            revision, capabilities, instructions, tools, resources, resourceTemplates,
            prompts and away, each entry as the server sent it.

            Examples:
              tieline list https://mcp.example.com/mcp
              tieline list mcp.json
              tieline list -- npx -y @modelcontextprotocol/server-everything

            """;

    private static final String CALL =
            """
            A VALUE is read as the tool's schema wants it: as text, a number, true or
            false, one of several words, or JSON for lists and objects. A list may also be
            given by its elements: tag=a tag=b.
              NAME=@FILE    the content of a file (@@ for a text that begins with @)
              NAME=-        what is on stdin
              NAME:=JSON    JSON, whatever the schema says

            What the tool asks is asked here, field by field, and checked by the form's
            schema; a page is shown, and opened only when you say so. Where nobody is at
            the terminal, --answer FILE answers, or the question is declined. The answer
            goes to stdout, everything else to stderr; images, sound and other files are
            written to files and named. Ctrl-C cancels the call.

            Examples:
              tieline call mcp.json weather city=Bern days=3
              tieline call github create_issue title=Bug body=@report.md
              tieline call greet name=Ada -- node server.js

            """;

    private static final String READ =
            """
            Text goes to stdout; anything else is written to a file and named.

            Examples:
              tieline read mcp.json file:///notes.txt
              tieline read docs://index -- node server.js

            """;

    private static final String PROMPT =
            """
            Arguments of prompts are texts. The messages are printed, each under its role.

            Example:
              tieline prompt mcp.json review language=Java

            """;

    private static final String COMPLETE =
            """
            REF is the name of a prompt, or a template of resources. NAME=TYPED is what is
            being typed, and may be empty; the others are settled already. Each
            suggestion is a line.

            Examples:
              tieline complete mcp.json review language=Ja
              tieline complete mcp.json 'file:///{path}' path=src/

            """;

    private static final String WATCH =
            """
            Prints a line for each tool, resource or prompt that is added, removed or
            changed, and for each update of a --resource, until Ctrl-C (exit code 0). With
            --json each line is an object with the members event, kind and name.

            Example:
              tieline watch mcp.json --resource file:///notes.txt

            """;

    private static final String DOCTOR =
            """
            Looks at each server by itself: the connection, the revision, each list, names
            and schemas, ping, completion, log, progress, questions, cancellation, two
            clients at once, and what it prints or sends that is no answer; then at what
            a client sees of all together. What fails says what that means and what to
            do; what cannot be tried is said to be skipped, and why. It calls one tool,
            and only one that says that it changes nothing (readOnlyHint), or that --tool
            names; questions are answered with no. Exit code 1 if anything failed. --json
            prints an object with servers, each with its name and findings (check, state,
            text, means, remedy, ms), and how many failed.

            Examples:
              tieline doctor mcp.json
              tieline doctor --tool status -- node server.js

            """;

    private static final String INSTALL =
            """
            CLIENT is claude-code, claude-desktop, cursor, gemini, vscode or windsurf. The
            entry that has the client start tieline run --stdio with this TARGET is
            shown, and written into the client's file when you say so; everything else in
            the file stays as it is, and what was there is kept beside it for --undo.

            Examples:
              tieline install cursor https://mcp.example.com/mcp --name example
              tieline install claude-code mcp.json
              tieline install claude-code --undo

            """;

    private static final String COMPLETION =
            """
            bash:  source <(tieline completion bash)
            zsh:   source <(tieline completion zsh)
            fish:  tieline completion fish | source

            """;

    private static final String RECORD =
            """
            Serves clients at an address (or, with --stdio, the one that starts it) as
            tieline run does, and writes every message to and from the server into FILE,
            a line of JSON each, with the time in ms and the number of its connection.
            FILE must not be there yet. It has no headers and no variables; their values,
            what stands under names like token, secret, password or authorization, and
            what --mask matches, is written as ***.

            Examples:
              tieline record session.jsonl -- npx -y @playwright/mcp
              tieline record session.jsonl --stdio https://mcp.example.com/mcp

            """;

    private static final String REPLAY =
            """
            Without a TARGET it is the server of the recording: each request is answered
            as the first one with the same method and params was, with the questions and
            notifications in between. With a TARGET it is the client: it sends to that
            server what the client has sent, answers its questions as they were answered,
            and compares. What differs is told by message and JSON pointer, and makes the
            exit code 1; ids, tokens, cursors and _meta may differ, and *** is equal to
            anything. --patience is the longest wait for each message of the TARGET.

            Examples:
              tieline replay session.jsonl --stdio
              tieline replay session.jsonl -- node server.js

            """;

    private static final String PS =
            """
            Asks a gateway that was started with --admin for its servers, the processes
            of those that are programs, the sessions of clients, and the calls in flight
            with the questions that wait in them. --json prints it as the gateway says it.

            Examples:
              tieline ps
              tieline ps --admin 127.0.0.1:9900

            """;

    private static final String TAP =
            """
            A line for each event, with the number of its call: a question and its answer
            stand under the call that has caused them. With --call it ends with that
            call, else with the gateway or Ctrl-C. No arguments, results and answers are
            shown.

            Examples:
              tieline tap
              tieline tap --call 7

            """;

    private static final String TOKEN =
            """
            Prints a token, which is shown this once, for clients of tieline run --tokens
            FILE: they send Authorization: Bearer TOKEN. The file keeps its SHA-256, the
            NAME, and what it allows; its owner alone may read it. To take a token back,
            remove its line from the file: it is read again when it changes.

            Example:
              tieline token new ada --tokens tokens.json --expires 30d

            """;

    private HelpText() {}

    /** What is to be known of a command, as paragraphs. */
    static String about(Subcommand verb) {
        return switch (verb) {
            case LIST -> LIST;
            case CALL -> CALL;
            case READ -> READ;
            case PROMPT -> PROMPT;
            case COMPLETE -> COMPLETE;
            case WATCH -> WATCH;
            case DOCTOR -> DOCTOR;
            case INSTALL -> INSTALL;
            case RECORD -> RECORD;
            case REPLAY -> REPLAY;
            case PS -> PS;
            case TAP -> TAP;
            case TOKEN -> TOKEN;
            case COMPLETION -> COMPLETION;
            case NONE, RUN, DEMO -> "";
        };
    }
}
