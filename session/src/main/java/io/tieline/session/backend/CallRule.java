package io.tieline.session.backend;

/** Who may overlap on a link whose messages do not say which call caused them (stdio, HTTP+SSE). */
public enum CallRule {
    /** Calls overlap; tools that have been seen to ask run one at a time among themselves. */
    LEARN,
    /** Calls that may ask run one at a time. */
    SERIAL,
    /** Calls overlap; the backend is declared never to ask, and a question is refused. */
    OVERLAP,
    /** An overlapping call gets another backend session; for servers without state. */
    LEASE
}
