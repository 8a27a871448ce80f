package io.tieline.session.backend;

import io.tieline.wire.Json;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How one era is spoken with a backend: everything in which a {@link BackendSession} of the
 * handshake era differs from one of the stateless era. On the session's strand.
 */
sealed interface Dialect permits HandshakeDialect, StatelessDialect {

    /** Begins the conversation: {@code initialize}, or {@code server/discover}. */
    void greet();

    /** The conversation has begun. */
    void opened();

    /** Sees to it that changes are heard of; told when they are. */
    void listen(Runnable established);

    /** The same of these resources; where each is subscribed to by a request, nothing happens. */
    void watch(Set<String> uris, Runnable established);

    /**
     * Says whether a call may overlap any other, because nothing that it causes can be mistaken.
     */
    boolean isExact();

    /** The cheapest request that every backend of this era answers. */
    Request lifeSign();

    /** Answers a call that this era has no request for; false if the backend must. */
    boolean serves(Call call);

    /** The latest attempt of a call as this era writes it, still under its client's id. */
    Request outgoing(Call call);

    /** An answer has come; what ends the call, or null if the call goes on. */
    @Nullable Response answered(Call call, Response response);

    /** Tells the backend that nobody waits for this call any longer. */
    void takeBack(Call call, @Nullable Json reason);

    /** The backend asks. */
    void asked(Request question, @Nullable Call via);

    /** The backend tells. */
    void told(Notification notification, @Nullable Call via);

    /** Our side tells. */
    void tell(Notification notification);

    /** Says whether a question is open that could belong to any call. */
    boolean awaitsClient();

    /** The session has ended. */
    void over();
}
