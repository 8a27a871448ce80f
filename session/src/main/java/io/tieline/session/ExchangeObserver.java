package io.tieline.session;

import io.tieline.wire.Json;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import io.tieline.wire.RpcError;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Hears what happens to one request of a client, from {@link Observer#began} to {@link #finished}.
 * It lives in a final field of its exchange: nobody looks up to whom an event belongs, and each
 * event names the call that caused it.
 *
 * <p>Called on the client's strand, one at a time and in the order in which things happen, but for
 * {@link #along}; nothing comes after {@link #finished}, which comes once. What is under way by
 * then, a call or a question, has ended with it. Must not block and must not throw; what it throws
 * is reported, and changes nothing.
 *
 * <p>A message may be a part of a larger array: one who keeps some of it for long keeps a
 * {@linkplain io.tieline.wire.Json#detached detached} copy.
 */
public interface ExchangeObserver {

    /** Hears nothing, and costs nothing. */
    ExchangeObserver NONE = new ExchangeObserver() {};

    /**
     * Says whether it hears of all that happens. One that does not is told {@link #finished} alone.
     * Asked once, as the exchange begins.
     */
    default boolean isDetailed() {
        return true;
    }

    /**
     * Says what goes along with a call: members of its {@code _meta}, by which what the server does
     * is seen to belong to it ({@code traceparent}). They replace what the client has written under
     * their names. Asked once, before the call is {@linkplain #routed routed}; unlike all else on
     * any thread, at the same time as anything.
     */
    default Map<String, Json> along(ServerCall call) {
        return Map.of();
    }

    /**
     * The request goes to a server, as this call. A request that is made of several servers has
     * several calls; one that is answered from what is known has none.
     */
    default void routed(ServerCall call) {}

    /**
     * The call leaves for its server.
     *
     * @param sent the request with the id under which it leaves; one that is made in several
     *     attempts (2026-07-28, "Multi Round-Trip Requests") leaves with another id each time
     */
    default void left(ServerCall call, Request sent) {}

    /**
     * A question is brought to the client.
     *
     * @param question the question as its client is asked it; the same object in what is said of it
     *     later
     * @param origin the call in whose middle the server has asked; null if it is certain that this
     *     exchange is meant, but no call has brought it: a server in this process, or a session
     *     that serves this exchange alone
     */
    default void asked(Question question, @Nullable ServerCall origin) {}

    /** The question is answered: by the client, or for it with an error or a cancellation. */
    default void answered(Question question, Response answer) {}

    /** The server does not want an answer any longer. */
    default void withdrawn(Question question) {}

    /** The client is told this, in the words in which it is told. */
    default void told(Notification notification) {}

    /**
     * The client is given its questions as the result of its request, and is to come back with the
     * answers (2026-07-28, "Multi Round-Trip Requests").
     *
     * @param round the number of this round, from 1
     */
    default void parked(long round) {}

    /**
     * The client is back.
     *
     * @param round the round in which it was {@linkplain #parked parked}
     * @param retry the attempt by which it came, with an id and metadata of its own
     */
    default void resumed(long round, Request retry) {}

    /**
     * The server has answered the call for good.
     *
     * @param took the time since it has left
     */
    default void returned(ServerCall call, Response response, Duration took) {}

    /** The call will not be answered; the error says why. */
    default void failed(ServerCall call, RpcError error) {}

    /** The request has had its one outcome. */
    default void finished(Ending ending) {}

    /** One call of a server on behalf of an exchange. The same object stands for the same call. */
    final class ServerCall {

        private final String server;
        private final Request request;

        /** A call that has not left. */
        public ServerCall(String server, Request request) {
            this.server = server;
            this.request = request;
        }

        /** The server's name. */
        public String server() {
            return server;
        }

        /**
         * The request in the server's words, before it has an id and before anything went
         * {@linkplain #along along}.
         */
        public Request request() {
            return request;
        }
    }
}
