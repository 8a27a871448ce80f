package io.tieline.app.record;

import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.MalformedException;
import io.tieline.wire.Message;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One line of a recording: a message of either side, or an event of its connection. Immutable.
 *
 * @param line where it stands in the file; 0 if it stands in none
 * @param millis when, since the recording has begun
 * @param link on which connection, from 1
 * @param message null for an event
 * @param on the request on whose stream it came, where each has its own
 * @param headers what a request carried of MCP's own headers
 * @param text why the connection has ended
 */
record Entry(
        int line,
        long millis,
        int link,
        Kind kind,
        @Nullable Message message,
        @Nullable Id on,
        Map<String, String> headers,
        String text) {

    /** What a line tells. */
    enum Kind {
        /** The client has sent a message. */
        SENT,
        /** The client wants nothing more of a request that has no answer yet. */
        RELEASED,
        /** The server has sent a message. */
        RECEIVED,
        /** The connection has ended without the client's doing. */
        ENDED
    }

    private static final String CLIENT = "client";
    private static final String SERVER = "server";
    private static final String RELEASED = "released";
    private static final String ENDED = "ended";

    Entry {
        headers = Map.copyOf(headers);
    }

    static Entry sent(long millis, int link, Message message, Map<String, String> headers) {
        return new Entry(0, millis, link, Kind.SENT, message, null, headers, "");
    }

    static Entry received(long millis, int link, Message message, @Nullable Id on) {
        return new Entry(0, millis, link, Kind.RECEIVED, message, on, Map.of(), "");
    }

    static Entry released(long millis, int link, Id on) {
        return new Entry(0, millis, link, Kind.RELEASED, null, on, Map.of(), "");
    }

    static Entry ended(long millis, int link, String why) {
        return new Entry(0, millis, link, Kind.ENDED, null, null, Map.of(), why);
    }

    /** As it stands in the file. */
    Json json(Masks masks) {
        return Json.object(
                "ms",
                millis,
                "link",
                link,
                "from",
                kind == Kind.SENT || kind == Kind.RELEASED ? CLIENT : SERVER,
                "event",
                kind == Kind.RELEASED ? RELEASED : kind == Kind.ENDED ? ENDED : null,
                "on",
                on == null ? null : on.json(),
                "headers",
                headers.isEmpty() ? null : masks.of(object(headers)),
                "text",
                text.isEmpty() ? null : masks.of(Json.string(text)),
                "message",
                message == null ? null : masks.ofMessage(message.json().onOneLine()));
    }

    private static Json object(Map<String, String> headers) {
        var members = new LinkedHashMap<String, Json>();
        headers.forEach((name, value) -> members.put(name, Json.string(value)));
        return Json.object(members);
    }

    /**
     * Reads a line.
     *
     * @throws MalformedException if it holds a message that is none
     * @throws IllegalArgumentException if it is no line of a recording
     */
    static Entry of(int line, Json json) throws MalformedException {
        var message = json.get("message");
        var on = json.get("on");
        boolean isClients = CLIENT.equals(json.text("from"));
        var event = json.text("event");
        if (message == null && event == null) {
            throw new IllegalArgumentException("has neither a message nor an event");
        }
        Kind kind;
        if (event == null) {
            kind = isClients ? Kind.SENT : Kind.RECEIVED;
        } else {
            kind = event.equals(RELEASED) ? Kind.RELEASED : Kind.ENDED;
        }
        var headers = new LinkedHashMap<String, String>();
        for (var header : json.part("headers").members()) {
            if (header.value().isString()) {
                headers.put(header.name(), header.value().asString());
            }
        }
        var text = json.text("text");
        return new Entry(
                line,
                json.integer("ms").orElse(0),
                (int) json.integer("link").orElse(1),
                kind,
                message == null ? null : Message.parse(message),
                on == null ? null : Id.of(on),
                headers,
                text == null ? "" : text);
    }
}
