package io.tieline.http.server;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.Locale;

/**
 * Which forms of an answer a client takes. The specification wants clients to list both on a POST;
 * what a client can take with less than that is given to it anyway, and no header means all.
 */
record Accept(boolean json, boolean events) {

    private static final Accept ANYTHING = new Accept(true, true);
    private static final String USUAL = "application/json, text/event-stream";

    static Accept of(HttpHeaders headers) {
        var values = headers.getAll(HttpHeaderNames.ACCEPT);
        if (values.isEmpty() || values.getFirst().equals(USUAL)) {
            return ANYTHING;
        }
        boolean json = false;
        boolean events = false;
        for (var range : String.join(",", values).toLowerCase(Locale.ROOT).split(",", -1)) {
            var parts = range.split(";", -1);
            if (!isRefused(parts)) {
                var type = parts[0].strip();
                json |= matches(type, "application/json", "application/*");
                events |= matches(type, "text/event-stream", "text/*");
            }
        }
        return new Accept(json, events);
    }

    boolean nothing() {
        return !json && !events;
    }

    private static boolean matches(String type, String exact, String family) {
        return type.equals(exact) || type.equals(family) || type.equals("*/*");
    }

    /** A weight of zero says "not this one". */
    private static boolean isRefused(String[] parts) {
        for (int i = 1; i < parts.length; i++) {
            var weight = parts[i].strip();
            if (weight.startsWith("q=0") && weight.chars().skip(2).allMatch(Accept::isZeroOrDot)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isZeroOrDot(int character) {
        return character == '0' || character == '.';
    }
}
