package io.tieline.testkit.odd;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tieline.wire.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** An odd server behind a URL. Safe for use by several threads. */
final class WebServer {

    private static final String SESSION = "mcp-session-id";

    private final ServerState server;
    private final ServerTransport transport;
    private final OddServer.Dress dress;

    /** The streams of HTTP+SSE, by their session. */
    private final Map<String, WebReply> streams = new ConcurrentHashMap<>();

    WebServer(ServerState server, ServerTransport transport) {
        this.server = server;
        this.transport = transport;
        this.dress = server.script().dress();
    }

    void serve(WebRequest request, WebReply reply) throws Exception {
        if (dress.web().serve(request, reply)) {
            return;
        }
        switch (request.method()) {
            case "POST" -> post(request, reply);
            case "GET" -> open(reply);
            case "DELETE" -> delete(request, reply);
            default -> reply.whole("405 Method Not Allowed", "", "");
        }
    }

    private void open(WebReply reply) throws IOException {
        if (transport != ServerTransport.HTTP_SSE) {
            reply.whole("405 Method Not Allowed", "", "");
            return;
        }
        var session = server.openSession();
        reply.events();
        streams.put(session.id(), reply);
        reply.piece(("event: endpoint\ndata: /post/" + session.id() + "\n\n").getBytes(UTF_8));
    }

    private void delete(WebRequest request, WebReply reply) throws IOException {
        server.forgetSession(Objects.requireNonNullElse(request.header(SESSION), ""));
        reply.whole("200 OK", "", "");
    }

    private void post(WebRequest request, WebReply reply) throws Exception {
        var heard = new Heard(Json.of(request.body()));
        boolean opens = heard.is("initialize") && transport != ServerTransport.HTTP_SSE;
        var session = opens ? server.openSession() : server.session(sessionId(request));
        if (session == null) {
            dress.unknownSession().serve(request, reply);
        } else if (transport == ServerTransport.HTTP_SSE) {
            dress.taken().serve(request, reply);
            hearAside(heard, new SharedVoice(session, heard));
        } else if (heard.isRequest()) {
            hear(heard, voice(session, heard, reply));
        } else {
            dress.taken().serve(request, reply);
            hear(heard, voice(session, heard, reply));
        }
    }

    private @Nullable String sessionId(WebRequest request) {
        var target = request.target();
        return transport == ServerTransport.HTTP_SSE
                ? target.substring(target.lastIndexOf('/') + 1)
                : request.header(SESSION);
    }

    private Voice voice(SessionState session, Heard heard, WebReply reply) {
        return transport == ServerTransport.JSON
                ? new JsonVoice(session, heard, reply)
                : new EventsVoice(session, heard, reply);
    }

    private void hear(Heard heard, Voice voice) throws Exception {
        server.hear(heard, voice);
        if (heard.isRequest()) {
            voice.end();
        }
    }

    /** The connection may bring other messages meanwhile. */
    private void hearAside(Heard heard, Voice voice) {
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        server.hear(heard, voice);
                    } catch (IOException e) {
                        // The stream has ended.
                    } catch (Exception | AssertionError e) {
                        server.fault(e);
                    }
                });
    }

    private String[] headers(SessionState session, Heard heard) {
        return heard.is("initialize") && !session.id().isEmpty()
                ? new String[] {"Mcp-Session-Id: " + session.id()}
                : new String[0];
    }

    private byte[] event(String message) {
        return dress.frame().apply(message).getBytes(UTF_8);
    }

    /** Each answer is a stream of its own. */
    private final class EventsVoice extends Voice {

        private final WebReply reply;
        private final String[] headers;
        private boolean begun;
        private boolean over;

        EventsVoice(SessionState session, Heard heard, WebReply reply) {
            super(server, session, heard);
            this.reply = reply;
            this.headers = headers(session, heard);
        }

        @Override
        public void raw(byte[] bytes) throws IOException {
            if (!begun) {
                begun = true;
                reply.events(headers);
            }
            reply.piece(bytes);
        }

        @Override
        byte[] framed(String message) {
            return event(message);
        }

        @Override
        void end() throws IOException {
            if (!over) {
                over = true;
                raw(begun ? "\n" : ": nothing\n\n");
                reply.end();
            }
        }

        @Override
        public void endHere() throws IOException {
            over = true;
            reply.end();
        }

        @Override
        public void neverEnd() {
            over = true;
        }

        @Override
        public void hangUp() throws IOException {
            over = true;
            reply.cut();
        }
    }

    /** Each answer is a body of JSON. */
    private final class JsonVoice extends Voice {

        private final ByteArrayOutputStream body = new ByteArrayOutputStream();
        private final WebReply reply;
        private final String[] headers;
        private boolean over;

        JsonVoice(SessionState session, Heard heard, WebReply reply) {
            super(server, session, heard);
            this.reply = reply;
            this.headers = headers(session, heard);
        }

        @Override
        public void raw(byte[] bytes) {
            body.writeBytes(bytes);
        }

        @Override
        byte[] framed(String message) {
            return message.getBytes(UTF_8);
        }

        @Override
        void end() throws IOException {
            if (!over) {
                reply.whole("200 OK", dress.jsonType(), body.toByteArray(), headers);
            }
        }

        @Override
        public void hangUp() throws IOException {
            over = true;
            reply.cut();
        }
    }

    /** One stream is for everything that the server says in a session. */
    private final class SharedVoice extends Voice {

        private final WebReply stream;

        SharedVoice(SessionState session, Heard heard) {
            super(server, session, heard);
            this.stream = Objects.requireNonNull(streams.get(session.id()));
        }

        @Override
        public void raw(byte[] bytes) throws IOException {
            synchronized (stream) {
                stream.piece(bytes);
            }
        }

        @Override
        byte[] framed(String message) {
            return event(message);
        }

        @Override
        void end() {
            // The stream lasts as long as its session.
        }

        @Override
        public void hangUp() throws IOException {
            stream.cut();
        }
    }
}
