package io.tieline.bench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.handler.codec.http.HttpHeaders;
import io.tieline.wire.Message;
import io.tieline.wire.Result;
import org.jspecify.annotations.Nullable;

/**
 * A client's session, from {@code initialize} to {@code DELETE}; in the era without, its headers.
 */
final class Session {

    /** Hears how something ended. */
    interface Done {
        void done(@Nullable String wrong);
    }

    private static final String JSON =
            "content-type: application/json\r\naccept: application/json, text/event-stream\r\n";
    private static final byte[] INITIALIZE =
            ("{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{\"protocolVersion\":"
                            + "\"2025-11-25\",\"capabilities\":{\"elicitation\":{\"form\":{}}},"
                            + "\"clientInfo\":{\"name\":\"bench\",\"version\":\"1\"}}}")
                    .getBytes(US_ASCII);
    private static final byte[] INITIALIZED =
            "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}".getBytes(US_ASCII);

    private final Work work;
    private final Connection connection;
    private String headers = JSON;
    private boolean isOpen;

    Session(Work work, Connection connection) {
        this.work = work;
        this.connection = connection;
    }

    /** What every request of this session carries. */
    String headers() {
        return headers;
    }

    /** The same without the media types: what names the session, and its revision. */
    String onlyIts() {
        return headers.substring(JSON.length());
    }

    void open(Done done) {
        if (work.stateless()) {
            headers =
                    JSON
                            + "mcp-protocol-version: 2026-07-28\r\nmcp-method: tools/call\r\nmcp-name: "
                            + work.kind().tool()
                            + "\r\n";
            done.done(null);
            return;
        }
        headers = JSON;
        connection.send("POST", headers, INITIALIZE, new Opening(done));
    }

    /** Ends the session, if there is one. */
    void close(Done done) {
        if (isOpen) {
            isOpen = false;
            connection.send("DELETE", headers, new byte[0], new Told("closing", done));
        } else {
            done.done(null);
        }
    }

    private final class Opening implements Connection.Reply {

        private final Done done;
        private @Nullable String revision;
        private @Nullable String refused;

        Opening(Done done) {
            this.done = done;
        }

        @Override
        public void message(Message message) {
            if (message instanceof Result result) {
                revision = result.result().text("protocolVersion");
            } else {
                refused = message.json().toString();
            }
        }

        @Override
        public void end(int status, HttpHeaders received) {
            var session = received.get("mcp-session-id");
            if (status != 200 || revision == null) {
                failed(refused == null ? "HTTP status " + status : refused);
                return;
            }
            isOpen = session != null;
            headers +=
                    (session == null ? "" : "mcp-session-id: " + session + "\r\n")
                            + "mcp-protocol-version: "
                            + revision
                            + "\r\n";
            connection.send("POST", headers, INITIALIZED, new Told("opening", done));
        }

        @Override
        public void failed(String why) {
            done.done("opening: " + why);
        }
    }

    /** What comes back on something that has no answer. */
    record Told(String what, Done done) implements Connection.Reply {

        @Override
        public void message(Message message) {}

        @Override
        public void end(int status, HttpHeaders received) {
            done.done(status / 100 == 2 ? null : what + ": HTTP status " + status);
        }

        @Override
        public void failed(String why) {
            done.done(what + ": " + why);
        }
    }
}
