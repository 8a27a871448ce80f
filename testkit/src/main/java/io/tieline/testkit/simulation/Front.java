package io.tieline.testkit.simulation;

import io.tieline.session.Caller;
import io.tieline.session.client.Exchange;
import io.tieline.session.client.ReplyStream;
import io.tieline.wire.Message;
import io.tieline.wire.Request;
import org.jspecify.annotations.Nullable;

/** The core as a listener sees it: sessions that take messages and answer on streams. */
public interface Front {

    /**
     * A client begins a conversation.
     *
     * @param renewable whether a client that finds its session closed can begin another one
     */
    Seat open(Caller owner, boolean renewable);

    /** The live session of this name, if it belongs to this caller. */
    @Nullable Seat find(String id, Caller caller);

    /** A request of a client that has no session. */
    Exchange.Cancellation receive(Request request, Caller caller, ReplyStream stream);

    /** One client session. */
    interface Seat {

        /** The session's name on the wire. */
        String id();

        /** A message of the client, with the way on which a request is answered. */
        void receive(Message message, Caller caller, ReplyStream stream);

        /** The client opens its general stream. */
        void attach(ReplyStream stream);

        /** The client ends the session. */
        void close();
    }
}
