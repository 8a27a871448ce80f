package io.tieline.app;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * An MCP server over HTTP that answers {@code initialize}, and leaves everything else unread on its
 * connections.
 */
final class DeafServer implements AutoCloseable {

    private static final int BUFFER = 4 * 1024;
    private static final String GREETING =
            "{\"jsonrpc\":\"2.0\",\"id\":%s,\"result\":{\"protocolVersion\":\"2025-11-25\","
                    + "\"capabilities\":{},\"serverInfo\":{\"name\":\"deaf\",\"version\":\"1\"}}}";
    private static final String UNKNOWN =
            "{\"jsonrpc\":\"2.0\",\"id\":%s,\"error\":{\"code\":-32601,\"message\":\"no\"}}";

    private final ServerSocket listening = new ServerSocket();
    private final Queue<Socket> open = new ConcurrentLinkedQueue<>();

    DeafServer() throws IOException {
        listening.setReceiveBufferSize(BUFFER);
        listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 200);
        Thread.ofVirtual().start(this::accept);
    }

    String url() {
        return "http://127.0.0.1:" + listening.getLocalPort() + "/mcp";
    }

    private void accept() {
        try {
            while (true) {
                var socket = listening.accept();
                open.add(socket);
                Thread.ofVirtual().start(() -> greet(socket));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    /** The beginning of the first request is enough to know it by. */
    private static void greet(Socket socket) {
        try {
            var begun = new StringBuilder();
            while (begun.indexOf("\"method\"") < 0 && begun.length() < BUFFER) {
                var piece = new byte[BUFFER];
                int read = socket.getInputStream().read(piece);
                if (read < 0) {
                    return;
                }
                begun.append(new String(piece, 0, read, US_ASCII));
            }
            if (begun.indexOf("\"initialize\"") >= 0) {
                answer(socket, begun, GREETING);
            } else if (begun.indexOf("\"server/discover\"") >= 0) {
                answer(socket, begun, UNKNOWN);
            }
        } catch (IOException closed) {
            // The other side has given up.
        }
    }

    private static void answer(Socket socket, StringBuilder request, String form)
            throws IOException {
        int at = request.indexOf("\"id\":") + 5;
        var body = form.formatted(request.substring(at, request.indexOf(",", at)));
        var head =
                "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nmcp-session-id: s\r\n"
                        + "connection: close\r\ncontent-length: "
                        + body.length();
        socket.getOutputStream().write((head + "\r\n\r\n" + body).getBytes(US_ASCII));
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (var socket : open) {
            socket.close();
        }
    }
}
