package io.tieline.http.server;

import io.tieline.session.Observer;
import io.tieline.session.Timers;
import io.tieline.session.client.ReplyStream;
import io.tieline.wire.Payload;
import io.tieline.wire.SseEvent;
import io.tieline.wire.SseWriter;
import org.jspecify.annotations.Nullable;

/**
 * A stream of events to one client that outlives its connections: a client that was cut off comes
 * back with the id of the last event it saw, and gets what it missed and what follows (2025-03-26
 * to 2025-11-25, "Resumability and Redelivery").
 *
 * <p>An event id is the stream's name, which nobody can guess, and the event's number in the
 * stream. Everything happens on the stream's {@link LoopExecutor}, the loop of its first
 * connection; {@link #isLive} can be read anywhere.
 */
final class EventStream {

    private static final int NO_CONTENT = 204;
    private static final byte[] NOTHING = {};
    private static final byte[] OPEN = SseWriter.comment("open");

    private final String name;
    private final SessionStreams session;
    private final LoopExecutor lane;
    private final ReplyStream.Listener listener;
    private final EventLog log = new EventLog();
    private @Nullable HttpReply connection;
    private @Nullable HttpReply farewell; // on which the end was sent
    private Timers.@Nullable Alarm window;
    private long last;
    private long sent;
    private int connections;
    private boolean pressed;
    private boolean ended;
    private boolean aborted;
    private volatile boolean live;

    /** A stream without a connection. */
    EventStream(
            String name, SessionStreams session, LoopExecutor lane, ReplyStream.Listener listener) {
        this.name = name;
        this.session = session;
        this.lane = lane;
        this.listener = listener;
    }

    String name() {
        return name;
    }

    LoopExecutor lane() {
        return lane;
    }

    /** Whether a client is connected right now, as far as is known. */
    boolean isLive() {
        return live;
    }

    // The rest runs on the lane.

    /**
     * Takes a client's connection, in place of an earlier one: a client that comes back knows
     * better than we do that the earlier one is dead.
     *
     * @param after the number of the last event that the client has; negative to go on behind what
     *     was sent to anybody
     */
    void connect(HttpReply reply, long after, String... headers) {
        if (aborted) {
            session.missed(name, reply);
            return;
        }
        long from = after < 0 ? sent : after;
        if (ended && from >= last) {
            reply.answer(NO_CONTENT); // tells clients not to come back (WHATWG HTML)
            return;
        }
        disconnect();
        stopWindow();
        connection = reply;
        connections++;
        live = true;
        reply.listen(new Connection(reply));
        reply.events(headers);
        reply.event(session.hasPriming() ? priming(from) : OPEN);
        log.after(from, this::write);
        if (ended) {
            disconnect();
        }
    }

    /** Sends a message, or keeps it for a client that comes back. */
    void send(Payload message, boolean notification) {
        if (ended) {
            return;
        }
        last++;
        var bytes = SseWriter.event(new EventId(name, last).text(), message);
        var event = new EventLog.Event(last, bytes, notification);
        log.add(event);
        session.kept(event.size());
        write(event);
        bound();
    }

    /** The last message has been sent. What a client has missed it can still have for a while. */
    void end() {
        farewell = connection;
        if (close()) {
            session.ended(this, log.bytes());
        }
    }

    /** There will be no last message, and nobody wants the others. */
    void abort() {
        if (close()) {
            aborted = true;
            session.forgotten(this);
            clear();
        }
    }

    /** Ends the connection only; the client knows when to come back. */
    void pause() {
        if (connection != null && session.hasPriming()) {
            disconnect();
            startWindow();
        }
    }

    /** Forgets what was kept of a stream that has ended. */
    void clear() {
        log.clear();
    }

    private boolean close() {
        boolean first = !ended;
        if (first) {
            ended = true;
            disconnect();
            stopWindow();
            session.kept(-log.bytes());
        }
        return first;
    }

    private void write(EventLog.Event event) {
        if (connection != null) {
            connection.event(event.bytes());
            sent = Math.max(sent, event.number());
        }
    }

    private byte[] priming(long from) {
        var id = new EventId(name, from).priming(connections);
        var retry = session.settings().retry().toMillis();
        return SseWriter.event(new SseEvent(id, null, NOTHING, retry));
    }

    private void bound() {
        var settings = session.settings();
        while (log.size() > settings.keptEvents()
                || log.bytes() > settings.keptBytes()
                || session.keepsTooMuch()) {
            var forgotten = log.forgetOne(sent);
            if (forgotten == null) {
                return;
            }
            session.kept(-forgotten.size());
            if (forgotten.number() > sent) {
                session.observer().counted(Observer.Count.NOTIFICATION_DROPPED, "kept too long");
            }
        }
    }

    private void disconnect() {
        var before = connection;
        connection = null;
        live = false;
        press(false);
        if (before != null) {
            before.end();
        }
    }

    private void cut(HttpReply gone) {
        if (gone.equals(connection)) {
            disconnect();
            startWindow();
        }
    }

    private void startWindow() {
        stopWindow();
        window =
                session.timers()
                        .after(session.settings().resumeWindow(), () -> lane.run(this::expire));
    }

    private void stopWindow() {
        if (window != null) {
            window.cancel();
            window = null;
        }
    }

    private void expire() {
        if (connection == null && !ended) {
            abort();
            listener.lost();
        }
    }

    private void press(boolean tooMuch) {
        if (pressed != tooMuch) {
            pressed = tooMuch;
            listener.pressed(tooMuch);
        }
    }

    /** What happens to one connection, told on its own loop. */
    private final class Connection implements HttpReply.Fate {

        private final HttpReply reply;

        Connection(HttpReply reply) {
            this.reply = reply;
        }

        @Override
        public void pressed(boolean tooMuch) {
            lane.run(() -> {
                if (reply.equals(connection)) {
                    press(tooMuch);
                }
            });
        }

        @Override
        public void closed() {
            lane.run(() -> cut(reply));
        }

        @Override
        public void received() {
            lane.run(() -> {
                if (reply.equals(farewell)) {
                    session.received(EventStream.this);
                }
            });
        }
    }
}
