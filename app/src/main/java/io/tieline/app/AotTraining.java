package io.tieline.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tieline.framework.CallResult;
import io.tieline.framework.McpClient;
import io.tieline.framework.McpServer;
import io.tieline.framework.Tool;
import io.tieline.http.EventLoops;
import io.tieline.http.HttpBackend;
import io.tieline.http.HttpListener;
import io.tieline.http.HttpSettings;
import io.tieline.session.Environment;
import io.tieline.session.Observer;
import io.tieline.wire.Revision;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.SecureRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The program's first calls, over every transport and in both eras: what the JVM watches when the
 * launcher has it make the cache from which later starts take their classes, loaded and linked
 * already (JEP 483, JEP 514). Nothing of it is served to anybody.
 */
public final class AotTraining {

    private static final int PATIENCE_SECONDS = 30;
    private static final int CALLS = 20;
    private static final String TOOL = "rehearse";
    private static final String INITIALIZE =
            """
            {"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25",\
            "capabilities":{},"clientInfo":{"name":"rehearsal","version":"1"}}}
            {"jsonrpc":"2.0","method":"notifications/initialized"}
            """;

    /** A server of the handshake era in a language that starts at once. */
    private static final String SCRIPT =
            """
            while IFS= read -r line; do
                id=${line#*'"id":'}
                id=${id%%[,\\}]*}
                case $line in
                    *'"initialize"'*) result='{"protocolVersion":"2025-11-25","capabilities":{"tools":{}},\
            "serverInfo":{"name":"rehearsal","version":"1"}}' ;;
                    *'"tools/call"'*) result='{"content":[]}' ;;
                    *) continue ;;
                esac
                printf '{"jsonrpc":"2.0","id":%s,"result":%s}\\n' "$id" "$result"
            done
            """;

    private final PrintStream quiet = new PrintStream(PrintStream.nullOutputStream(), false, UTF_8);
    private final Semaphore served = new Semaphore(0);
    private final EventLoops loops = EventLoops.open(1);
    private final Environment world =
            new Environment(loops.timers(), new SecureRandom(), Observer.NONE);

    private AotTraining() {}

    /** Plays everything once and ends the process; with 0 if all went well. */
    public static void main(String[] arguments) throws Exception {
        Logs.begin(System.err, LogThreshold.ERROR);
        new AotTraining().play();
        System.exit(0);
    }

    private void play()
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        var server =
                McpServer.named("rehearsal", "1")
                        .tool(
                                Tool.of(TOOL, "Does nothing"),
                                (context, nothing) -> {
                                    served.release();
                                    return CallResult.text("done");
                                })
                        .build();
        var anywhere =
                HttpSettings.DEFAULT.withAddress(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        try (var listener = HttpListener.serve(server, anywhere, loops, world)) {
            var uri = listener.uri().toString();
            overHttp("--backend", uri);
            overHttp("--", "sh", "-c", SCRIPT);
            overStdio("--backend", uri);
            atTheTerminal("list", uri);
            atTheTerminal("call", uri, TOOL);
        }
    }

    /** What people type, and wait for. Last, since from here on nothing is logged. */
    private void atTheTerminal(String... words) throws IOException {
        var program = new Program(InputStream.nullInputStream(), quiet, quiet, System.getenv());
        if (program.run(words) != Program.DONE) {
            throw new IOException("tieline " + words[0] + " did not end well");
        }
    }

    /** Begins a gateway in front of this backend, and calls it. */
    private void overHttp(String... backend)
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        var ready = new Ready();
        var err = new PrintStream(ready, true, UTF_8);
        begin(InputStream.nullInputStream(), err, "--listen=127.0.0.1:0", backend);
        var uri = ready.at.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        call(uri, null);
        if (backend.length == 2) {
            call(uri, Revision.STATELESS);
        }
    }

    private void call(URI uri, @Nullable Revision revision) {
        var builder =
                McpClient.to(HttpBackend.to(uri, loops)).info("rehearsal", "1").environment(world);
        try (var client = (revision == null ? builder : builder.revision(revision)).connect()) {
            for (int i = 0; i < CALLS; i++) {
                client.callTool(TOOL);
            }
        }
    }

    /** Begins a gateway on standard streams, and writes to it as its client would. */
    private void overStdio(String... backend) throws IOException, InterruptedException {
        try (var client = new PipedOutputStream()) {
            begin(new PipedInputStream(client, 1 << 16), quiet, "--stdio", backend);
            client.write(INITIALIZE.getBytes(UTF_8));
            client.flush();
            served.drainPermits();
            for (int i = 1; i <= CALLS; i++) {
                client.write(
                        """
                        {"jsonrpc":"2.0","id":%d,"method":"tools/call","params":{"name":"rehearse"}}
                        """
                                .formatted(i)
                                .getBytes(UTF_8));
                client.flush();
                if (!served.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                    throw new IOException("The call over stdio did not arrive");
                }
            }
        }
    }

    private void begin(InputStream in, PrintStream err, String front, String... backend) {
        var line = new String[2 + backend.length];
        line[0] = "run";
        line[1] = front;
        System.arraycopy(backend, 0, line, 2, backend.length);
        var program = new Program(in, quiet, err, System.getenv());
        Thread.ofPlatform().daemon().start(() -> program.run(line));
    }

    /** Waits for the line that says where clients can connect. */
    private static final class Ready extends OutputStream {

        final CompletableFuture<URI> at = new CompletableFuture<>();
        private final StringBuilder line = new StringBuilder();

        @Override
        public void write(int b) {
            if (b != '\n') {
                line.append((char) b);
                return;
            }
            var text = line.toString();
            line.setLength(0);
            int from = text.indexOf("ready at ");
            if (from >= 0) {
                var uri = text.substring(from + "ready at ".length());
                at.complete(URI.create(uri.substring(0, uri.indexOf(' '))));
            }
        }
    }
}
