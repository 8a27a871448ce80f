package io.tieline.testkit.odd;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;

/** The way back for one HTTP request, byte for byte. */
public final class WebReply {

    private final Socket socket;
    private final OddServer.Dress dress;
    private final OutputStream out;

    WebReply(Socket socket, OddServer.Dress dress) throws IOException {
        this.socket = socket;
        this.dress = dress;
        this.out = socket.getOutputStream();
    }

    /** Writes these bytes. */
    public void raw(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    /** Writes these characters in UTF-8. */
    public void raw(String text) throws IOException {
        raw(text.getBytes(UTF_8));
    }

    /** A whole response with its length; each header is a line. */
    public void whole(String status, String type, String body, String... headers)
            throws IOException {
        whole(status, type, body.getBytes(UTF_8), headers);
    }

    void whole(String status, String type, byte[] body, String... headers) throws IOException {
        var head = head(status, type, headers);
        if (!dress.olderHttp()) {
            head += "Content-Length: " + body.length + "\r\n";
        }
        var bytes = (head + "\r\n").getBytes(UTF_8);
        var all = new byte[bytes.length + body.length];
        System.arraycopy(bytes, 0, all, 0, bytes.length);
        System.arraycopy(body, 0, all, bytes.length, body.length);
        raw(all);
        if (dress.olderHttp()) {
            cut();
        }
    }

    /** Begins an event stream. */
    public void events(String... headers) throws IOException {
        var head = head("200 OK", dress.eventsType(), headers);
        raw(head + (dress.olderHttp() ? "\r\n" : "Transfer-Encoding: chunked\r\n\r\n"));
    }

    /** A piece of an event stream. */
    public void piece(byte[] bytes) throws IOException {
        if (dress.olderHttp()) {
            raw(bytes);
            return;
        }
        var length = (Integer.toHexString(bytes.length) + "\r\n").getBytes(UTF_8);
        var chunk = new byte[length.length + bytes.length + 2];
        System.arraycopy(length, 0, chunk, 0, length.length);
        System.arraycopy(bytes, 0, chunk, length.length, bytes.length);
        chunk[chunk.length - 2] = '\r';
        chunk[chunk.length - 1] = '\n';
        raw(chunk);
    }

    /** Ends an event stream in order. */
    public void end() throws IOException {
        if (dress.olderHttp()) {
            cut();
        } else {
            raw("0\r\n\r\n");
        }
    }

    /** Closes the connection. */
    public void cut() throws IOException {
        socket.close();
    }

    /** Resets the connection. */
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    private String head(String status, String type, String... headers) {
        var head = new StringBuilder(dress.olderHttp() ? "HTTP/1.0 " : "HTTP/1.1 ");
        head.append(status).append("\r\n");
        if (!type.isEmpty()) {
            head.append("Content-Type: ").append(type).append("\r\n");
        }
        for (var header : headers) {
            head.append(header).append("\r\n");
        }
        return head.toString();
    }
}
