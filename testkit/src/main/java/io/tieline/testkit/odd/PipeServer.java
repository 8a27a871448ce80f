package io.tieline.testkit.odd;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tieline.wire.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/**
 * An odd server over the pipes of one child process. The child itself only passes bytes on, from
 * its stdin to one socket and from another to its stdout.
 */
final class PipeServer {

    /**
     * Connects twice and says of each connection which pipe it is. The end of one input is the end
     * of one connection, and the end of the other is the end of the child.
     */
    private static final String CHILD =
            "exec 3<>\"/dev/tcp/127.0.0.1/$0\" 4<>\"/dev/tcp/127.0.0.1/$0\" 5<&0 && "
                    + "echo \"in $$\" >&3 && echo \"out $$\" >&4 || exit 9; "
                    + "cat <&5 >&3 4>&- & exec 3>&- 5<&- 0<&-; exec cat <&4";

    private final ServerState server;
    private final SessionState session;
    private final InputStream in;
    private final Socket toChild;
    private final OutputStream out;

    PipeServer(ServerState server, InputStream in, Socket toChild) throws IOException {
        this.server = server;
        this.session = server.openSession();
        this.in = in;
        this.toChild = toChild;
        this.out = toChild.getOutputStream();
    }

    /** The command whose pipes come out at this port. */
    static String[] command(int port) {
        return new String[] {"bash", "-c", CHILD, String.valueOf(port)};
    }

    /** Hears everything, until the input ends. */
    void run() throws IOException {
        write(server.script().dress().banner().getBytes(UTF_8));
        for (var line = line(in); line != null; line = line(in)) {
            var heard = new Heard(Json.of(line));
            if (heard.isRequest()) {
                Thread.ofVirtual().start(() -> hear(heard));
            } else {
                hear(heard);
            }
        }
        toChild.close();
    }

    private void hear(Heard heard) {
        try {
            server.hear(heard, new PipeVoice(heard));
        } catch (IOException e) {
            // The child has ended.
        } catch (Exception | AssertionError e) {
            server.fault(e);
        }
    }

    private void write(byte[] bytes) throws IOException {
        synchronized (out) {
            out.write(bytes);
            out.flush();
        }
    }

    /** The next line; null at the end. */
    static @Nullable String line(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                return null;
            }
            line.write(c);
        }
        return line.toString(UTF_8);
    }

    private final class PipeVoice extends Voice {

        PipeVoice(Heard heard) {
            super(server, session, heard);
        }

        @Override
        public void raw(byte[] bytes) throws IOException {
            PipeServer.this.write(bytes);
        }

        @Override
        byte[] framed(String message) {
            return (message + "\n").getBytes(UTF_8);
        }

        @Override
        void end() {
            // The pipe serves other messages, too.
        }

        @Override
        public void hangUp() throws IOException {
            toChild.close();
            in.close();
        }
    }
}
