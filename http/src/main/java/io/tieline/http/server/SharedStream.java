package io.tieline.http.server;

import io.tieline.session.client.ReplyStream;
import io.tieline.wire.Message;
import io.tieline.wire.Response;
import io.tieline.wire.SseEvent;
import io.tieline.wire.SseWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The one stream of a session of HTTP+SSE (revision 2024-11-05, "Transports"): everything that the
 * client is told travels on it. It cannot be resumed: when its connection is lost, so is the
 * session.
 *
 * <p>Everything happens on the lane; the ways back can be used from any thread.
 */
final class SharedStream {

    private final HttpReply reply;
    private final LoopExecutor lane;
    private final InFlight inFlight;
    private final Runnable onOver;
    private final List<Way> open = new ArrayList<>(2);
    private volatile boolean live = true;

    /**
     * A stream on this connection.
     *
     * @param onOver hears that the stream has ended, from whichever side; may hear it twice
     */
    SharedStream(HttpReply reply, InFlight inFlight, Runnable onOver) {
        this.reply = reply;
        this.lane = reply.newLane();
        this.inFlight = inFlight;
        this.onOver = onOver;
    }

    /** Tells the client where to send its messages, which it is told before anything else. */
    void begin(String uri) {
        reply.listen(new Fate());
        reply.events();
        var data = uri.getBytes(StandardCharsets.UTF_8);
        reply.event(SseWriter.event(new SseEvent(null, "endpoint", data, null)));
    }

    /** The way to the client for what belongs to no request; its end is the end of the stream. */
    ReplyStream sessionWay() {
        return new Way(true);
    }

    /** The way back for one request. */
    ReplyStream requestWay() {
        var way = new Way(false);
        inFlight.began();
        lane.run(() -> open.add(way));
        return way;
    }

    private void over() {
        live = false;
        onOver.run();
    }

    /** What happens to the connection. */
    private final class Fate implements HttpReply.Fate {

        @Override
        public void pressed(boolean tooMuch) {
            lane.run(() -> List.copyOf(open).forEach(way -> way.press(tooMuch)));
        }

        @Override
        public void closed() {
            over();
        }
    }

    /** One of the many who write to this stream. */
    private final class Way implements ReplyStream {

        private final boolean ofSession;
        private volatile @Nullable Listener listener;

        Way(boolean ofSession) {
            this.ofSession = ofSession;
        }

        void press(boolean tooMuch) {
            var hearer = listener;
            if (hearer != null) {
                hearer.pressed(tooMuch);
            }
        }

        @Override
        public void send(Message message) {
            reply.event(SseWriter.event((String) null, message.payload()));
        }

        @Override
        public void end(Response response) {
            send(response);
            lane.run(this::close);
        }

        @Override
        public void abort() {
            if (ofSession) {
                reply.end();
                over();
            } else {
                lane.run(this::close);
            }
        }

        private void close() {
            if (open.remove(this)) {
                inFlight.ended();
            }
        }

        @Override
        public boolean canAsk() {
            return live;
        }

        @Override
        public boolean isLive() {
            return live;
        }

        @Override
        public void listen(Listener hearer) {
            listener = hearer;
            if (!live) {
                hearer.lost();
            }
        }
    }
}
