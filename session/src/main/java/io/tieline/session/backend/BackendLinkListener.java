package io.tieline.session.backend;

import io.tieline.session.Strand;
import io.tieline.wire.Id;
import io.tieline.wire.MalformedException;
import io.tieline.wire.Message;
import java.util.Set;

/**
 * Brings what a link says outside any request's own stream to the strand of its session. From any
 * thread.
 */
final class BackendLinkListener implements Link.Listener {

    private final BackendLife life;
    private final Strand strand;
    private final BackendInbox inbox;
    private final Dialect spoken;

    /** The listener of a link on which this dialect is spoken. */
    BackendLinkListener(BackendLife life, Dialect spoken) {
        this.life = life;
        this.strand = life.context().strand();
        this.inbox = life.calls().inbox();
        this.spoken = spoken;
    }

    @Override
    public void received(Message message) {
        strand.run(() -> inbox.receive(message, null));
    }

    @Override
    public void heard() {
        strand.run(inbox::takeSignOfLife);
    }

    @Override
    public void unreadable(MalformedException why) {
        strand.run(() -> inbox.takeUnreadable(why));
    }

    @Override
    public void closed(LinkFailure failure, Set<Id> neverLeft) {
        strand.run(() -> life.linkEnded(spoken, failure, neverLeft));
    }
}
