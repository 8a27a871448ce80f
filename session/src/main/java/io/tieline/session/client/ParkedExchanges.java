package io.tieline.session.client;

import io.tieline.session.Caller;
import io.tieline.session.Environment;
import io.tieline.session.Principal;
import io.tieline.session.RequestDigest;
import io.tieline.session.Seal;
import io.tieline.wire.Request;
import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The exchanges of one listener whose clients are away with questions to answer, and the sealed
 * states by which they find back (revision 2026-07-28, "Multi Round-Trip Requests"). A state names
 * the exchange and the round; it opens only for the same principal and the same request, before its
 * time is up, in this process. Safe for use by several threads.
 */
final class ParkedExchanges {

    private static final String PURPOSE = "parked";
    private static final int STATE_BYTES = 3 * Long.BYTES;

    /** The content of a state that was opened. */
    record Ticket(ClientRoundTrips rounds, long round) {}

    /** The place of one that is away, behind those of its principal that left before. */
    record Place(Principal principal, long since) implements Comparable<Place> {

        private static final Comparator<Place> ORDER =
                Comparator.comparing((Place place) -> place.principal().issuer())
                        .thenComparing(place -> place.principal().name())
                        .thenComparingLong(Place::since);

        @Override
        public int compareTo(Place other) {
            return ORDER.compare(this, other);
        }
    }

    private final Map<Long, ClientRoundTrips> known = new ConcurrentHashMap<>();
    private final ConcurrentNavigableMap<Place, ClientRoundTrips> away =
            new ConcurrentSkipListMap<>();
    private final Map<Principal, Integer> perPrincipal = new ConcurrentHashMap<>();
    private final AtomicLong minted = new AtomicLong();
    private final Environment environment;
    private final Seal seal;
    private final int most;

    /**
     * Nobody is away yet.
     *
     * @param most how many exchanges of one principal may be away at once
     */
    ParkedExchanges(Environment environment, int most) {
        this.environment = environment;
        this.seal = new Seal(environment.random());
        this.most = most;
    }

    /** Gives an exchange the number by which it is found from now on. */
    long enter(ClientRoundTrips rounds) {
        long number = minted.incrementAndGet();
        known.put(number, rounds);
        return number;
    }

    /** The exchange is over: nobody finds it any more. */
    void leave(long number) {
        known.remove(number);
    }

    /**
     * The client of an exchange is away. If its principal has too many like this, the one that has
     * waited longest gives way: clients that never come back are normal, and must not keep others
     * from asking. One that is being served again does not count, and cannot give way.
     */
    Place park(ClientRoundTrips rounds, Caller caller) {
        var principal = caller.principal();
        var place = new Place(principal, minted.incrementAndGet());
        away.put(place, rounds);
        if (perPrincipal.merge(principal, 1, Integer::sum) > most) {
            var oldest = away.subMap(new Place(principal, 0), true, place, true).firstEntry();
            if (oldest != null && free(oldest.getKey())) {
                oldest.getValue().giveWay();
            }
        }
        return place;
    }

    /** The client is back, or is not expected any longer; false if its place was taken before. */
    boolean free(Place place) {
        if (away.remove(place) == null) {
            return false;
        }
        perPrincipal.computeIfPresent(
                place.principal(), (_, count) -> count == 1 ? null : count - 1);
        return true;
    }

    /** The state by which this request finds back to its exchange. */
    String state(long number, long round, long expiry, Caller caller, Request request) {
        var content =
                ByteBuffer.allocate(STATE_BYTES).putLong(number).putLong(round).putLong(expiry);
        return seal.close(content.array(), RequestDigest.of(PURPOSE, caller, request));
    }

    /** The exchange that this retry goes on with; null if there is none for it. */
    @Nullable Ticket find(String state, Caller caller, Request retry) {
        var content = seal.open(state, RequestDigest.of(PURPOSE, caller, retry));
        if (content == null || content.length != STATE_BYTES) {
            return null;
        }
        var read = ByteBuffer.wrap(content);
        var rounds = known.get(read.getLong());
        long round = read.getLong();
        boolean expired = environment.timers().nanoTime() - read.getLong() > 0;
        return rounds == null || expired ? null : new Ticket(rounds, round);
    }

    /** Everybody who is away. */
    List<ClientRoundTrips> all() {
        return List.copyOf(away.values());
    }
}
