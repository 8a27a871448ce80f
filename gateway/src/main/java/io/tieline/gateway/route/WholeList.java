package io.tieline.gateway.route;

import io.tieline.session.Timers;
import io.tieline.wire.RpcError;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Has all servers list things of one kind, those as well that a reload brings while others are
 * waited for, and waits for them no longer than a moment in all. On the client's strand.
 */
final class WholeList {

    /** Asks servers, until a countdown has run down at the latest. */
    @FunctionalInterface
    interface Round {
        void begin(
                List<MountedServer> asked,
                ListRound.Countdown countdown,
                Consumer<ListRound.Outcome> then);
    }

    /** What came of it, of the servers that are there at the end. */
    record Outcome(List<MountedServer> asked, ListRound.Outcome round) {}

    private final Servers servers;
    private final ListKind kind;
    private final Timers timers;
    private final Round round;
    private final Consumer<Outcome> then;
    private final long until;
    private final List<MountedServer> asked = new ArrayList<>();
    private final Map<MountedServer, RpcError> failed = new LinkedHashMap<>(0);
    private final List<MountedServer> late = new ArrayList<>(0);
    private boolean isLast;

    /**
     * Asks nobody yet.
     *
     * @param then hears once what came of it
     */
    WholeList(Servers servers, ListKind kind, Timers timers, Round round, Consumer<Outcome> then) {
        this.servers = servers;
        this.kind = kind;
        this.timers = timers;
        this.round = round;
        this.then = then;
        this.until = timers.nanoTime() + ListAnswers.PATIENCE.toNanos();
    }

    /** Asks those that were not asked yet. */
    void ask() {
        var others = others();
        asked.addAll(others);
        round.begin(others, this::countdown, this::came);
    }

    private List<MountedServer> others() {
        return servers.all().stream()
                .filter(server -> server.mayHave(kind) && !asked.contains(server))
                .toList();
    }

    private long left() {
        return Math.max(0, until - timers.nanoTime());
    }

    private Timers.Alarm countdown(Runnable task) {
        return timers.after(Duration.ofNanos(left()), task);
    }

    private void came(ListRound.Outcome outcome) {
        failed.putAll(outcome.failed());
        late.addAll(outcome.late());
        var others = others();
        if (!isLast && !others.isEmpty()) {
            isLast = left() == 0; // those are asked all the same, but not waited for
            ask();
            return;
        }
        asked.addAll(others);
        late.addAll(others);
        var all = servers.all();
        asked.retainAll(all);
        failed.keySet().retainAll(all);
        late.retainAll(all);
        then.accept(new Outcome(asked, new ListRound.Outcome(failed, late)));
    }
}
