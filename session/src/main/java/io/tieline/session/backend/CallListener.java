package io.tieline.session.backend;

import io.tieline.session.Question;
import io.tieline.session.Strand;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import io.tieline.wire.RpcError;
import java.time.Duration;

/**
 * Hears everything that a backend says because of one {@link Call}. One listener serves one call;
 * whatever it needs to pass a message on is in its own final fields.
 *
 * <p>Called on the backend session's {@link Strand}, one at a time and in the order of arrival.
 * Nothing comes after {@link #answered} or {@link #failed}, exactly one of which comes unless the
 * call is cancelled.
 */
public interface CallListener {

    /**
     * The call leaves; said for each attempt, of which a call before a backend of the stateless era
     * may have several.
     *
     * @param sent the request with the id under which it leaves
     */
    default void left(Request sent) {}

    /** The backend's answer, result or error, untouched but for its id, which is the call's. */
    void answered(Response response);

    /**
     * The same for one who wants to know what the backend has taken.
     *
     * @param took the time from the request's leaving to its answer; zero if it has not left
     */
    default void answered(Response response, Duration took) {
        answered(response);
    }

    /**
     * Progress (with the caller's own token), a log message, or another notification that belongs
     * to this call.
     */
    void notified(Notification notification);

    /** The backend asks something and waits for the answer. */
    void asked(Question question);

    /**
     * There will be no answer; the error has one of the gateway's own codes and says whether the
     * request ran.
     */
    void failed(RpcError error);

    /**
     * The backend has hung up on this call's stream and will be asked again later (2025-11-25,
     * "Polling").
     */
    default void paused() {}
}
