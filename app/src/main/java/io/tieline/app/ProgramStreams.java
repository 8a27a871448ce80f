package io.tieline.app;

import io.tieline.http.Services;
import io.tieline.session.Environment;
import io.tieline.session.client.ClientSession;
import io.tieline.session.client.Service;
import io.tieline.session.client.SessionSettings;
import io.tieline.stdio.StdioFront;
import io.tieline.stdio.StdioSettings;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The front for the one client that started us. From its making on, stdout is the protocol's. */
record ProgramStreams(StdioFront front) implements FrontDoor {

    static ProgramStreams serve(
            Service service,
            SessionSettings sessions,
            StdioSettings settings,
            Environment world,
            InputStream in) {
        var out = new FileOutputStream(FileDescriptor.out);
        // Whatever prints, in whichever library, must not print between two messages.
        System.setOut(System.err);
        return new ProgramStreams(StdioFront.serve(service, in, out, sessions, settings, world));
    }

    @Override
    public String where() {
        return "on stdin and stdout";
    }

    /** The one client keeps its service, in which a reload puts other servers. */
    @Override
    public void replace(Services services) {}

    @Override
    public CompletionStage<@Nullable Void> ended() {
        return front.closed();
    }

    @Override
    public CompletionStage<@Nullable Void> drain() {
        return front.drain();
    }

    /** The one client that there is has no name by which it could be shown. */
    @Override
    public List<ClientSession> sessions() {
        return List.of();
    }

    /** Whoever asks has come through all that could be tried. */
    @Override
    public boolean isAlive(Duration most) {
        return true;
    }

    @Override
    public void close() {
        front.close();
    }
}
