package io.tieline.testkit.simulation;

import io.tieline.session.backend.CallRule;
import java.time.Duration;

/**
 * Nobody waits for a turn where the wire attributes; in a session of one client nobody waits longer
 * than two seconds, and a plain call not at all.
 */
final class TurnsAreShort implements Checker.Rule {

    private static final long PATIENCE = Duration.ofSeconds(2).toNanos();

    @Override
    public void check(Ledger ledger, Findings findings) {
        boolean confused = ledger.inquiries().stream().anyMatch(inquiry -> !inquiry.certain);
        for (var journey : ledger.journeys()) {
            var trip = journey.firstTrip();
            // A fresh session is told its client's log level before the request.
            boolean fresh =
                    ledger.plan().policy() == Plan.Policy.PER_REQUEST
                            || ledger.plan().rule() == CallRule.LEASE;
            boolean told =
                    journey.isStateless()
                            || (fresh && ledger.hadLevel(journey.party, journey.arrived));
            if (trip == null || told) {
                continue;
            }
            long waited = waited(ledger, journey, trip);
            if (ledger.cable(trip.line()).isExact()) {
                findings.expect(waited == 0, journey, "waited though the link attributes");
            } else if (ledger.plan().exclusive()) {
                findings.expect(waited <= PATIENCE, journey, "waited for " + waited + " ns");
                findings.expect(
                        waited == 0 || !isPlain(ledger, journey, confused),
                        journey,
                        "is plain, and waited for " + waited + " ns");
            }
        }
    }

    private static long waited(Ledger ledger, RequestTrace journey, RequestTrace.Trip trip) {
        var opened = ledger.cable(trip.line()).opened;
        long ready = journey.arrived.nanos();
        if (opened != null) {
            ready = Math.max(ready, opened.nanos());
        }
        return trip.at().nanos() - ready;
    }

    private static boolean isPlain(Ledger ledger, RequestTrace journey, boolean confused) {
        if (!journey.mayAsk()) {
            return true;
        }
        return ledger.plan().rule() != CallRule.SERIAL
                && !confused
                && ledger.plan().toolFor(journey.request).isPlain();
    }
}
