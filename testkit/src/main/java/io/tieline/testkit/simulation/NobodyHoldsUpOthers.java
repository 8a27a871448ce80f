package io.tieline.testkit.simulation;

import io.tieline.wire.MetaKey;
import java.time.Duration;

/**
 * On what several clients share a call waits for calls that do something, never for one whose
 * client is being asked: that one may have gone for good.
 */
final class NobodyHoldsUpOthers implements Checker.Rule {

    /** So long a call must be silent before it is known to wait; a cancelled one haunts longer. */
    private static final long SILENCE = Duration.ofMillis(6).toNanos();

    @Override
    public void check(Ledger ledger, Findings findings) {
        for (var journey : ledger.journeys()) {
            var trip = journey.firstTrip();
            if (trip == null) {
                continue;
            }
            var cable = ledger.cable(trip.line());
            if (setsLevel(journey)
                    || cable.isExact()
                    || cable.isExclusive(ledger.plan())
                    || cable.opened == null) {
                continue;
            }
            long from = Math.max(journey.arrived.nanos(), cable.opened.nanos());
            long waited = trip.at().nanos() - from;
            if (waited > 0) {
                long busy = busy(cable, journey, from, trip.at().nanos());
                findings.expect(
                        waited <= busy,
                        journey,
                        "waited for " + waited + " ns, though the others did nothing");
            }
        }
    }

    /** A request that wants log messages waits until the backend has heard of it. */
    private static boolean setsLevel(RequestTrace journey) {
        var meta = journey.request.meta();
        return journey.isStateless() && meta != null && meta.get(MetaKey.LOG_LEVEL) != null;
    }

    private static long busy(ConnectionTrace cable, RequestTrace waiting, long from, long to) {
        long busy = SILENCE;
        for (var other : cable.sent.values().stream().distinct().toList()) {
            if (!other.equals(waiting)) {
                busy += ErrorsAreDeserved.busy(other, from, to);
                busy += SILENCE * other.inquiries.size();
                busy +=
                        SILENCE
                                * other.inquiries.stream()
                                        .mapToInt(one -> one.replies.size())
                                        .sum();
            }
        }
        return busy;
    }
}
