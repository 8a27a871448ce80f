package io.tieline.gateway;

import io.tieline.session.BackendSession;
import io.tieline.session.LinkFailure;
import io.tieline.wire.Json;
import io.tieline.wire.Notification;

/**
 * One of those that a {@link SharedSession} serves: a client session, or one request of a client
 * that has none. Called on the shared session's strand.
 */
sealed interface Member permits SharedBinding, StatelessMember {

    /** The backend session is open, as far as this member waited for that. */
    void opened(BackendSession session, Json initializeResult);

    /** The backend session that this member waited for could not be opened. */
    void away(LinkFailure failure);

    /** The backend session has ended by itself. */
    void lost(BackendSession session, LinkFailure failure);

    /** Something that concerns every member, or what this one watches. */
    void tell(Notification notification);
}
