package io.tieline.session;

import java.util.Map;
import java.util.function.Consumer;

/**
 * Finds out who sends a request, before its body is read (revision 2025-11-25, "Authorization":
 * authorization is part of every request, of a session too).
 *
 * <p>Asked on a thread that must not block: whoever has to ask somebody else answers later, on any
 * thread. What it throws refuses the request with an internal error. Safe for use by several
 * threads.
 */
@FunctionalInterface
public interface Authentication {

    /**
     * What is known of a request before its body is read.
     *
     * @param method of HTTP: {@code POST}
     * @param path without the query: {@code /mcp}
     * @param headers names in lower case; a header that is there more than once has its values in
     *     one, with commas. It must not be kept beyond the decision: it holds credentials
     * @param peer from where it came, such as {@code 192.0.2.1:50123}
     */
    record RequestHead(String method, String path, Map<String, String> headers, String peer) {

        /** The record's text names no header: they hold credentials. */
        @Override
        public String toString() {
            return method + " " + path + " from " + peer;
        }
    }

    /** Asks nobody: whoever reaches the listener is its one local principal. */
    Authentication NONE = (_, decided) -> decided.accept(Identity.LOCAL);

    /**
     * Decides who sends this request.
     *
     * @param decided takes the one decision, at once or later; what is said a second time is not
     *     heard. A decision that does not come within the time in which a request must arrive
     *     refuses it
     */
    void decide(RequestHead head, Consumer<Identity> decided);
}
