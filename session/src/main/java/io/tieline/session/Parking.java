package io.tieline.session;

import io.tieline.wire.Request;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
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

    private final Map<Long, Rounds> parked = new ConcurrentHashMap<>();
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

    /** Takes an exchange in; its number, or null if its principal has too many here. */
    @Nullable Long enter(Rounds rounds, Caller caller) {
        int count = perPrincipal.merge(caller.principal(), 1, Integer::sum);
        if (count > most) {
            leave(caller);
            return null;
        }
        long number = minted.incrementAndGet();
        parked.put(number, rounds);
        return number;
    }

    /** The exchange is over, or has come back for good. */
    void leave(long number, Caller caller) {
        if (parked.remove(number) != null) {
            leave(caller);
        }
    }

    private void leave(Caller caller) {
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
