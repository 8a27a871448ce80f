package io.tieline.http.client;

import io.netty.buffer.ByteBuf;
import io.tieline.wire.MalformedException;
import io.tieline.wire.Room;
import io.tieline.wire.SseEvent;
import io.tieline.wire.SseReader;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A response body of type {@code text/event-stream}. Confined to an event loop. */
final class EventBody {

    private final SseReader reader;
    private final @Nullable SilenceWatch watch;

    EventBody(
            int maxEventBytes, Room room, @Nullable SilenceWatch watch, Consumer<SseEvent> events) {
        this.reader = new SseReader(maxEventBytes, room, events);
        this.watch = watch;
    }

    /** Nothing more will be added. */
    void close() {
        reader.close();
    }

    /** Whether this event carries a message: the other types are not ours. */
    static boolean isMessage(SseEvent event) {
        return event.data().length > 0
                && (event.event() == null || event.event().equals("message"));
    }

    /**
     * Hands over the events that these bytes complete.
     *
     * @throws MalformedException if an event exceeds the limit, or there is no room for it
     */
    void add(ByteBuf piece) throws MalformedException {
        var bytes = new byte[piece.readableBytes()];
        piece.getBytes(piece.readerIndex(), bytes);
        if (watch != null) {
            // Servers flush a keep-alive by itself, so it stands at the start of a piece.
            watch.heard(bytes.length > 0 && bytes[0] == ':');
        }
        reader.feed(bytes, 0, bytes.length);
    }
}
