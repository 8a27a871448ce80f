package io.tieline.testkit.scenarios;

import io.tieline.session.Environment;
import io.tieline.session.backend.Backend;
import io.tieline.session.backend.Link;
import io.tieline.session.backend.LinkFailure;
import io.tieline.session.client.Service;
import io.tieline.session.client.SessionSettings;
import io.tieline.stdio.StdioFront;
import io.tieline.stdio.StdioSettings;
import io.tieline.wire.Limits;
import io.tieline.wire.LineReader;
import io.tieline.wire.MalformedException;
import io.tieline.wire.Message;
import io.tieline.wire.Request;
import io.tieline.wire.Revision;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The client's side of a stdio front: each connection has a front and two pipes of its own. */
public record PipedClient(Service service, StdioSettings settings, Environment environment)
        implements Backend {

    /** What this client takes itself, whatever the settings of the front. */
    private static final Limits OWN = StdioSettings.DEFAULT.limits();

    /** A front with the usual settings. */
    public PipedClient(Service service, Environment environment) {
        this(service, StdioSettings.DEFAULT, environment);
    }

    @Override
    public String name() {
        return "front";
    }

    @Override
    public Link connect(Link.Listener listener) {
        try {
            var there = Pipe.open();
            var back = Pipe.open();
            StdioFront.serve(
                    service,
                    Channels.newInputStream(there.source()),
                    Channels.newOutputStream(back.sink()),
                    SessionSettings.DEFAULT,
                    settings,
                    environment);
            return new PipedLink(
                    Channels.newOutputStream(there.sink()),
                    Channels.newInputStream(back.source()),
                    listener);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class PipedLink implements Link {

        private final OutputStream out;
        private final ExecutorService writer =
                Executors.newSingleThreadExecutor(Thread.ofVirtual().factory());
        private volatile boolean closed;

        PipedLink(OutputStream out, InputStream in, Listener listener) {
            this.out = out;
            Thread.ofPlatform().daemon().name("piped-client").start(() -> read(in, listener));
        }

        private void read(InputStream in, Listener listener) {
            try (in) {
                var lines =
                        new LineReader(OWN.maxBytes(), line -> listener.received(message(line)));
                var buffer = new byte[8192];
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    lines.feed(buffer, 0, read);
                }
            } catch (IOException | MalformedException e) {
                // The end, as far as this client can tell.
            }
            if (!closed) {
                listener.closed(LinkFailure.of(LinkFailure.Kind.GONE, "The front has left"));
            }
        }

        private static Message message(byte[] line) {
            try {
                return Message.parse(line, OWN);
            } catch (MalformedException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void request(Request request, Stream stream) {
            send(request);
        }

        @Override
        public void send(Message message) {
            var line = message.json().onOneLine().toString() + "\n";
            writer.execute(() -> write(line));
        }

        private void write(String line) {
            try {
                out.write(line.getBytes(java.nio.charset.StandardCharsets.UTF_8));
                out.flush();
            } catch (IOException e) {
                // The reader hears of the end.
            }
        }

        @Override
        public void close() {
            closed = true;
            writer.execute(this::closeOutput);
            writer.shutdown();
        }

        private void closeOutput() {
            try {
                out.close();
            } catch (IOException e) {
                // Nobody is there any more.
            }
        }

        @Override
        public void release(Stream stream) {}

        @Override
        public void press(Stream stream, boolean tooMuch) {}

        @Override
        public void opened(Revision revision) {}

        @Override
        public boolean attributes() {
            return false;
        }
    }
}
