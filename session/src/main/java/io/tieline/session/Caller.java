package io.tieline.session;

import java.util.Map;

/**
 * Who sends a request: the principal that the transport has established, and the request's own
 * headers.
 *
 * @param principal the authenticated principal; {@link #LOCAL} where a listener does not
 *     authenticate
 * @param headers the HTTP headers of this request, names in lower case; empty on other transports
 */
public record Caller(String principal, Map<String, String> headers) {

    /** The one principal of a listener that does not authenticate. */
    public static final String LOCAL_PRINCIPAL = "local";

    /** The local principal, without headers. */
    public static final Caller LOCAL = new Caller(LOCAL_PRINCIPAL, Map.of());

    public Caller {
        headers = Map.copyOf(headers);
    }

    /** The record's text names the principal only: headers hold credentials. */
    @Override
    public String toString() {
        return "Caller[" + principal + "]";
    }
}
