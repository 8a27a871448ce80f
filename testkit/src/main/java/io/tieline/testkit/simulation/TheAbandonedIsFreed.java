package io.tieline.testkit.simulation;

import java.time.Duration;

/**
 * A call whose client is asked and never comes back ends when the time for human input has passed:
 * the backend has answered, has failed, or has heard that nobody waits any longer.
 */
final class TheAbandonedIsFreed implements Checker.Rule {

    /**
     * What is given up may end in its own way for a second from when the backend knows, which is
     * when the call has its turn, or thirty seconds later.
     */
    private static final long SLACK = Duration.ofMillis(31_001).toNanos();

    @Override
    public void check(Ledger ledger, Findings findings) {
        for (var journey : ledger.journeys()) {
            var parked = journey.parked;
            var trip = journey.firstTrip();
            if (parked == null || trip == null) {
                continue;
            }
            long due = parked.nanos() + ledger.plan().settings().humanInput().toNanos() + SLACK;
            var ended = ledger.cable(trip.line()).ended;
            boolean freed =
                    isBy(due, ended)
                            || isBy(due, journey.streamFailed)
                            || isBy(due, journey.garbled)
                            || isBy(due, journey.nameless)
                            || journey.answers.stream().anyMatch(answer -> isBy(due, answer.at()))
                            || journey.heard.stream().anyMatch(heard -> isBy(due, heard));
            findings.expect(freed, journey, "was abandoned, and the backend never heard");
        }
    }

    private static boolean isBy(long due, @org.jspecify.annotations.Nullable Moment moment) {
        return moment != null && moment.nanos() <= due;
    }
}
