package io.tieline.gateway;

import io.tieline.session.Timers;
import io.tieline.session.client.Exchange;
import io.tieline.wire.RpcError;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The states that clients without sessions had by settings which were replaced by others: each is
 * told once, to whoever comes back to it by what it had been found by. Safe for use by several
 * threads.
 */
final class LeftStates {

    /** What is left by more replacements than these is not told. */
    private static final int MOST = 8;

    /** The states of one gateway that was replaced. */
    private record Left(GatewaySettings settings, Set<ScopeKey> keys, long until) {}

    private final Timers timers;
    private final List<Left> all = new CopyOnWriteArrayList<>();

    LeftStates(Timers timers) {
        this.timers = timers;
    }

    /**
     * A gateway with these settings is replaced.
     *
     * @return takes the keys of what clients had there, on any thread
     */
    Set<ScopeKey> add(GatewaySettings settings) {
        Set<ScopeKey> keys = ConcurrentHashMap.newKeySet();
        add(new Left(settings, keys, timers.nanoTime() + Scope.OWED.toNanos()));
        return keys;
    }

    /** What was not told there is told here. */
    void addAll(LeftStates others) {
        others.all.stream().filter(left -> !left.keys().isEmpty()).forEach(this::add);
        others.all.clear();
    }

    private synchronized void add(Left left) {
        all.removeIf(one -> timers.nanoTime() - one.until() > 0);
        all.add(left);
        if (all.size() > MOST) {
            all.removeFirst();
        }
    }

    /** The error by which this client is told that its state is lost; null if it has none here. */
    @Nullable RpcError due(Exchange exchange, String backend) {
        if (all.isEmpty()) {
            return null;
        }
        for (var left : all) {
            var key = ScopeKey.of(left.settings(), exchange.client(), exchange.caller());
            if (left.keys().remove(key) && timers.nanoTime() - left.until() <= 0) {
                return LossNotice.replaced(backend);
            }
        }
        return null;
    }
}
