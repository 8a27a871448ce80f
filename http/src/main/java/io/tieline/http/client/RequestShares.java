package io.tieline.http.client;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How many requests may be in flight to one backend at a time, and whose. The first of each client
 * always have a place, so that nobody waits for what others hold; further ones of a client have a
 * place as long as it has fewer than are left (a dynamic threshold): alone it has half of all
 * places, and two that want all have a third each. Those beyond it wait, and clients take turns at
 * the places that become free. Confined to the event loop.
 *
 * @param <T> what waits
 */
final class RequestShares<T> {

    private static final class Share<T> {

        private final Deque<T> waiting = new ArrayDeque<>(0);
        private int inFlight;

        private boolean isIdle() {
            return inFlight == 0 && waiting.isEmpty();
        }
    }

    /** So many clients are remembered. */
    private static final int REMEMBERED = 256;

    private final int places;
    private final int waitingPlaces;
    private final int least;
    private final Map<Object, Share<T>> shares = new HashMap<>();

    /** Those with requests that wait, in the order of their turns. */
    private final Set<Share<T>> inLine = new LinkedHashSet<>(0);

    private int inFlight;
    private int waiting;

    /**
     * Nothing is in flight yet.
     *
     * @param requests how many one client may have in flight when it is alone
     * @param behind how many more of it may wait then
     * @param least how many each client may have at any time
     */
    RequestShares(int requests, int behind, int least) {
        this.places = 2 * requests;
        this.waitingPlaces = 2 * behind;
        this.least = least;
    }

    /** Gives a request of this client a place; false if it has as many as it may have. */
    boolean admits(Object client) {
        var share = shares.computeIfAbsent(client, _ -> new Share<>());
        boolean admits = share.waiting.isEmpty() && hasRoom(share);
        if (admits) {
            take(share);
        }
        return admits;
    }

    private boolean hasRoom(Share<T> share) {
        return share.inFlight < least || share.inFlight < places - inFlight;
    }

    private void take(Share<T> share) {
        share.inFlight++;
        inFlight++;
    }

    /** Has a request wait that was not admitted; false if too many do. */
    boolean waits(Object client, T request) {
        var share = shares.computeIfAbsent(client, _ -> new Share<>());
        boolean waits = share.waiting.size() < waitingPlaces - waiting;
        if (waits) {
            share.waiting.addLast(request);
            waiting++;
            inLine.add(share);
        }
        return waits;
    }

    /** How many requests of this client are in flight. */
    int inFlight(Object client) {
        var share = shares.get(client);
        return share == null ? 0 : share.inFlight;
    }

    /** How many clients it knows of. */
    int clients() {
        return shares.size();
    }

    /** The request does not wait any more. */
    void withdraw(Object client, T request) {
        var share = shares.get(client);
        if (share != null && share.waiting.remove(request)) {
            waited(share);
            forget(share);
        }
    }

    /** An admitted request of this client is over; {@link #next} may give its place away. */
    void over(Object client) {
        var share = shares.get(client);
        if (share != null) {
            share.inFlight--;
            inFlight--;
            forget(share);
        }
    }

    /** Gives a place to one that waits; null if none may have one. */
    @Nullable T next() {
        if (waiting == 0) {
            return null; // as nearly always
        }
        for (var share : inLine) {
            if (hasRoom(share)) {
                var request = share.waiting.removeFirst();
                take(share);
                waited(share);
                return request;
            }
        }
        return null;
    }

    /** One of its requests has left the line, and the next one is behind those of the others. */
    private void waited(Share<T> share) {
        waiting--;
        inLine.remove(share);
        if (!share.waiting.isEmpty()) {
            inLine.add(share);
        }
    }

    /** Most clients come again, so some are remembered that have nothing in flight. */
    private void forget(Share<T> share) {
        if (share.isIdle() && shares.size() > REMEMBERED) {
            shares.values().removeIf(Share::isIdle);
        }
    }
}
