package io.tieline.gateway;

/**
 * By what a client of the stateless era (revision 2026-07-28), which has no session, is given the
 * backend session that holds its state, where the {@link SessionPolicy} says one for each client.
 */
public enum StateKey {

    /**
     * One for each authenticated principal; where nobody authenticates, one for each client that
     * returns the HTTP cookie which {@code server/discover} is answered with, and one for all
     * others together. The default: nothing must be kept, and clients that keep cookies do not see
     * each other's state.
     */
    AUTO,

    /**
     * One for each authenticated principal; where nobody authenticates, one for all. Nothing is
     * added, but all that one principal does shares one state.
     */
    PRINCIPAL,

    /**
     * One for each handle: a tool of the gateway makes handles, and every other tool is given one
     * as an argument, which the backend does not see. The model decides what belongs together.
     */
    HANDLE,

    /**
     * One for each HTTP cookie, which the gateway gives to a client that brings none. For clients
     * that keep cookies; the others get a fresh session for each request. Over stdio there are no
     * cookies, and the process is the client's own: there it is one for the principal.
     */
    COOKIE,

    /** A fresh one for each request: exact for backends without state, and for no others. */
    REQUEST
}
