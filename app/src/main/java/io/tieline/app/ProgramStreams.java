package io.tieline.app;

import io.tieline.http.Services;
import io.tieline.session.Environment;
import io.tieline.session.client.Service;
import io.tieline.session.client.SessionSettings;
import io.tieline.stdio.StdioFront;
import io.tieline.stdio.StdioSettings;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
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

    @Override
    public void close() {
        front.close();
    }
}
