package io.tieline.session.client;

import io.tieline.session.Strand;
import io.tieline.wire.Message;
import io.tieline.wire.Response;
import java.util.function.Consumer;

/**
 * The way back to a client: for one request (the response stream of its POST), or for a whole
 * session (a GET stream, a child's stdout). A transport implements it; an {@link Exchange} or a
 * {@link ClientSession} writes to it.
 *
 * <p>No method blocks or throws: a stream that cannot deliver says so through {@link
 * Listener#lost}. Messages leave in the order in which they were given. The methods may be called
 * from any thread, one at a time (the core calls them from the session's {@link Strand}).
 *
 * <p>A resumable stream (Streamable HTTP, revisions 2025-03-26 to 2025-11-25, "Resumability and
 * Redelivery") outlives its connection: it keeps what is written while nobody is connected, and is
 * {@code lost} only when its resume window has passed.
 */
public interface ReplyStream {

    /**
     * Sends a notification or a question. A stream that cannot carry them drops them; see {@link
     * #canAsk}.
     */
    void send(Message message);

    /**
     * Sends the last message of the exchange. On a stream shared by a whole session the stream
     * stays open.
     */
    void end(Response response);

    /**
     * Ends the exchange's stream without an answer, so that the client can see it: a cancelled
     * request gets none.
     */
    void abort();

    /**
     * Ends the connection but not the stream: the client comes back for the rest (2025-11-25,
     * "Polling"). Where that is not possible nothing happens.
     */
    default void pause() {}

    /**
     * Says whether notifications and questions can travel here; false where the client takes a
     * single JSON answer.
     */
    boolean canAsk();

    /** Says whether a client is connected to this stream right now, as far as is known. */
    boolean isLive();

    /**
     * Names the one who hears about the fate of this stream. Called once, before anything is sent.
     * A stream that is already lost says so at once.
     */
    void listen(Listener listener);

    /** Hears about the fate of a stream. May be called from any thread. */
    interface Listener {

        /**
         * The client reads too slowly ({@code true}: send less), or has caught up ({@code false}).
         */
        void pressed(boolean tooMuch);

        /**
         * Nothing written here will ever be read. Said at most once; not said after a normal end.
         */
        void lost();

        /** A listener that is these two. */
        static Listener of(Consumer<Boolean> pressed, Runnable lost) {
            return new Listener() {
                @Override
                public void pressed(boolean tooMuch) {
                    pressed.accept(tooMuch);
                }

                @Override
                public void lost() {
                    lost.run();
                }
            };
        }
    }
}
