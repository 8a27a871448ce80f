package io.tieline.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;

/**
 * An HTTP server that does exactly what a test says, byte for byte, and remembers what it was told.
 */
final class ScriptedServer implements AutoCloseable {

    /** What to do with a request; called on a thread of the request's connection. */
    @FunctionalInterface
    interface Script {
        void serve(Received request, Reply reply) throws Exception;
    }

    /** A request as it arrived. Header names are in lower case. */
    record Received(
            int connection,
            String method,
            String target,
            Map<String, String> headers,
            String body) {

        boolean isPost() {
            return method.equals("POST");
        }

        String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }

    private final ServerSocket listening;
    private final boolean tls;
    private final Script script;
    private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
    private final Semaphore answers = new Semaphore(0);
    private final AtomicInteger connections = new AtomicInteger();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();
    private final Queue<Throwable> faults = new ConcurrentLinkedQueue<>();

    ScriptedServer(Script script) {
        this(ServerSocketFactory.getDefault(), false, script);
    }

    ScriptedServer(ServerSocketFactory sockets, boolean tls, Script script) {
        this.tls = tls;
        this.script = script;
        try {
            listening = sockets.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    URI uri(String path) {
        return URI.create((tls ? "https" : "http") + "://" + authority() + path);
    }

    String authority() {
        return "127.0.0.1:" + listening.getLocalPort();
    }

    int port() {
        return listening.getLocalPort();
    }

    /** How many connections were opened so far. */
    int connections() {
        return connections.get();
    }

    /** How many connections are open now. */
    int open() {
        return open.size();
    }

    /** The next request that was received, in the order of arrival. */
    Received next() throws InterruptedException {
        var next = received.poll(10, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("No request within 10 s; faults: " + faults);
        }
        return next;
    }

    /** Waits until as many answers are written, or streams begun, that nobody has waited for. */
    void awaitAnswers(int count) throws InterruptedException {
        if (!answers.tryAcquire(count, 10, TimeUnit.SECONDS)) {
            throw new AssertionError("No answer within 10 s; faults: " + faults);
        }
    }

    boolean hasReceivedNothingElse() {
        return received.isEmpty();
    }

    /** Whether no further request comes within a tenth of a second. */
    boolean staysSilent() throws InterruptedException {
        return received.poll(100, TimeUnit.MILLISECONDS) == null;
    }

    private void accept() {
        try {
            while (true) {
                var socket = listening.accept();
                int number = connections.incrementAndGet();
                open.add(socket);
                threads.add(Thread.ofVirtual().start(() -> serve(number, socket)));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void serve(int number, Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            var in = new BufferedInputStream(socket.getInputStream());
            var reply = new Reply(socket, answers);
            while (!socket.isClosed()) {
                var request = read(number, in);
                received.add(request);
                script.serve(request, reply);
            }
        } catch (EOFException | SocketException e) {
            // The client has gone.
        } catch (Exception | AssertionError e) {
            faults.add(e);
        } finally {
            open.remove(socket);
        }
    }

    private static Received read(int connection, InputStream in) throws IOException {
        var request = line(in).split(" ", 3);
        var headers = new TreeMap<String, String>();
        for (var line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            var name = line.substring(0, colon).toLowerCase(Locale.ROOT);
            if (headers.put(name, line.substring(colon + 1).strip()) != null) {
                throw new IOException("The header " + name + " was sent twice");
            }
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        var body = new String(in.readNBytes(length), UTF_8);
        return new Received(connection, request[0], request[1], headers, body);
    }

    private static String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException();
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    /** Closes every connection; when this returns, the other side can know. */
    @Override
    public void close() throws IOException {
        listening.close();
        for (var socket : open) {
            socket.close();
        }
        for (var thread : threads) {
            thread.interrupt();
            awaitEnd(thread);
        }
    }

    private static void awaitEnd(Thread thread) {
        try {
            if (!thread.join(Duration.ofSeconds(10))) {
                throw new AssertionError("A script does not end");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** The way back on one connection. */
    static final class Reply {

        private final Socket socket;
        private final Semaphore answers;

        Reply(Socket socket, Semaphore answers) {
            this.socket = socket;
            this.answers = answers;
        }

        private OutputStream out() throws IOException {
            return socket.getOutputStream();
        }

        void raw(String bytes) throws IOException {
            raw(bytes.getBytes(UTF_8));
        }

        void raw(byte[] bytes) throws IOException {
            out().write(bytes);
            out().flush();
        }

        void json(String body, String... headers) throws IOException {
            answer("200 OK", "application/json", body, headers);
        }

        void status(String status, String... headers) throws IOException {
            answer(status, "text/plain", "", headers);
        }

        void answer(String status, String type, String body, String... headers) throws IOException {
            raw(
                    head(status, type, headers)
                            + "Content-Length: "
                            + body.getBytes(UTF_8).length
                            + "\r\n\r\n"
                            + body);
            answers.release();
        }

        /** Begins an event stream, chunked. */
        void events(String... headers) throws IOException {
            raw(
                    head("200 OK", "text/event-stream", headers)
                            + "Transfer-Encoding: chunked\r\n\r\n");
            answers.release();
        }

        /** Sends a piece of an event stream. */
        void piece(String text) throws IOException {
            raw(Integer.toHexString(text.getBytes(UTF_8).length) + "\r\n" + text + "\r\n");
        }

        void event(String data) throws IOException {
            piece("data: " + data + "\n\n");
        }

        void event(String id, String data) throws IOException {
            piece("id: " + id + "\ndata: " + data + "\n\n");
        }

        /** Sends an event and the end of the stream at once. */
        void lastEvent(String data) throws IOException {
            var text = "data: " + data + "\n\n";
            raw(Integer.toHexString(text.length()) + "\r\n" + text + "\r\n0\r\n\r\n");
        }

        /** Ends an event stream in order; the connection stays. */
        void end() throws IOException {
            raw("0\r\n\r\n");
        }

        /** Closes the connection. */
        void cut() throws IOException {
            socket.close();
        }

        /** Resets the connection. */
        void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }

        /** Waits until the client has closed the connection. */
        void awaitClose() throws IOException {
            if (socket.getInputStream().read() >= 0) {
                throw new AssertionError("The client sent something more");
            }
        }

        private static String head(String status, String type, String... headers) {
            var head =
                    new StringBuilder("HTTP/1.1 " + status + "\r\nContent-Type: " + type + "\r\n");
            for (var header : headers) {
                head.append(header).append("\r\n");
            }
            return head.toString();
        }
    }
}
