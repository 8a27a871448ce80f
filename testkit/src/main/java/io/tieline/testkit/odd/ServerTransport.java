package io.tieline.testkit.odd;

import java.util.EnumSet;
import java.util.Set;

/** How an odd server is reached, and of which era it is. */
public enum ServerTransport {
    /** It is a child process. */
    STDIO,
    /** Streamable HTTP; each answer is an event stream. */
    EVENTS,
    /** Streamable HTTP; each answer is a JSON body. */
    JSON,
    /** HTTP+SSE: one event stream carries everything that the server says. */
    HTTP_SSE,
    /** It is a child process and speaks revision 2026-07-28 only. */
    STATELESS_STDIO,
    /** It speaks revision 2026-07-28 only; each answer is an event stream. */
    STATELESS_EVENTS,
    /** It speaks revision 2026-07-28 only; each answer is a JSON body. */
    STATELESS_JSON;

    /** The server has neither handshake nor sessions, and asks nothing. */
    public boolean isStateless() {
        return plain() != this;
    }

    /** The same way for a server that has a handshake. */
    public ServerTransport plain() {
        return switch (this) {
            case STDIO, STATELESS_STDIO -> STDIO;
            case EVENTS, STATELESS_EVENTS -> EVENTS;
            case JSON, STATELESS_JSON -> JSON;
            case HTTP_SSE -> HTTP_SSE;
        };
    }

    /** These ways, and the same without a handshake. */
    static Set<ServerTransport> inBothEras(Set<ServerTransport> ways) {
        var both = EnumSet.copyOf(ways);
        for (var way : values()) {
            if (ways.contains(way.plain())) {
                both.add(way);
            }
        }
        return both;
    }
}
