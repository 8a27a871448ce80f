package io.tieline.app.record;

import io.tieline.session.backend.Backend;
import io.tieline.wire.Json;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that is being recorded. Each line is in it before its message goes on, so a slow disk
 * slows the conversation down, and nothing is missing. When the disk is full the conversation goes
 * on, and it is said that the recording does not. Safe for use by several threads.
 */
public final class RecordingFile implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RecordingFile.class);

    private final BufferedWriter out;
    private final Clock clock;
    private final long began;
    private final Masks masks;
    private final AtomicInteger links = new AtomicInteger();
    private boolean broken;

    private RecordingFile(BufferedWriter out, Clock clock, Masks masks) {
        this.out = out;
        this.clock = clock;
        this.began = clock.millis();
        this.masks = masks;
    }

    /**
     * Begins a file, which must not be there yet.
     *
     * @param server the server's name
     * @throws IOException if there is such a file, or it cannot be written
     */
    public static RecordingFile begin(Path file, String server, Clock clock, Masks masks)
            throws IOException {
        var out = Files.newBufferedWriter(file, StandardOpenOption.CREATE_NEW);
        var recording = new RecordingFile(out, clock, masks);
        recording.line(
                Json.object(
                        "tieline",
                        Recording.KIND,
                        "version",
                        Recording.VERSION,
                        "at",
                        clock.instant().toString(),
                        "server",
                        server));
        return recording;
    }

    /** The same server, of whose connections everything is recorded. */
    public Backend over(Backend server) {
        return new RecordedBackend(server, this);
    }

    /** The number of a connection that begins. */
    int link() {
        return links.incrementAndGet();
    }

    /** The time since it has begun. */
    long millis() {
        return clock.millis() - began;
    }

    synchronized void add(Entry entry) {
        line(entry.json(masks));
    }

    private synchronized void line(Json json) {
        if (broken) {
            return;
        }
        try {
            out.write(json.toString());
            out.write('\n');
            out.flush();
        } catch (IOException e) {
            broken = true;
            LOG.error("The recording ends here, and the conversation goes on: {}", e.getMessage());
        }
    }

    /** Says whether everything that was said so far is in it. */
    public synchronized boolean isWhole() {
        return !broken;
    }

    @Override
    public synchronized void close() {
        try {
            out.close();
        } catch (IOException e) {
            broken = true;
            LOG.error("The recording is not whole: {}", e.getMessage());
        }
    }
}
