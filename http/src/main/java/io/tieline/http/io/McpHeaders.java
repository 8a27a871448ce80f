package io.tieline.http.io;

import io.netty.util.AsciiString;

/**
 * The names of the headers that are looked for in each request and each answer, in lower case. Each
 * keeps its hash, which a {@code String} would have to be read through for at every look, since
 * names of headers are the same in either case.
 */
public final class McpHeaders {

    /** Names the session, in the answer to {@code initialize} and ever after. */
    public static final AsciiString SESSION_ID = AsciiString.cached("mcp-session-id");

    public static final AsciiString VERSION = AsciiString.cached("mcp-protocol-version");
    public static final AsciiString METHOD = AsciiString.cached("mcp-method");
    public static final AsciiString NAME = AsciiString.cached("mcp-name");
    public static final AsciiString LAST_EVENT_ID = AsciiString.cached("last-event-id");

    private McpHeaders() {}
}
