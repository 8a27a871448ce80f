package io.tieline.testkit.simulation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Requests that are being served never take more room, all together, than there is. */
final class TheSumIsBounded implements Checker.Rule {

    /** What a request costs at least, beside its bytes. */
    private static final long EACH = 1024;

    /** So many bytes more are taken, or less, at this time. */
    private record Change(long nanos, long bytes) {}

    @Override
    public void check(Ledger ledger, Findings findings) {
        if (!ledger.plan().has(Fault.SCARCITY)) {
            return;
        }
        var changes = new ArrayList<Change>();
        ledger.journeys().forEach(journey -> add(journey, changes));
        // What ends in a moment makes room for what begins in it.
        changes.sort(Comparator.comparingLong(Change::nanos).thenComparingLong(Change::bytes));
        long taken = 0;
        long most = 0;
        for (var change : changes) {
            taken += change.bytes;
            most = Math.max(most, taken);
        }
        if (most > ledger.plan().room()) {
            findings.add(
                    "requests of "
                            + most
                            + " bytes were served at once, for which there is no room, but for "
                            + ledger.plan().room());
        }
    }

    /** Only what is known to have been taken on, and when it ended. */
    private static void add(RequestTrace journey, List<Change> changes) {
        var end = end(journey);
        if (!journey.trips.isEmpty() && end != null && journey.arrived.isBefore(end)) {
            long cost = EACH + journey.request.payload().length();
            changes.add(new Change(journey.arrived.nanos(), cost));
            changes.add(new Change(end.nanos(), -cost));
        }
    }

    private static @Nullable Moment end(RequestTrace journey) {
        var outcome = journey.outcome();
        var cancelled = journey.cancelled;
        if (outcome == null) {
            return cancelled == null ? null : cancelled.at();
        }
        return cancelled != null && cancelled.at().isBefore(outcome.at())
                ? cancelled.at()
                : outcome.at();
    }
}
