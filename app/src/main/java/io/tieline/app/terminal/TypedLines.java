package io.tieline.app.terminal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * What is typed, line by line. A line is read when somebody waits for it and not before; who stops
 * waiting leaves the line to the next who asks. Safe for use by several threads, one after the
 * other.
 */
public final class TypedLines {

    private final InputStream in;
    private final Charset charset;
    private final Semaphore wanted = new Semaphore(0);
    private final LinkedBlockingQueue<Optional<String>> typed = new LinkedBlockingQueue<>();
    private boolean isBegun;
    private boolean isOutstanding;

    /** What is typed on this stream. */
    public TypedLines(InputStream in, Charset charset) {
        this.in = in;
        this.charset = charset;
    }

    /**
     * Waits for the next line.
     *
     * @return null at the end
     */
    public synchronized @Nullable String next() throws InterruptedException {
        if (!isBegun) {
            isBegun = true;
            // A read of a terminal cannot be interrupted, and must not keep the program alive.
            Thread.ofPlatform().daemon().name("tieline-typed").start(this::read);
        }
        if (!isOutstanding) {
            isOutstanding = true;
            wanted.release();
        }
        var line = typed.take();
        isOutstanding = false;
        return line.orElse(null);
    }

    private void read() {
        var lines = new BufferedReader(new InputStreamReader(in, charset));
        try {
            while (true) {
                wanted.acquire();
                typed.add(Optional.ofNullable(line(lines)));
            }
        } catch (InterruptedException never) {
            Thread.currentThread().interrupt();
        }
    }

    private static @Nullable String line(BufferedReader lines) {
        try {
            return lines.readLine();
        } catch (IOException gone) {
            return null;
        }
    }
}
