package io.tieline.testkit.odd;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;

/**
 * A client that is odd in one way: what it sends, byte for byte, and what it must hear. Immutable.
 *
 * <p>In what it sends, {@code {session}} stands for the session id that it was given.
 *
 * @param name a few words with hyphens between them
 * @param oddity one sentence: what it does
 * @param door how it reaches the gateway
 * @param turns what happens, in this order
 */
public record OddClient(String name, String oddity, Door door, List<Turn> turns) {

    /** How a client reaches the gateway. */
    public enum Door {
        HTTP,
        /** HTTP+SSE (2024-11-05): what it hears comes on the stream that it has opened first. */
        HTTP_SSE,
        STDIO
    }

    /** One thing that happens. */
    public sealed interface Turn {

        /** The client sends this. */
        record Sends(String text) implements Turn {}

        /** The client sends this on a connection of its own, and must hear this there. */
        record Beside(String text, String phrase) implements Turn {}

        /** The client must hear this, whatever else comes before. */
        record Hears(String phrase) implements Turn {}

        /** The client closes its side, and what it hears next may be the last. */
        record EndsInput() implements Turn {}

        /** The client cuts the connection and opens another. */
        record Reconnects() implements Turn {}
    }

    public OddClient {
        turns = List.copyOf(turns);
    }

    static Builder overHttp(String name, String oddity) {
        return new Builder(name, oddity, Door.HTTP);
    }

    static Builder overSse(String name, String oddity) {
        return new Builder("sse-" + name, oddity, Door.HTTP_SSE);
    }

    static Builder overStdio(String name, String oddity) {
        return new Builder(name, oddity, Door.STDIO);
    }

    @Override
    public String toString() {
        return name;
    }

    /** Puts an {@link OddClient} together. Not safe for use by several threads. */
    static final class Builder {

        static final String JSON = "Content-Type: application/json";
        static final String BOTH = "Accept: application/json, text/event-stream";
        static final String SESSION = "Mcp-Session-Id: {session}";
        private static final String MESSAGES = "/messages?sessionId={session}";

        private final String name;
        private final String oddity;
        private final Door door;
        private final List<Turn> turns = new ArrayList<>();

        private Builder(String name, String oddity, Door door) {
            this.name = name;
            this.oddity = oddity;
            this.door = door;
        }

        Builder sends(String text) {
            turns.add(new Turn.Sends(text));
            return this;
        }

        Builder hears(String phrase) {
            turns.add(new Turn.Hears(phrase));
            return this;
        }

        Builder endsInput() {
            turns.add(new Turn.EndsInput());
            return this;
        }

        Builder reconnects() {
            turns.add(new Turn.Reconnects());
            return this;
        }

        /** Posts a body with these header lines. */
        Builder posts(String body, String... headers) {
            return sends(post(body, headers));
        }

        /** Posts a body in the session, as an ordinary client does. */
        Builder posts(String body) {
            if (door == Door.HTTP_SSE) {
                turns.add(new Turn.Beside(postTo(MESSAGES, body, JSON), "202 Accepted"));
                return this;
            }
            return posts(body, JSON, BOTH, SESSION);
        }

        /** Posts what gets no answer but that it has arrived. */
        Builder tells(String body) {
            posts(body);
            return door == Door.HTTP_SSE ? this : hears("HTTP/1.1 ").hears("\r\n\r\n");
        }

        /** Asks for a session as an ordinary client does. */
        Builder initializes(String revision) {
            if (door == Door.HTTP_SSE) {
                sends("GET /sse HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n");
                hears("sessionId=").hears("\n\n").posts(initialize(revision));
            } else {
                posts(initialize(revision), JSON, BOTH).hears("mcp-session-id: ");
            }
            return hears("protocolVersion").hears("}}");
        }

        /** Opens a session as an ordinary client does. */
        Builder begins(String revision) {
            return initializes(revision).tells(INITIALIZED);
        }

        OddClient done() {
            return new OddClient(name, oddity, door, turns);
        }

        static final String INITIALIZED =
                "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}";

        static String initialize(String revision) {
            return "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{"
                    + "\"protocolVersion\":\""
                    + revision
                    + "\",\"capabilities\":{},\"clientInfo\":{\"name\":\"odd\",\"version\":\"1\"}}}";
        }

        /** A call of a tool under an id. */
        static String call(String id, String tool) {
            return "{\"jsonrpc\":\"2.0\",\"id\":"
                    + id
                    + ",\"method\":\"tools/call\",\"params\":{\"name\":\""
                    + tool
                    + "\"}}";
        }

        static String post(String body, String... headers) {
            return postTo("/mcp", body, headers);
        }

        private static String postTo(String target, String body, String... headers) {
            return "POST "
                    + target
                    + " HTTP/1.1\r\nHost: localhost\r\n"
                    + String.join("\r\n", headers)
                    + "\r\nContent-Length: "
                    + body.getBytes(UTF_8).length
                    + "\r\n\r\n"
                    + body;
        }
    }
}
