package io.tieline.http.client;

import io.tieline.session.Account;
import io.tieline.session.backend.Link;
import io.tieline.session.backend.LinkFailure;
import io.tieline.wire.Id;
import io.tieline.wire.MalformedException;
import io.tieline.wire.Message;
import java.util.Set;

/**
 * Stands before the listener of a link, and closes the link's account when the link is over: when
 * its listener hears of its end, or by {@link #leave}. On the link's event loop.
 */
final class LinkEnd implements Link.Listener {

    private final Link.Listener listener;
    private final Account account;
    private boolean over;

    LinkEnd(Link.Listener listener, Account account) {
        this.listener = listener;
        this.account = account;
    }

    @Override
    public void received(Message message) {
        listener.received(message);
    }

    @Override
    public void heard() {
        listener.heard();
    }

    @Override
    public void unreadable(MalformedException why) {
        listener.unreadable(why);
    }

    @Override
    public void closed(LinkFailure failure, Set<Id> neverLeft) {
        if (leave()) {
            listener.closed(failure, neverLeft);
        }
    }

    /** Nobody listens any longer; whether somebody did. */
    boolean leave() {
        boolean first = !over;
        over = true;
        account.close();
        return first;
    }
}
