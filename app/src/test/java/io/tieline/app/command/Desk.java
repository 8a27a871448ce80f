package io.tieline.app.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tieline.app.config.LineOption;
import io.tieline.app.terminal.Attended;
import io.tieline.app.terminal.Screen;
import io.tieline.app.terminal.TypedLines;
import io.tieline.framework.McpClient;
import io.tieline.session.Observer;
import io.tieline.session.backend.Backend;
import io.tieline.session.client.Service;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** A command's surroundings: a server in this process, and a person who types, or nobody. */
final class Desk {

    private static final Map<String, String> VARIABLES = Map.of("NO_COLOR", "1");

    /** Somebody sits at every stream. */
    static final Attended SOMEBODY = new Attended(true, true, true);

    private final Service server;
    private final Watched out = new Watched();
    private final Watched err = new Watched();
    private final CompletableFuture<Runnable> interruption = new CompletableFuture<>();
    private final Surroundings surroundings;

    private Desk(Service server, Attended attended, InputStream in) {
        this.server = server;
        var screen =
                new Screen(
                        new PrintStream(out, true, UTF_8),
                        new PrintStream(err, true, UTF_8),
                        attended,
                        0,
                        VARIABLES);
        this.surroundings =
                new Surroundings(
                        screen,
                        new TypedLines(in, UTF_8),
                        in,
                        VARIABLES,
                        (_, _) -> servers(),
                        interruption::complete);
    }

    /** Nobody is there; this is on stdin. */
    static Desk unattended(Service server, String stdin) {
        return new Desk(server, Attended.NOBODY, new ByteArrayInputStream(stdin.getBytes(UTF_8)));
    }

    /** Somebody types these lines. */
    static Desk typing(Service server, String... lines) {
        return attended(
                server,
                new ByteArrayInputStream((String.join("\n", lines) + "\n").getBytes(UTF_8)));
    }

    /** Somebody sits there, whose keyboard this is. */
    static Desk attended(Service server, InputStream keyboard) {
        return new Desk(server, SOMEBODY, keyboard);
    }

    private ConnectableServers servers() {
        return new ConnectableServers() {
            @Override
            public List<String> names() {
                return List.of("server");
            }

            @Override
            public boolean isProgram(String name) {
                return false;
            }

            @Override
            public McpClient.Builder client() {
                return McpClient.to(server);
            }

            @Override
            public McpClient.Builder direct(String name, Observer observer) {
                return McpClient.to(server);
            }

            @Override
            public Backend backend(String name) {
                throw new UnsupportedOperationException("nobody speaks for himself here");
            }

            @Override
            public void listen(Consumer<String> printed) {}

            @Override
            public void close() {}
        };
    }

    Surroundings surroundings() {
        return surroundings;
    }

    String out() {
        return out.toString(UTF_8);
    }

    String err() {
        return err.toString(UTF_8);
    }

    /** Ends when this was written to stderr. */
    void awaitAsked(String text) {
        err.await(text);
    }

    /** Ends when this was written to stdout. */
    void awaitAnswered(String text) {
        out.await(text);
    }

    /** Ends when Ctrl-C has a meaning, which is the last thing that is made ready. */
    void awaitWatching() {
        interruption.join();
    }

    /** Presses Ctrl-C. */
    void interrupt() {
        interruption.join().run();
    }

    /** What stands on a line: words, and options each with a value. */
    static Given given(Map<LineOption, String> options, String... operands) {
        var all = new LinkedHashMap<LineOption, List<String>>();
        options.forEach((option, value) -> all.put(option, List.of(value)));
        return new Given(all, List.of(operands), List.of());
    }

    static Given given(String... operands) {
        return given(Map.of(), operands);
    }

    private static final class Watched extends ByteArrayOutputStream {

        synchronized void await(String text) {
            try {
                while (!toString(UTF_8).contains(text)) {
                    wait();
                }
            } catch (InterruptedException e) {
                throw new AssertionError("not written: " + text, e);
            }
        }

        @Override
        public synchronized void write(byte[] bytes, int from, int length) {
            super.write(bytes, from, length);
            notifyAll();
        }
    }
}
