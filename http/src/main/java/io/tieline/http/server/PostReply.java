package io.tieline.http.server;

import io.tieline.http.io.McpHeaders;
import io.tieline.session.Observer;
import io.tieline.session.Timers;
import io.tieline.session.client.ReplyStream;
import io.tieline.wire.Json;
import io.tieline.wire.Message;
import io.tieline.wire.Notification;
import io.tieline.wire.Payload;
import io.tieline.wire.Response;
import io.tieline.wire.Result;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The answer to one POST of Streamable HTTP: plain JSON where the answer is the first thing to be
 * said, else a stream of events. Nearly always it answers one request; a batch (2025-03-26) has
 * several, which share it.
 *
 * <p>Which of the two it is, is decided late: by the first notification or question, or when
 * nothing has been said for a while, so that the client and everybody in between sees that
 * something is coming. Losing the connection is no cancellation: the answer is kept for a while for
 * a client that comes back, if it was given an event id to come back with.
 *
 * <p>Everything happens on the lane; its {@linkplain #part parts} can be used from any thread.
 */
final class PostReply {

    /** What is answered. */
    enum Kind {
        REQUEST,
        BATCH,
        /** The request that opens the session; its answer carries the session's id. */
        INITIALIZE
    }

    private static final int OK = 200;
    private static final int ACCEPTED = 202;

    private final HttpReply reply;
    private final Accept accept;
    private final Kind kind;
    private final SessionStreams streams;
    private final LoopExecutor lane;
    private final List<Part> open = new ArrayList<>(1);
    private final List<Payload> answers = new ArrayList<>(1);
    private boolean opened;
    private Timers.@Nullable Alarm alarm;

    // Written on the lane, read anywhere.
    private volatile @Nullable EventStream events;
    private volatile boolean connected = true;
    private volatile boolean lost;

    PostReply(HttpReply reply, Accept accept, Kind kind, SessionStreams streams) {
        this.reply = reply;
        this.accept = accept;
        this.kind = kind;
        this.streams = streams;
        this.lane = reply.newLane();
        reply.listen(new Undecided());
    }

    /**
     * The way back for one of the requests; asked for on the connection's loop before any is
     * served.
     */
    ReplyStream part() {
        var part = new Part();
        open.add(part);
        streams.inFlight().began();
        return part;
    }

    /**
     * Every request has been handed over: from now on the client may be told that it takes time.
     */
    void begin() {
        lane.run(() -> {
            if (!open.isEmpty() && accept.events() && kind != Kind.INITIALIZE) {
                set(streams.settings().patience(), this::stream);
            }
        });
    }

    // The rest runs on the lane.

    private void set(Duration wait, Runnable task) {
        if (events == null && alarm == null) {
            alarm = streams.timers().after(wait, () -> lane.run(task));
        }
    }

    private void stopAlarm() {
        if (alarm != null) {
            alarm.cancel();
            alarm = null;
        }
    }

    /** The answer as a stream of events, if it is one or can still become one. */
    private @Nullable EventStream stream() {
        if (events == null && accept.events() && connected && !open.isEmpty()) {
            stopAlarm();
            var stream = streams.open(lane, new Fate());
            events = stream;
            stream.connect(reply, 0, headers());
        }
        return events;
    }

    private String[] headers() {
        return kind == Kind.INITIALIZE
                ? new String[] {McpHeaders.SESSION_ID.toString(), streams.session().id()}
                : new String[0];
    }

    private void send(Message message) {
        var stream = stream();
        boolean notification = message instanceof Notification;
        if (stream != null) {
            stream.send(message.payload(), notification);
        } else if (notification) {
            streams.observer().counted(Observer.Count.NOTIFICATION_DROPPED, "no event stream");
        }
    }

    private void answer(Part part, Response response) {
        var stream = accept.json() ? events : stream();
        if (stream != null) {
            stream.send(response.payload(), false);
        } else {
            answers.add(response.payload());
        }
        opened |= response instanceof Result;
        close(part);
    }

    /** One request less to answer; after the last one the answer is complete. */
    private void close(Part part) {
        open.remove(part);
        streams.inFlight().ended();
        if (open.isEmpty()) {
            stopAlarm();
            finish();
            if (kind == Kind.INITIALIZE && !opened) {
                streams.session().close("it could not be opened");
            }
        }
    }

    private void finish() {
        var stream = events;
        if (stream != null) {
            stream.end();
        } else if (answers.isEmpty()) {
            endWithoutAnswer();
        } else if (kind == Kind.BATCH) {
            reply.answer(OK, Json.array(answers.stream().map(Payload::whole).toList()));
        } else {
            reply.answer(OK, answers.getFirst(), opened ? headers() : new String[0]);
        }
    }

    /** A request that was taken back gets no answer, but its POST gets an end. */
    private void endWithoutAnswer() {
        if (accept.events()) {
            reply.events();
            reply.end();
        } else {
            reply.answer(ACCEPTED);
        }
    }

    /** The connection was lost before the client had an event id: it cannot come back. */
    private void cut() {
        connected = false;
        stopAlarm();
        if (kind == Kind.INITIALIZE) {
            streams.session().close("its client gave up while it was opened"); // none knows its id
        }
        set(streams.settings().resumeWindow(), this::lose);
    }

    private void lose() {
        lost = true;
        for (var part : List.copyOf(open)) {
            open.remove(part);
            streams.inFlight().ended();
            part.tell(ReplyStream.Listener::lost);
        }
    }

    /** The fate of the connection while nothing has been sent on it. */
    private final class Undecided implements HttpReply.Fate {

        @Override
        public void pressed(boolean tooMuch) {
            // Nothing has been written.
        }

        @Override
        public void closed() {
            lane.run(PostReply.this::cut);
        }
    }

    /** The fate of the stream of events. */
    private final class Fate implements ReplyStream.Listener {

        @Override
        public void pressed(boolean tooMuch) {
            List.copyOf(open).forEach(part -> part.tell(listener -> listener.pressed(tooMuch)));
        }

        @Override
        public void lost() {
            lose();
        }
    }

    /** The way back for one request. */
    private final class Part implements ReplyStream {

        private volatile @Nullable Listener listener;

        void tell(Consumer<Listener> news) {
            var hearer = listener;
            if (hearer != null) {
                news.accept(hearer);
            }
        }

        private void whileOpen(Runnable task) {
            lane.run(() -> {
                if (open.contains(this)) {
                    task.run();
                }
            });
        }

        @Override
        public void send(Message message) {
            whileOpen(() -> PostReply.this.send(message));
        }

        @Override
        public void end(Response response) {
            whileOpen(() -> answer(this, response));
        }

        @Override
        public void abort() {
            whileOpen(() -> PostReply.this.close(this));
        }

        @Override
        public void pause() {
            whileOpen(() -> {
                var stream = streams.hasPriming() ? stream() : null;
                if (stream != null) {
                    stream.pause();
                }
            });
        }

        @Override
        public boolean canAsk() {
            return accept.events() && !lost && (connected || events != null);
        }

        @Override
        public boolean isLive() {
            var stream = events;
            return stream == null ? connected : stream.isLive();
        }

        @Override
        public void listen(Listener hearer) {
            listener = hearer;
            if (lost) {
                hearer.lost();
            }
        }
    }
}
