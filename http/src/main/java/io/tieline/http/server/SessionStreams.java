package io.tieline.http.server;

import io.tieline.http.settings.StreamSettings;
import io.tieline.session.Budget;
import io.tieline.session.Environment;
import io.tieline.session.Holding;
import io.tieline.session.Observer;
import io.tieline.session.Timers;
import io.tieline.session.client.ClientSession;
import io.tieline.session.client.ReplyStream;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The event streams of one session that a client can come back to: those of its requests, the
 * standalone one, and for a while those that have ended.
 *
 * <p>The methods may be called from any thread; the tables live on the session's strand.
 */
final class SessionStreams {

    private static final int NAME_BYTES = 12;
    private static final String OF_REQUEST = "r";
    private static final String STANDALONE = "s";

    private final ClientSession session;
    private final StreamSettings settings;
    private final Environment environment;
    private final InFlight inFlight;
    private final AtomicLong kept = new AtomicLong();

    // On the strand.
    private final Map<String, EventStream> streams = new HashMap<>(4);
    private final EndedStreams ended;
    private @Nullable StandaloneStream standalone;

    SessionStreams(
            ClientSession session,
            StreamSettings settings,
            Environment environment,
            InFlight inFlight) {
        this.session = session;
        this.settings = settings;
        this.environment = environment;
        this.inFlight = inFlight;
        this.ended =
                new EndedStreams(
                        session.strand(), environment.timers(), settings, session.account());
    }

    ClientSession session() {
        return session;
    }

    InFlight inFlight() {
        return inFlight;
    }

    StreamSettings settings() {
        return settings;
    }

    Timers timers() {
        return environment.timers();
    }

    Observer observer() {
        return environment.observer();
    }

    /**
     * Whether streams begin with an event that has an id and no data, so that they can be polled.
     */
    boolean hasPriming() {
        return session.revision().hasPrimingEvent();
    }

    /** Makes a stream for the answer to a request. */
    EventStream open(LoopExecutor lane, ReplyStream.Listener listener) {
        return open(OF_REQUEST, lane, listener);
    }

    private EventStream open(String kind, LoopExecutor lane, ReplyStream.Listener listener) {
        var random = new byte[NAME_BYTES];
        environment.random().nextBytes(random);
        var name = kind + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        var stream = new EventStream(name, this, lane, listener);
        session.strand().run(() -> streams.put(name, stream));
        return stream;
    }

    /** Goes on with the stream to which an event belongs, behind that event. */
    void resume(String eventId, HttpReply reply) {
        session.strand().run(() -> find(EventId.of(eventId), reply));
    }

    private void find(EventId event, HttpReply reply) {
        var live = streams.get(event.stream());
        var stream = live == null ? ended.find(event.stream()) : live;
        if (stream != null) {
            stream.lane().run(() -> stream.connect(reply, event.number()));
        } else {
            goOnWithout(event.stream(), reply);
        }
    }

    /** The client came back for a stream at the moment at which it was given up. */
    void missed(String name, HttpReply reply) {
        session.strand()
                .run(() -> {
                    if (standalone != null && standalone.isNamed(name)) {
                        standalone = null;
                    }
                    if (session.isOpen()) {
                        goOnWithout(name, reply);
                    } else {
                        Refusal.noSuchSession().send(reply);
                    }
                });
    }

    private void goOnWithout(String name, HttpReply reply) {
        if (name.startsWith(STANDALONE)) {
            connectStandalone(reply); // what was missed is gone, what comes is not
        } else {
            Refusal.of(400, "Nothing is kept of the stream of this Last-Event-ID; call again")
                    .send(reply);
        }
    }

    /** Opens the stream for what belongs to no request, or goes on with it on this connection. */
    void standalone(HttpReply reply) {
        session.strand().run(() -> connectStandalone(reply));
    }

    private void connectStandalone(HttpReply reply) {
        var stream = standalone;
        if (stream == null) {
            stream = new StandaloneStream(this::gone);
            stream.begin(open(STANDALONE, reply.newLane(), stream));
            standalone = stream;
            session.attach(stream);
        }
        stream.connect(reply);
    }

    private void gone(StandaloneStream stream) {
        session.strand()
                .run(() -> {
                    if (stream.equals(standalone)) {
                        standalone = null;
                    }
                });
    }

    /** So many bytes more, or less, are kept of streams that have not ended. */
    void kept(long bytes) {
        long now = kept.addAndGet(bytes);
        long more = Holding.counted(now) - Holding.counted(now - bytes);
        if (more < 0) {
            session.account().give(Budget.Use.REPLAYED, -more);
        } else if (more > 0) {
            // Whether it fits is asked next, by keepsTooMuch.
            session.account().charge(Budget.Use.REPLAYED, more);
        }
    }

    /** Whether streams should forget what they can do without. */
    boolean keepsTooMuch() {
        return kept.get() > settings.keptSessionBytes() || session.account().isFull();
    }

    /** This stream has ended; a client that has missed the end can have it for a while. */
    void ended(EventStream stream, long bytes) {
        session.strand()
                .run(() -> {
                    streams.remove(stream.name());
                    ended.add(stream, bytes);
                });
    }

    /** This stream has ended, and its client has seen the end. */
    void received(EventStream stream) {
        session.strand().run(() -> ended.remove(stream));
    }

    /** Nothing of this stream can be had any longer. */
    void forgotten(EventStream stream) {
        session.strand().run(() -> streams.remove(stream.name()));
    }

    /** The session is over, and nobody may have anything of it. */
    void close() {
        session.strand().run(ended::close);
    }
}
