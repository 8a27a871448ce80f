package io.tieline.testkit.odd;

import java.io.IOException;

/** What an odd server does upon one HTTP request. */
@FunctionalInterface
public interface WebStep {

    /** Leaves every request to the ordinary server. */
    WebStep NONE = (request, reply) -> false;

    /** Refuses with this status and body. */
    static WebStep status(String status, String type, String body) {
        return (request, reply) -> {
            reply.whole(status, type, body);
            return true;
        };
    }

    /** Refuses with this status and nothing else. */
    static WebStep status(String status) {
        return status(status, "text/plain", "");
    }

    /** The same for requests of this HTTP method only. */
    default WebStep upon(String method) {
        return (request, reply) -> request.method().equals(method) && serve(request, reply);
    }

    /** Serves the request, or leaves it and returns false. */
    boolean serve(WebRequest request, WebReply reply) throws IOException;
}
