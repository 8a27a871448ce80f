package io.tieline.gateway;

import io.tieline.session.Question;
import io.tieline.session.client.ClientSession;
import io.tieline.wire.Notification;
import io.tieline.wire.RpcError;

/**
 * Hears what a backend says to one client session outside any of its requests. Called on the
 * session's strand, but for {@link #ask}.
 */
public interface Audience {

    /** A notification that belongs to no request. */
    void tell(Notification notification);

    /** A question of which only the client is certain; it must be settled. From any thread. */
    void ask(Question question);

    /** A session of the backend has ended by itself: by now it may list something else. */
    default void lost() {}

    /**
     * The backend's state is lost.
     *
     * @param why what requests in flight would be answered with
     */
    void expire(RpcError why);

    /** The client itself hears everything: it knows of no other backend. */
    static Audience of(ClientSession client) {
        return new Audience() {
            @Override
            public void tell(Notification notification) {
                client.tell(notification);
            }

            @Override
            public void ask(Question question) {
                client.ask(question);
            }

            @Override
            public void expire(RpcError why) {
                client.expire(why);
            }
        };
    }
}
