package io.tieline.http.settings;

/**
 * Which clients without sessions (revision 2026-07-28) a listener gives a cookie by which it
 * recognises them. One that is returned is looked at with each request, unless none are given.
 */
public enum StateCookies {

    /** None. */
    NONE,

    /**
     * Those that ask {@code server/discover} and have none, where nobody is identified. Whoever
     * returns it has shown that it keeps cookies.
     */
    ON_DISCOVERY,

    /** All that have none, with the answer to any request. */
    ALWAYS
}
