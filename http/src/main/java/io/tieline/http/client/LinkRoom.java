package io.tieline.http.client;

import io.tieline.session.Account;
import io.tieline.session.Budget;
import io.tieline.wire.Message;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import org.jspecify.annotations.Nullable;

/**
 * The room for the messages of one link that wait to leave, or whose POST is under way and may have
 * to be made again. Confined to the link's event loop.
 *
 * <p>A few small messages always have room, so that nobody's handshake, cancellation or answer is
 * lost since somebody else fills the backend's part. Whatever is beyond that is taken before it is
 * kept, and what could be missed leaves half for what could not.
 */
final class LinkRoom {

    /** So long a message is small, in bytes. */
    private static final int SMALL = 4 * 1024;

    /** So many small ones of a link always have room. */
    private static final int FEW = 64;

    /** What a message costs beside its bytes: its POST, and a connection that it may need. */
    private static final int POST = 2 * 1024;

    /** Of a request that its client's session is charged for already. */
    private static final Place FREE = new Place(null, 0);

    private final Account account;
    private int places;

    LinkRoom(Account account) {
        this.account = account;
    }

    /**
     * Room for a message from now on.
     *
     * @return null if there is none: then it may not be kept
     */
    @Nullable Place place(Message message) {
        int length = message.payload().length();
        boolean small = length <= SMALL;
        if (small && message instanceof Request) {
            return FREE;
        }
        long cost = (long) POST + length;
        if (small && places < FEW) {
            // It is little, and bounded by the number of links.
            var _ = account.charge(Budget.Use.UNREAD, cost);
        } else if (isHalfTaken(message) || !account.take(Budget.Use.UNREAD, cost)) {
            return null;
        }
        places++;
        return new Place(this, cost);
    }

    /** Sends a message that has its place. */
    @FunctionalInterface
    interface Sender {
        void send(Message message, Place place);
    }

    /**
     * Sends what wants no answer. A notification without room is dropped and counted; an answer
     * must not vanish, and the reason, which is small, goes instead of one without room.
     *
     * @return false if there is no room even for the reason: the link has to end
     */
    boolean depart(Message message, RefusedMessages refused, Sender sender) {
        var place = place(message);
        if (place != null) {
            sender.send(message, place);
            return true;
        }
        if (!(message instanceof Response answer)) {
            refused.dropped(message);
            return true;
        }
        var reason = refused.instead(answer);
        var itsPlace = place(reason);
        if (itsPlace != null) {
            sender.send(reason, itsPlace);
        }
        return itsPlace != null;
    }

    private boolean isHalfTaken(Message message) {
        return message instanceof Notification && account.used() > account.limit() / 2;
    }

    /** What one message takes until it has left or was given up. */
    static final class Place {

        private final @Nullable LinkRoom of;
        private long cost;

        private Place(@Nullable LinkRoom of, long cost) {
            this.of = of;
            this.cost = cost;
        }

        /** The message needs no room any more. Saying it twice is silent. */
        void leave() {
            if (of != null && cost > 0) {
                of.account.give(Budget.Use.UNREAD, cost);
                of.places--;
                cost = 0;
            }
        }
    }
}
