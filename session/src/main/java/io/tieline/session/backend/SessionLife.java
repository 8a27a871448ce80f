package io.tieline.session.backend;

import io.tieline.wire.Json;
import io.tieline.wire.Revision;
import org.jspecify.annotations.Nullable;

/**
 * The life of one backend session, as its parts see it: they begin to speak, find that the backend
 * has answered, or that the session cannot go on. On the session's strand.
 */
interface SessionLife {

    boolean isOpening();

    boolean isOpen();

    boolean isOver();

    /** Says whether the session is open with a backend of the stateless era. */
    boolean isStateless();

    /** The self-description of a backend of the stateless era; an empty object of any other. */
    Json discovered();

    /** Connects, and sends {@code initialize}. */
    void beginHandshake();

    /**
     * Connects to a backend of the stateless era.
     *
     * @param discovered what it said of itself a while ago; null if it is to be asked
     */
    void beginStateless(@Nullable Json discovered);

    /** Opens the session: the backend has agreed to this revision in its {@code initialize}. */
    void open(Revision revision, Json initializeResult);

    /**
     * Opens the session: the backend needs no handshake.
     *
     * @param discovered what it says of itself
     * @param asHandshake the same as an {@code initialize} result
     */
    void openStateless(Json discovered, Json asHandshake);

    /** Notes that the backend has answered a request; it counts once the session is open. */
    void markServed();

    /** Why the session is over, once it is. */
    LinkFailure whyOver();

    /** Ends the session whose place was given away; nothing happens if it is over. */
    void makeWay();

    /** Ends the session, because the backend refuses to begin or breaks the rules. */
    void breakOff(String why);

    /** Ends the session. */
    void end(LinkFailure failure);

    /**
     * Ends the session, which the backend does not know any longer.
     *
     * @param beforeItIsTold runs when the session is over and its listener has not heard of it
     */
    void lose(LinkFailure failure, Runnable beforeItIsTold);
}
