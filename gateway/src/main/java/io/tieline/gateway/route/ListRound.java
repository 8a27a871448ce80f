package io.tieline.gateway.route;

import io.tieline.session.Timers;
import io.tieline.wire.RpcError;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Asks several servers for their lists at once and waits for them, but not longer than is said:
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

    /**
     * How long is waited.
     *
     * @param countdown for all
     * @param beyond for these until they have listed, or have failed to
     * @param isEnough asked then, after each list: whether no other is needed
     */
    record Waiting(Countdown countdown, Set<MountedServer> beyond, BooleanSupplier isEnough) {

        /** No longer than a moment. */
        static Waiting briefly(Timers timers) {
            return new Waiting(
                    task -> timers.after(ListAnswers.PATIENCE, task), Set.of(), () -> false);
        }

        /** As long as it takes. */
        static Waiting forAll() {
            return new Waiting(_ -> () -> {}, Set.of(), () -> false);
        }

        /** No longer than a moment for all but these. */
        Waiting beyond(Set<MountedServer> some, BooleanSupplier enough) {
            return new Waiting(countdown, some, enough);
        }
    }

    private final Party party;
    private final Waiting waiting;
    private final Consumer<Outcome> then;
    private final Map<MountedServer, RpcError> failed = new LinkedHashMap<>(0);
    private final List<CatalogueFetch> fetches = new ArrayList<>();
    private final Map<MountedServer, Integer> open = new LinkedHashMap<>();
    private Timers.@Nullable Alarm alarm;
    private boolean begun;
    private boolean late;
    private boolean over;

    private ListRound(Party party, Waiting waiting, Consumer<Outcome> then) {
        this.party = party;
        this.waiting = waiting;
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
            Waiting waiting,
            Consumer<Outcome> then) {
        var listing = new ListRound(party, waiting, then);
        for (var server : servers) {
            listing.open.put(server, kinds.size());
        }
        for (var server : servers) {
            kinds.forEach(kind -> listing.fetch(server, kind));
        }
        listing.begun = true;
        if (listing.isDone()) {
            listing.finish();
        } else {
            var strand = party.client().strand();
            listing.alarm = waiting.countdown().after(() -> strand.run(listing::late));
        }
        return listing;
    }

    /** Runs a task when the time is up. */
    @FunctionalInterface
    interface Countdown {
        Timers.Alarm after(Runnable task);
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
        if (begun && isDone()) {
            finish();
        }
    }

    private boolean isDone() {
        return open.isEmpty()
                || (late
                        && (Collections.disjoint(open.keySet(), waiting.beyond())
                                || waiting.isEnough().getAsBoolean()));
    }

    private void late() {
        late = true;
        if (isDone()) {
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
