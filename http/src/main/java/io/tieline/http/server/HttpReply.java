package io.tieline.http.server;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.tieline.session.Identity;
import io.tieline.session.Timers;
import io.tieline.session.client.Presence;
import io.tieline.wire.Payload;
import io.tieline.wire.SseWriter;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The answer to one HTTP request: one whole body, or a stream of events until its end. The methods
 * may be called from any thread, one at a time; what comes after the end of the answer or of the
 * connection is dropped.
 */
final class HttpReply {

    /** Hears what becomes of the answer; on the connection's loop. */
    interface Fate {

        /** More is waiting for the client than it reads, or no longer. */
        void pressed(boolean tooMuch);

        /** The client is gone. Said at most once. */
        void closed();

        /** The client has sent its next request, so it has received the whole answer. */
        default void received() {}
    }

    private enum State {
        NOTHING_SENT,
        EVENTS,
        COMPLETE,
        GONE
    }

    private static final int OK = 200;
    private static final int NO_CONTENT = 204;
    private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(US_ASCII);
    private static final byte[] KEEP_ALIVE = SseWriter.comment("keep-alive");
    private static final Fate NOBODY =
            new Fate() {
                @Override
                public void pressed(boolean tooMuch) {}

                @Override
                public void closed() {}
            };

    private final FrontConnection connection;
    private final LoopExecutor lane;
    private final ListenerContext front;
    private final boolean http10;
    private final boolean head;
    private final @Nullable String page;
    private final Duration good;

    // On the connection's loop.
    private State state = State.NOTHING_SENT;
    private boolean keepAlive;
    private Fate fate = NOBODY;
    private long lastWrite;
    private Timers.@Nullable Alarm silence;
    private Timers.@Nullable Alarm expiry;

    /**
     * @param good how long it is known who has sent the request; a stream ends then
     */
    HttpReply(
            FrontConnection connection,
            LoopExecutor lane,
            ListenerContext front,
            HttpRequest request,
            Duration good) {
        this.good = good;
        this.connection = connection;
        this.lane = lane;
        this.front = front;
        this.http10 = request.protocolVersion().equals(HttpVersion.HTTP_1_0);
        this.head = request.method().equals(HttpMethod.HEAD);
        this.page = front.pages().asking(request.headers());
        this.keepAlive = request.decoderResult().isSuccess() && HttpUtil.isKeepAlive(request);
    }

    /** The loop of the connection, for others who want to be where the answer is written. */
    LoopExecutor newLane() {
        return connection.newLane();
    }

    /** Whether the client of the connection is still there, for the sessions that it uses. */
    Presence presence() {
        return connection.presence();
    }

    /** Names the one who hears about the connection from now on. */
    void listen(Fate listener) {
        lane.run(() -> {
            if (state == State.GONE) {
                listener.closed();
            } else {
                fate = listener;
            }
        });
    }

    /** Answers with a status alone. */
    void answer(int status, String... headers) {
        answer(status, null, headers);
    }

    /** Answers with a JSON body, or none; the headers are names and values in turn. */
    void answer(int status, @Nullable Payload body, String... headers) {
        lane.run(() -> write(status, body, headers));
    }

    /** Answers a person with a sentence. */
    void say(String sentence) {
        lane.run(() -> writeText((sentence + "\n").getBytes(US_ASCII)));
    }

    /** Begins a stream of events; the headers are names and values in turn. */
    void events(String... headers) {
        lane.run(() -> begin(headers));
    }

    /** Sends an event, or several, as they are. */
    void event(byte[] event) {
        lane.run(() -> write(event));
    }

    /** Ends the stream of events. */
    void end() {
        lane.run(() -> {
            if (state == State.EVENTS) {
                if (!http10) {
                    connection.write(LAST_CHUNK);
                }
                complete();
            }
        });
    }

    // The rest runs on the connection's loop.

    /** Refuses a request whose rest will not be read. */
    void refuse(Refusal refusal) {
        keepAlive = false;
        refusal.send(this);
    }

    void pressed(boolean tooMuch) {
        if (state == State.EVENTS) {
            fate.pressed(tooMuch);
        }
    }

    void gone() {
        if (state != State.COMPLETE && state != State.GONE) {
            state = State.GONE;
            quiet();
            fate.closed();
        }
    }

    void received() {
        fate.received();
    }

    private void write(int status, @Nullable Payload body, String... headers) {
        if (state != State.NOTHING_SENT) {
            return;
        }
        var response = new ReplyHead(status);
        if (body != null) {
            response.header("content-type", "application/json").header("cache-control", "no-store");
        }
        var content = head ? null : body;
        if (status != NO_CONTENT) {
            response.header("content-length", content == null ? 0 : content.length());
        }
        writeHead(response, headers);
        if (content != null) {
            connection.write(content);
        }
        fate = NOBODY; // an idle connection keeps no answer
        complete();
    }

    private void writeText(byte[] text) {
        if (state != State.NOTHING_SENT) {
            return;
        }
        writeHead(
                new ReplyHead(OK)
                        .header("content-type", "text/plain")
                        .header("cache-control", "no-store")
                        .header("content-length", head ? 0 : text.length));
        if (!head) {
            connection.write(text);
        }
        fate = NOBODY;
        complete();
    }

    private void begin(String... headers) {
        if (state != State.NOTHING_SENT) {
            return;
        }
        state = State.EVENTS;
        var response =
                new ReplyHead(OK)
                        .header("content-type", "text/event-stream")
                        .header("cache-control", "no-cache, no-transform")
                        .header("x-accel-buffering", "no");
        if (http10) {
            keepAlive = false; // there, only the end of the connection ends a stream
        } else {
            response.header("transfer-encoding", "chunked");
        }
        writeHead(response, headers);
        lastWrite = front.timers().nanoTime();
        watchSilence(front.settings().streams().keepAlive());
        if (!good.equals(Identity.Known.ALWAYS)) {
            var left = good.isNegative() ? Duration.ZERO : good;
            expiry = front.timers().after(left, () -> lane.run(this::expire));
        }
    }

    /** It is not known any more whose stream this is: whoever renews its token resumes it. */
    private void expire() {
        if (state != State.EVENTS) {
            return;
        }
        if (!http10) {
            connection.write(LAST_CHUNK);
        }
        keepAlive = false;
        var last = fate;
        fate = NOBODY;
        complete();
        last.closed();
    }

    private void writeHead(ReplyHead response, String... headers) {
        for (int i = 0; i < headers.length; i += 2) {
            response.header(headers[i], headers[i + 1]);
        }
        if (page != null) {
            front.pages().admit(page, response);
        }
        keepAlive = keepAlive && !front.isClosing();
        if (!keepAlive) {
            response.header("connection", "close");
        } else if (http10) {
            response.header("connection", "keep-alive");
        }
        connection.write(response.bytes());
    }

    private void write(byte[] event) {
        if (state != State.EVENTS) {
            return;
        }
        if (connection.unsent() > front.settings().limits().unsentBytes()) {
            connection.close();
            return;
        }
        lastWrite = front.timers().nanoTime();
        if (http10) {
            connection.write(event);
        } else {
            connection.writeChunk(event);
        }
    }

    private void watchSilence(Duration wait) {
        silence = front.timers().after(wait, () -> lane.run(this::breakSilence));
    }

    private void breakSilence() {
        if (state != State.EVENTS) {
            return;
        }
        var silent = front.timers().nanoTime() - lastWrite;
        var left = front.settings().streams().keepAlive().minusNanos(silent);
        if (left.isPositive()) {
            watchSilence(left);
        } else {
            write(KEEP_ALIVE);
            watchSilence(front.settings().streams().keepAlive());
        }
    }

    private void quiet() {
        if (silence != null) {
            silence.cancel();
        }
        if (expiry != null) {
            expiry.cancel();
        }
    }

    private void complete() {
        state = State.COMPLETE;
        quiet();
        connection.answered(keepAlive && !front.isClosing());
    }
}
