package io.tieline.testkit.odd;

/** How an odd server is reached. */
public enum ServerTransport {
    /** It is a child process. */
    STDIO,
    /** Streamable HTTP; each answer is an event stream. */
    EVENTS,
    /** Streamable HTTP; each answer is a JSON body. */
    JSON,
    /** HTTP+SSE: one event stream carries everything that the server says. */
    HTTP_SSE;

    /** The server says everything on event streams. */
    public boolean hasEvents() {
        return this == EVENTS || this == HTTP_SSE;
    }
}
