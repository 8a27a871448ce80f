package io.tieline.testkit.odd;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An odd server that runs: on a free port of this machine, or as a child process whose pipes come
 * out there. Ends with its {@link #close}. Safe for use by several threads.
 */
public final class RunningServer implements AutoCloseable {

    private final ServerTransport transport;
    private final ServerState state;
    private final WebServer web;
    private final ServerSocket listening;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    /** Pipes from a child whose other pipe has not come yet, by the child's process. */
    private final Map<String, Pipe> half = new HashMap<>();

    /** One pipe of a child, as it comes out here. */
    private record Pipe(Socket socket, InputStream in) {}

    private RunningServer(OddServer script, ServerTransport transport, LeapingClock clock)
            throws IOException {
        this.transport = transport.plain();
        this.state = new ServerState(script, transport.isStateless(), clock);
        this.web = new WebServer(state, transport.plain());
        this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    /**
     * Puts the server up.
     *
     * @param clock the time that it lets pass
     */
    public static RunningServer of(OddServer script, ServerTransport transport, LeapingClock clock)
            throws IOException {
        var server = new RunningServer(script, transport, clock);
        Thread.ofVirtual().start(server::accept);
        return server;
    }

    /** Where it is, unless it is a child. */
    public URI uri() {
        var path = transport == ServerTransport.HTTP_SSE ? "/sse" : "/mcp";
        return URI.create("http://127.0.0.1:" + listening.getLocalPort() + path);
    }

    /** What starts it as a child. */
    public String[] command() {
        return PipeServer.command(listening.getLocalPort());
    }

    /** What went wrong in its script; empty if all is well. */
    public List<Throwable> faults() {
        return state.faults();
    }

    private void accept() {
        try {
            while (true) {
                var socket = listening.accept();
                open.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void serve(Socket socket) {
        try {
            socket.setTcpNoDelay(true);
            if (transport == ServerTransport.STDIO) {
                pair(socket);
            } else {
                serveWeb(socket);
            }
        } catch (EOFException | SocketException e) {
            // The other side has left.
        } catch (Exception | AssertionError e) {
            state.fault(e);
        }
    }

    private void serveWeb(Socket socket) throws Exception {
        try (socket) {
            var in = new BufferedInputStream(socket.getInputStream());
            var reply = new WebReply(socket, state.script().dress());
            while (!socket.isClosed()) {
                web.serve(WebRequest.read(in), reply);
            }
        } finally {
            open.remove(socket);
        }
    }

    /** One of the two pipes of a child: the second of them to come begins its session. */
    private void pair(Socket socket) throws IOException {
        var pipe = new Pipe(socket, new BufferedInputStream(socket.getInputStream()));
        var named = String.valueOf(PipeServer.line(pipe.in())).split(" ", 2);
        Pipe other;
        synchronized (half) {
            other = half.remove(named[1]);
            if (other == null) {
                half.put(named[1], pipe);
                return;
            }
        }
        boolean isInput = named[0].equals("in");
        new PipeServer(state, (isInput ? pipe : other).in(), (isInput ? other : pipe).socket())
                .run();
    }

    /** Closes every connection. Closing twice is silent. */
    @Override
    public void close() throws IOException {
        listening.close();
        for (var socket : open) {
            socket.close();
        }
    }
}
