package io.tieline.testkit.simulation;

import io.tieline.testkit.simulation.RequestTrace.Cancelled;

/**
 * A request that its client takes back gets no answer, and the backend hears of it at once, with
 * the client's reason; no other request is ever cancelled.
 */
final class CancellationsArrive implements Checker.Rule {

    @Override
    public void check(Ledger ledger, Findings findings) {
        for (var journey : ledger.ofSessions()) {
            if (journey.cancelled != null) {
                cancelled(ledger, journey, journey.cancelled, findings);
            }
            if (!journey.cancelsHeard.isEmpty()) {
                findings.expect(
                        journey.cancelled != null || !wasAnswered(journey),
                        journey,
                        "was cancelled at the backend, though its client did not ask for it");
            }
            findings.expect(
                    journey.cancelsHeard.size() <= 1, journey, "was cancelled several times");
        }
    }

    private static boolean wasAnswered(RequestTrace journey) {
        var outcome = journey.outcome();
        return outcome != null
                && outcome.response() != null
                && !journey.answers.isEmpty()
                && !outcome.at().isBefore(journey.answers.getFirst().at());
    }

    private static void cancelled(
            Ledger ledger, RequestTrace journey, Cancelled cancelled, Findings findings) {
        var outcome = journey.outcome();
        findings.expect(
                outcome != null && outcome.response() == null,
                journey,
                "was answered after it was cancelled");
        var trip = journey.trip();
        if (trip == null) {
            return;
        }
        findings.expect(trip.at().isBefore(cancelled.at()), journey, "left after it was cancelled");
        var cable = ledger.cable(trip.line());
        if (cable.stateless) {
            findings.expect(
                    !journey.wasAtBackend || !journey.heard.isEmpty(),
                    journey,
                    "was cancelled, and the backend never heard");
            return;
        }
        var ended = cable.ended;
        boolean inFlight =
                !journey.wasAnsweredBefore(cancelled.at())
                        && journey.streamFailed == null
                        && (ended == null || cancelled.at().isBefore(ended));
        if (!inFlight) {
            return;
        }
        findings.expect(
                !journey.cancelsHeard.isEmpty(),
                journey,
                "was cancelled, and the backend never heard");
        for (var heard : journey.cancelsHeard) {
            var reason = heard.params() == null ? null : heard.params().get("reason");
            findings.expect(
                    cancelled.reason() == null || cancelled.reason().equals(reason),
                    journey,
                    "was cancelled for the reason " + reason);
        }
    }
}
