package io.tieline.app.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import io.tieline.wire.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Sends the latest events as server-sent events, from the one that a reader has seen last. A reader
 * waits for events, and no event for a reader: one that reads too slowly is told what it missed.
 * One that asks for a {@linkplain Sampling sample}, as the live view does, is spared more than a
 * person can see, and told how much that was.
 */
final class EventFeed {

    private static final Duration LOOK = Duration.ofMillis(50);

    /** The time between two words to a reader of a sample about what was left out. */
    private static final Duration TOLD = Duration.ofSeconds(1);

    /** The query of those who want a sample. */
    private static final String SAMPLED = "sampled";

    /** So often something is sent to a reader that would otherwise hear nothing. */
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(15);

    private final EventRing ring;
    private volatile boolean closed;

    EventFeed(EventRing ring) {
        this.ring = ring;
    }

    /** Sends events until the reader has gone or the feed is closed. */
    void serve(HttpExchange exchange) throws IOException {
        long next = first(exchange);
        var headers = exchange.getResponseHeaders();
        headers.set("Content-Type", "text/event-stream");
        headers.set("Cache-Control", "no-store");
        headers.set("X-Accel-Buffering", "no");
        exchange.sendResponseHeaders(200, 0);
        var out = exchange.getResponseBody();
        out.write(": tieline\n\n".getBytes(UTF_8));
        out.flush();
        long silentSince = System.nanoTime();
        long toldAt = silentSince;
        var sampling = SAMPLED.equals(exchange.getRequestURI().getQuery()) ? new Sampling() : null;
        while (!closed && !Thread.currentThread().isInterrupted()) {
            var batch = ring.from(next);
            send(out, sampling == null ? batch : sampling.of(batch));
            if (sampling != null && System.nanoTime() - toldAt > TOLD.toNanos()) {
                toldAt = System.nanoTime();
                tellOfLeftOut(out, batch.next(), sampling);
            }
            boolean isNew = batch.next() > next;
            next = batch.next();
            if (isNew) {
                silentSince = System.nanoTime();
            } else if (System.nanoTime() - silentSince > KEEP_ALIVE.toNanos()) {
                out.write(": keep-alive\n\n".getBytes(UTF_8));
                out.flush();
                silentSince = System.nanoTime();
            }
            if (!isNew || sampling != null) {
                LockSupport.parkNanos(LOOK.toNanos());
            }
        }
    }

    /** Behind the event that the reader has seen last, else behind the latest. */
    private long first(HttpExchange exchange) {
        var seen = number(exchange.getRequestHeaders().getFirst("Last-Event-ID"));
        return seen == null || seen >= ring.next() ? ring.next() : seen + 1;
    }

    private static @Nullable Long number(@Nullable String text) {
        return text == null || !text.matches("\\d{1,18}") ? null : Long.valueOf(text);
    }

    private static void send(OutputStream out, EventRing.Batch batch) throws IOException {
        if (batch.missed() > 0) {
            write(out, batch.next(), "missed", Json.object("events", batch.missed()));
        }
        for (var event : batch.events()) {
            write(out, event.number(), event.kind(), event.json());
        }
        if (!batch.events().isEmpty()) {
            out.flush();
        }
    }

    private static void tellOfLeftOut(OutputStream out, long next, Sampling sampling)
            throws IOException {
        long events = sampling.takeLeftOut();
        if (events > 0) {
            var told = Json.object("events", events, "oneCallIn", sampling.oneCallIn());
            write(out, next, "left_out", told);
            out.flush();
        }
    }

    private static void write(OutputStream out, long id, String kind, Json data)
            throws IOException {
        var text = "id: " + id + "\nevent: " + kind + "\ndata: " + data + "\n\n";
        out.write(text.getBytes(UTF_8));
    }

    void close() {
        closed = true;
    }
}
