package io.tieline.session.backend;

import io.tieline.session.Strand;
import io.tieline.wire.Id;
import io.tieline.wire.MalformedException;
import io.tieline.wire.Message;
import io.tieline.wire.Request;
import io.tieline.wire.Revision;
import java.util.Map;
import java.util.Set;

/**
 * One connection to a backend: a child process, a Streamable HTTP session, an HTTP+SSE stream, a
 * service in this process. A transport implements it; a {@link BackendSession} owns it.
 *
 * <p>No method blocks or throws. Messages leave in the order in which they were given. Methods are
 * called one at a time (from the session's {@link Strand}); listeners may be called from any
 * thread, one at a time per link, and never while the link holds a lock.
 */
public interface Link {

    /**
     * Sends a request. What arrives on the request's own response stream is handed to {@code
     * stream}; a link on which every message shares one channel hands all of them to its {@link
     * Listener} instead.
     */
    void request(Request request, Stream stream);

    /** Sends a notification, or the answer to a question. */
    void send(Message message);

    /**
     * Nothing more is wanted of this request: its stream, if it has one, is closed. Silent if it
     * has ended.
     */
    void release(Stream stream);

    /**
     * The reader of this request's stream is too slow, or has caught up. Where streams are shared,
     * nothing happens.
     */
    void press(Stream stream, boolean tooMuch);

    /**
     * The backend has answered {@code initialize} with this revision. From now on a Streamable HTTP
     * link sends the version header; once {@code notifications/initialized}, which is sent next,
     * has been taken, it keeps a GET stream open where the backend offers one.
     */
    void opened(Revision revision);

    /**
     * Something that the peer has said lately beside the protocol, on one line, for the message of
     * a start that does not come to its end; empty if there is nothing. Holds no secret that the
     * transport knows of. May be called from any thread.
     */
    default String lastWords() {
        return "";
    }

    /** Says whether a message that a request causes arrives on that request's own stream. */
    boolean attributes();

    /**
     * Ends the connection in order: DELETE, or end of input and the end of the child. Closing twice
     * is silent.
     */
    void close();

    /**
     * One request's own way back. The object is the attribution: it holds its call in a final
     * field.
     */
    interface Stream {

        /**
         * A message that arrived on this request's stream: a notification, a question, or the
         * answer.
         */
        void received(Message message);

        /**
         * The stream ended without an answer and cannot be resumed, while the link goes on; or the
         * backend said in answer to this request that the session is lost, and the end of the link
         * is said next.
         */
        void failed(LinkFailure failure);

        /**
         * The backend has ended the connection and expects us to come back (2025-11-25, "Polling":
         * an event id was sent, and no answer yet). The link resumes by itself.
         */
        default void paused() {}

        /**
         * Headers that this request carries beyond the link's own (HTTP only); names in lower case.
         */
        Map<String, String> headers();

        /**
         * Whose request it is, where several clients share what there is not enough of. The same
         * text for all requests of one client; empty for one that is nobody's in particular.
         */
        default String client() {
            return "";
        }
    }

    /** Hears what arrives outside any request's own stream, and the end of the link. */
    interface Listener {

        /** A message on the shared channel or on the GET stream. */
        void received(Message message);

        /**
         * The peer has shown in another way than by a message that it lives: by a refusal, or by a
         * line that is no message. Says nothing of any request. May be left out where such a sign
         * is not seen.
         */
        default void heard() {}

        /**
         * An answer on the shared channel that cannot be read. The request that it answers gets no
         * better one.
         *
         * @param why what is wrong with it and where; meant as a response, by its id {@link
         *     MalformedException#answers()} if that could be found
         */
        void unreadable(MalformedException why);

        /**
         * The link is dead, and with it every request that is open on it; their streams are not
         * told one by one. Said at most once, also when the link could never be opened; not after
         * {@link #close}.
         *
         * @param neverLeft the requests, by their ids, of which no byte has left; any other may
         *     have run
         */
        void closed(LinkFailure failure, Set<Id> neverLeft);

        /** The link is dead, and what was given to it may have left. */
        default void closed(LinkFailure failure) {
            closed(failure, Set.of());
        }
    }
}
