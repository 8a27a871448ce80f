package io.tieline.session;

import io.tieline.wire.Request;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
final class Parking {

    private static final String PURPOSE = "parked";
    private static final int STATE_BYTES = 3 * Long.BYTES;

    /** What a state that was opened says. */
    record Ticket(Rounds rounds, long round) {}

    private final ConcurrentNavigableMap<Long, Rounds> parked = new ConcurrentSkipListMap<>();
    private final Map<String, Integer> perPrincipal = new ConcurrentHashMap<>();
    private final AtomicLong minted = new AtomicLong();
    private final Environment environment;
    private final Seal seal;
    private final int most;

    /**
     * An empty place.
     *
     * @param most how many exchanges of one principal may be away at once
     */
    Parking(Environment environment, int most) {
        this.environment = environment;
        this.seal = new Seal(environment.random());
        this.most = most;
    }

    /**
     * Takes an exchange in. If its principal has too many here, the one that has waited longest
     * gives way: clients that never come back are normal, and must not keep others from asking.
     *
     * @return the number by which it is found
     */
    long enter(Rounds rounds, Caller caller) {
        long number = minted.incrementAndGet();
        parked.put(number, rounds);
        if (perPrincipal.merge(caller.principal(), 1, Integer::sum) > most) {
            oldest(caller).ifPresent(Rounds::giveWay);
        }
        return number;
    }

    private Optional<Rounds> oldest(Caller caller) {
        return parked.values().stream()
                .filter(rounds -> rounds.exchange().caller().principal().equals(caller.principal()))
                .findFirst();
    }

    /** The exchange is over, or has come back for good. */
    void leave(long number, Caller caller) {
        if (parked.remove(number) == null) {
            return;
        }
        perPrincipal.computeIfPresent(
                caller.principal(), (_, count) -> count == 1 ? null : count - 1);
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
        var rounds = parked.get(read.getLong());
        long round = read.getLong();
        boolean expired = environment.timers().nanoTime() - read.getLong() > 0;
        return rounds == null || expired ? null : new Ticket(rounds, round);
    }

    /** Everybody who is away. */
    List<Rounds> all() {
        return List.copyOf(parked.values());
    }
}
