package io.tieline.testkit.peers;

import io.tieline.session.Caller;
import io.tieline.session.client.ClientSession;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.Revision;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A client that sends what a test says, and keeps every message that it is sent, each with the
 * request on whose stream it came. Of either era: a question is a {@link RecordedQuestion} in both.
 *
 * <p>A client that was given answers answers at once; any other leaves its questions to the test.
 * Safe for use by several threads. Closing it ends its session; closing twice is silent.
 */
public final class RecordedClient implements AutoCloseable {

    /** What a client can be asked, unless it is said otherwise: everything. */
    private static final Json EVERYTHING =
            Json.of(
                    """
                    {"elicitation":{"form":{},"url":{}},"sampling":{"tools":{},"context":{}},"roots":{"listChanged":true}}\
                    """);

    /** Says what a client is like, and connects it. Not safe for use by several threads. */
    public static final class Builder {

        private final LocalListener listener;
        private Revision revision = Revision.LATEST_HANDSHAKE;
        private Json capabilities = EVERYTHING;
        private Caller caller = Caller.LOCAL;
        private Function<RecordedQuestion, @Nullable Json> answers = question -> null;

        Builder(LocalListener listener) {
            this.listener = listener;
        }

        /** It speaks this revision; {@link Revision#STATELESS} needs no handshake. */
        public Builder revision(Revision other) {
            revision = other;
            return this;
        }

        /** It declares these capabilities. */
        public Builder capabilities(Json other) {
            capabilities = other;
            return this;
        }

        /** It is this caller: a principal, headers, a cookie. */
        public Builder caller(Caller other) {
            caller = other;
            return this;
        }

        /**
         * It answers each question at once.
         *
         * @param other gives the result; null leaves the question to the test
         */
        public Builder answering(Function<RecordedQuestion, @Nullable Json> other) {
            answers = other;
            return this;
        }

        /**
         * Connects it; a client of the handshake era initializes.
         *
         * @throws io.tieline.wire.McpException if no session can be opened
         */
        public RecordedClient connect() {
            return new RecordedClient(this).greeted();
        }
    }

    private final LocalListener listener;
    private final Revision revision;
    private final Json capabilities;
    private final Caller caller;
    private final Function<RecordedQuestion, @Nullable Json> answers;
    private final @Nullable ClientSession session;
    private final AtomicLong ids = new AtomicLong();
    private final RecordedReply general;
    private final RecordedReply greeting;

    private RecordedClient(Builder builder) {
        listener = builder.listener;
        revision = builder.revision;
        capabilities = builder.capabilities;
        caller = builder.caller;
        answers = builder.answers;
        session = revision.isStateless() ? null : listener.sessions().open(caller);
        general = reply(Request.of(Id.of("general"), "the general stream", null));
        greeting =
                reply(
                        Request.of(
                                Id.of(0),
                                Method.INITIALIZE,
                                Offers.initialize(revision, capabilities)));
    }

    private RecordedReply reply(Request request) {
        return new RecordedReply(request, this::deliveryOf, answers);
    }

    private Delivery deliveryOf(RecordedReply reply) {
        return session == null
                ? new StatelessDelivery(listener.stateless(), caller, reply)
                : new SessionDelivery(session, caller, reply);
    }

    private RecordedClient greeted() {
        if (session != null) {
            session.attach(general.stream());
            greeting.sent();
            tell(Method.INITIALIZED, Json.EMPTY_OBJECT);
        }
        return this;
    }

    // What it sends.

    /** Calls a tool without arguments. */
    public RecordedReply call(String tool) {
        return call(tool, Json.EMPTY_OBJECT);
    }

    /** Calls a tool. */
    public RecordedReply call(String tool, Json arguments) {
        return request(Method.TOOLS_CALL, Json.object("name", tool, "arguments", arguments));
    }

    /**
     * Sends a request. In the stateless era the parameters get the client's envelope in their
     * {@code _meta}, beside what is there.
     */
    public RecordedReply request(String method, Json params) {
        var whole = session == null ? Offers.enveloped(params, capabilities) : params;
        return reply(Request.of(Id.of(ids.incrementAndGet()), method, whole)).sent();
    }

    /**
     * Sends a notification.
     *
     * @throws IllegalStateException if it has no session: in the stateless era a client tells
     *     nothing
     */
    public void tell(String method, Json params) {
        if (session == null) {
            throw new IllegalStateException("A client of " + revision.text() + " has no session");
        }
        session.receive(Notification.of(method, params), caller, general.stream());
    }

    // What it was sent.

    /** The answer to its {@code initialize}. */
    public RecordedReply greeting() {
        return greeting;
    }

    /** What came outside the streams of its requests, by its general stream (GET, stdout). */
    public RecordedReply general() {
        return general;
    }

    /** The notifications that came outside the streams of its requests. */
    public List<Notification> notifications() {
        return general.notifications();
    }

    /** Whether its session is open; a client of the stateless era has none. */
    public boolean isOpen() {
        return session != null && session.isOpen();
    }

    @Override
    public void close() {
        if (session != null) {
            session.close();
        }
    }
}
