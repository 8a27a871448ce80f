package io.tieline.http.server;

import io.tieline.http.settings.StreamSettings;
import io.tieline.session.Account;
import io.tieline.session.Budget;
import io.tieline.session.Holding;
import io.tieline.session.Strand;
import io.tieline.session.Timers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The streams of a session that have ended, kept for a while for a client that has missed the end:
 * until the window has passed, later ones need the room, or the client has shown that it missed
 * nothing. On the session's strand.
 */
final class EndedStreams {

    private record Ended(EventStream stream, long bytes, long until) {}

    private final Map<String, Ended> oldestFirst = new LinkedHashMap<>(2);
    private final Strand strand;
    private final Timers timers;
    private final StreamSettings settings;
    private final Account account;
    private @Nullable Holding room; // made when there is something to hold
    private long bytes;
    private boolean closed;
    private Timers.@Nullable Alarm sweep;

    EndedStreams(Strand strand, Timers timers, StreamSettings settings, Account account) {
        this.strand = strand;
        this.timers = timers;
        this.settings = settings;
        this.account = account;
    }

    @Nullable EventStream find(String name) {
        var ended = oldestFirst.get(name);
        return ended == null ? null : ended.stream();
    }

    /** Keeps a stream of which so many bytes can be sent again. */
    void add(EventStream stream, long size) {
        var until = timers.nanoTime() + settings.resumeWindow().toNanos();
        oldestFirst.put(stream.name(), new Ended(stream, size, until));
        bytes += size;
        charge();
        while (!oldestFirst.isEmpty()
                && (bytes > settings.keptSessionBytes() || closed || account.isFull())) {
            remove(oldest().stream());
        }
        if (sweep == null && !oldestFirst.isEmpty()) {
            watch(settings.resumeWindow());
        }
    }

    /** Nobody needs this stream any longer. */
    void remove(EventStream stream) {
        var ended = oldestFirst.remove(stream.name());
        if (ended != null) {
            bytes -= ended.bytes();
            charge();
            stream.lane().run(stream::clear);
        }
        if (oldestFirst.isEmpty() && sweep != null) {
            sweep.cancel();
            sweep = null;
        }
    }

    /** Charges what is kept, whether it fits or not: the oldest go until it does. */
    private void charge() {
        var held = room == null ? new Holding(account, Budget.Use.REPLAYED) : room;
        room = held;
        var _ = held.charge(bytes);
    }

    /** Keeps nothing any longer. */
    void close() {
        closed = true;
        List.copyOf(oldestFirst.values()).forEach(ended -> remove(ended.stream()));
    }

    private Ended oldest() {
        return oldestFirst.values().iterator().next();
    }

    private void watch(Duration wait) {
        sweep = timers.after(wait, () -> strand.run(this::sweep));
    }

    private void sweep() {
        sweep = null;
        while (!oldestFirst.isEmpty()) {
            var left = oldest().until() - timers.nanoTime();
            if (left > 0) {
                watch(Duration.ofNanos(left));
                return;
            }
            remove(oldest().stream());
        }
    }
}
