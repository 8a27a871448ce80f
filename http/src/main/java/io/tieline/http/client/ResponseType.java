package io.tieline.http.client;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.Locale;

/** What kind of body a backend's response has. */
enum ResponseType {
    JSON,
    EVENTS,
    OTHER;

    static ResponseType of(HttpHeaders headers) {
        var type = shown(headers);
        if (type.startsWith("application/json")) {
            return JSON; // As the usual clients have it, which look at the beginning only.
        }
        return type.startsWith("text/event-stream") ? EVENTS : OTHER;
    }

    /** The media type without its parameters, for messages. */
    static String shown(HttpHeaders headers) {
        var value = headers.get(HttpHeaderNames.CONTENT_TYPE, "no content type");
        int end = value.indexOf(';');
        return (end < 0 ? value : value.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }
}
