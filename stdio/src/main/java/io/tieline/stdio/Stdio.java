package io.tieline.stdio;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Standard streams in one word, for a static import: {@code server.serve(stdio())}, {@code
 * McpClient.to(command("npx", "-y", "@playwright/mcp"))}.
 */
public final class Stdio {

    private Stdio() {}

    /**
     * Serves the client that has started this process, until it leaves. From then on stdin and
     * stdout belong to the protocol: {@link System#in} is empty, and what is printed to {@link
     * System#out} goes to stderr. A program that handlers start must not inherit either of them.
     */
    public static StandardStreams stdio() {
        return StandardStreams.OF_THIS_PROCESS;
    }

    /**
     * Serves the client on the other side of these streams, until it leaves.
     *
     * @param in the client's messages
     * @param out ours, unbuffered
     */
    public static StandardStreams stdio(InputStream in, OutputStream out) {
        return new StandardStreams(() -> in, () -> out, StdioSettings.DEFAULT);
    }

    /** The MCP server that is this program, started for each connection to it. */
    public static StdioCommand command(String... argv) {
        return StdioCommand.of(argv);
    }

    /** Stdin, of which nobody else can read any longer. */
    static InputStream takeInput() {
        var in = System.in;
        System.setIn(InputStream.nullInputStream());
        return in;
    }

    /** Stdout, to which nobody else can print any longer. */
    static OutputStream takeOutput() {
        System.setOut(System.err);
        return new FileOutputStream(FileDescriptor.out);
    }
}
