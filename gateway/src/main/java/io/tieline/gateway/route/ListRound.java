package io.tieline.gateway.route;

import io.tieline.session.Timers;
import io.tieline.wire.RpcError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Asks several servers for their lists at once and waits for them, but not longer than a deadline:
 * what comes later is told to the {@link Party} all the same. On the client's strand.
 */
final class ListRound {

    /** What came of it until the deadline: the servers that did not list, and why. */
    record Outcome(Map<MountedServer, RpcError> failed, List<MountedServer> late) {

        /** Whether every server has listed. */
        boolean isComplete() {
            return failed.isEmpty() && late.isEmpty();
        }
    }

    private final Party party;
    private final Consumer<Outcome> then;
    private final Map<MountedServer, RpcError> failed = new LinkedHashMap<>(0);
    private final List<CatalogueFetch> fetches = new ArrayList<>();
    private final Map<MountedServer, Integer> open = new LinkedHashMap<>();
    private Timers.@Nullable Alarm alarm;
    private boolean begun;
    private boolean over;

    private ListRound(Party party, Consumer<Outcome> then) {
        this.party = party;
        this.then = then;
    }

    /**
     * Begins.
     *
     * @param then hears of the outcome once, on the client's strand
     */
    static ListRound begin(
            Party party,
            List<MountedServer> servers,
            List<ListKind> kinds,
            Countdown countdown,
            Consumer<Outcome> then) {
        var listing = new ListRound(party, then);
        for (var server : servers) {
            listing.open.put(server, kinds.size());
        }
        for (var server : servers) {
            kinds.forEach(kind -> listing.fetch(server, kind));
        }
        listing.begun = true;
        if (listing.open.isEmpty()) {
            listing.finish();
        } else {
            var strand = party.client().strand();
            listing.alarm = countdown.after(() -> strand.run(listing::finish));
        }
        return listing;
    }

    /** Runs a task when the time is up. */
    @FunctionalInterface
    interface Countdown {
        Timers.Alarm after(Runnable task);
    }

    /** Waits for all no longer than a moment. */
    static Countdown patience(Timers timers) {
        return task -> timers.after(ListAnswers.PATIENCE, task);
    }

    private void fetch(MountedServer server, ListKind kind) {
        var listener =
                new CatalogueFetch.Listener() {
                    @Override
                    public void fetched(Catalogue catalogue) {
                        party.listed(server, kind, catalogue);
                        one(server);
                    }

                    @Override
                    public void failed(RpcError error) {
                        failed.putIfAbsent(server, error);
                        party.failed(server, kind, error);
                        one(server);
                    }
                };
        fetches.add(CatalogueFetch.begin(party, server, kind, listener));
    }

    private void one(MountedServer server) {
        open.computeIfPresent(server, (_, left) -> left == 1 ? null : left - 1);
        if (begun && open.isEmpty()) {
            finish();
        }
    }

    private void finish() {
        if (!over) {
            over = true;
            if (alarm != null) {
                alarm.cancel();
            }
            then.accept(new Outcome(failed, List.copyOf(open.keySet())));
        }
    }

    /** Whether every server has listed, or failed to: nothing is asked any longer. */
    boolean isOver() {
        return over && open.isEmpty();
    }

    /** Takes everything back; nobody hears of it any more. */
    void cancel() {
        over = true;
        if (alarm != null) {
            alarm.cancel();
        }
        fetches.forEach(CatalogueFetch::cancel);
    }
}
