package io.tieline.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.tieline.wire.Json;
import io.tieline.wire.Limits;
import io.tieline.wire.MalformedException;
import io.tieline.wire.SseEvent;
import io.tieline.wire.SseReader;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One TCP connection on which a test writes and reads HTTP/1.1 by hand, so that it can say what no
 * decent client says and see what no decent client shows.
 */
final class RawClient implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 10_000;

    private final Socket socket;
    private final InputStream in;
    private final int port;
    private final Deque<SseEvent> events = new ArrayDeque<>();
    private final SseReader reader = new SseReader(Limits.DEFAULT.maxBytes(), events::add);
    private final StringBuilder comments = new StringBuilder();

    RawClient(int port) {
        try {
            this.port = port;
            this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout(PATIENCE_MILLIS);
            this.in = new BufferedInputStream(socket.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The head of an answer. */
    record Head(int status, Map<String, String> headers) {

        @Nullable String header(String name) {
            return headers.get(name);
        }

        boolean streams() {
            return "text/event-stream".equals(header("content-type"));
        }
    }

    /** A whole answer. */
    record PostAnswer(Head head, String body) {

        int status() {
            return head.status();
        }

        Json json() {
            return Json.of(body);
        }

        /** The code of the JSON-RPC error in the body; 0 if there is none. */
        long errorCode() {
            var code = json().at("error", "code");
            return code == null ? 0 : code.asLong();
        }
    }

    Socket socket() {
        return socket;
    }

    void write(String text) {
        write(text.getBytes(UTF_8));
    }

    void write(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends a request with a Host header of its own and these header lines. */
    void request(String method, String path, String body, String... headers) {
        var text = new StringBuilder(method + " " + path + " HTTP/1.1\r\n");
        text.append("host: 127.0.0.1:").append(port).append("\r\n");
        for (var header : headers) {
            text.append(header).append("\r\n");
        }
        if (!body.isEmpty()) {
            text.append("content-length: ").append(body.getBytes(UTF_8).length).append("\r\n");
        }
        write(text + "\r\n" + body);
    }

    /** The head of the next answer. */
    Head head() {
        var status = line();
        Map<String, String> headers = new LinkedHashMap<>();
        for (var line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return new Head(Integer.parseInt(status.substring(9, 12)), headers);
    }

    /** The next answer with its body. */
    PostAnswer answer() {
        var head = head();
        var length = head.header("content-length");
        if (length != null) {
            return new PostAnswer(head, new String(bytes(Integer.parseInt(length)), UTF_8));
        }
        var body = new ByteArrayOutputStream();
        if ("chunked".equals(head.header("transfer-encoding"))) {
            for (var chunk = chunk(); chunk.length > 0; chunk = chunk()) {
                body.writeBytes(chunk);
            }
        }
        return new PostAnswer(head, body.toString(UTF_8));
    }

    /** The next event of a stream whose head has been read. */
    SseEvent event() {
        var event = eventOrEnd();
        if (event == null) {
            throw new AssertionError("The stream has ended");
        }
        return event;
    }

    /** The message of the next event that carries one. */
    Json message() {
        var message = messageOrEnd();
        if (message == null) {
            throw new AssertionError("The stream has ended");
        }
        return message;
    }

    /** The message of the next event that carries one; null at the end of the stream. */
    private @Nullable Json messageOrEnd() {
        var event = eventOrEnd();
        while (event != null && event.data().length == 0) {
            event = eventOrEnd();
        }
        return event == null ? null : Json.of(new String(event.data(), UTF_8));
    }

    /** The messages until the end of the stream. */
    List<Json> messages() {
        var messages = new ArrayList<Json>();
        for (var next = messageOrEnd(); next != null; next = messageOrEnd()) {
            messages.add(next);
        }
        return messages;
    }

    /** Whether the stream ends now, with no further message. */
    boolean ends() {
        return messageOrEnd() == null;
    }

    private @Nullable SseEvent eventOrEnd() {
        while (events.isEmpty()) {
            var chunk = chunk();
            if (chunk.length == 0) {
                return null;
            }
            feed(chunk);
        }
        return events.remove();
    }

    /** Reads until a comment like that has come. */
    void awaitComment(String text) {
        while (comments.indexOf(text) < 0) {
            feed(chunk());
        }
        comments.setLength(0);
    }

    /** The comments that have been read. */
    String comments() {
        return comments.toString();
    }

    private void feed(byte[] chunk) {
        var text = new String(chunk, UTF_8);
        if (text.startsWith(":")) {
            comments.append(text);
        }
        try {
            reader.feed(chunk, 0, chunk.length);
        } catch (MalformedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The next chunk; empty at the end. */
    byte[] chunk() {
        int length = Integer.parseInt(line(), 16);
        var chunk = bytes(length);
        line();
        return chunk;
    }

    private byte[] bytes(int length) {
        try {
            var bytes = in.readNBytes(length);
            if (bytes.length < length) {
                throw new IllegalStateException("The connection ended in a body");
            }
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String line() {
        try {
            var line = new ByteArrayOutputStream();
            for (int b = in.read(); b != '\n'; b = in.read()) {
                if (b < 0) {
                    throw new IllegalStateException("The connection ended after: " + line);
                }
                line.write(b);
            }
            return line.toString(ISO_8859_1).stripTrailing();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether something has come that was not read. */
    boolean hasArrived() {
        try {
            return in.available() > 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What comes until the end of the connection. */
    String rest() {
        try {
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends so many bytes of a body, or fewer if the server does not take more. */
    void flood(int bytes, boolean plain) {
        var piece = new byte[64 * 1024];
        try {
            for (int sent = 0; sent < bytes && in.available() == 0; sent += piece.length) {
                if (!plain) {
                    socket.getOutputStream().write("10000\r\n".getBytes(UTF_8));
                }
                socket.getOutputStream().write(piece);
                if (!plain) {
                    socket.getOutputStream().write("\r\n".getBytes(UTF_8));
                }
            }
        } catch (IOException enough) {
            // the server has hung up; its answer may still be read
        }
    }

    /** Says that nothing more will be sent. */
    void halfClose() {
        try {
            socket.shutdownOutput();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the server has closed the connection; waits for it. */
    boolean isClosedByServer() {
        try {
            while (in.read() >= 0) {
                // what was on its way is of no interest
            }
            return true;
        } catch (SocketTimeoutException open) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }

    /** Cuts the connection with a reset, as a network does. */
    void cut() {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
