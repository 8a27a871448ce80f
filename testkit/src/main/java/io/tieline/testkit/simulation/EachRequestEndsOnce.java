package io.tieline.testkit.simulation;

import io.tieline.testkit.simulation.RequestTrace.Outcome;
import io.tieline.testkit.simulation.RequestTrace.Trip;
import io.tieline.wire.Failure;
import io.tieline.wire.Method;
import io.tieline.wire.Response;
import io.tieline.wire.Result;

/**
 * Nothing lost: every request has exactly one outcome and leaves for no backend after it, runs at
 * most once, never after it was said that it did not, and what the backend answers in time is what
 * the client hears.
 */
final class EachRequestEndsOnce implements Checker.Rule {

    @Override
    public void check(Ledger ledger, Findings findings) {
        for (var journey : ledger.ofSessions()) {
            int outcomes = journey.outcomes.size();
            findings.expect(outcomes == 1, journey, "has " + outcomes + " outcomes");
            int most = Math.max(1, journey.rounds + 1);
            findings.expect(journey.ran <= most, journey, "ran " + journey.ran + " times");
            var outcome = journey.outcome();
            if (outcome != null) {
                ended(ledger, journey, outcome, findings);
            }
        }
    }

    private static void ended(
            Ledger ledger, RequestTrace journey, Outcome outcome, Findings findings) {
        var response = outcome.response();
        if (response instanceof Failure failure
                && failure.error().data() != null
                && "no".equals(failure.error().data().text("executed"))) {
            findings.expect(
                    journey.ran == 0, journey, "ran, and the client was told that it did not");
        }
        if (response instanceof Result) {
            findings.expect(
                    isAnsweredByTheCore(journey)
                            || journey.isSetting()
                            || !journey.answers.isEmpty()
                            || journey.rounds > 0,
                    journey,
                    "got a result that the backend never gave");
        }
        findings.expect(
                journey.trips.stream()
                        .allMatch(trip ->
                                trip.at().isBefore(outcome.at())
                                        || crosses(journey, trip, outcome)),
                journey,
                "left after its end");
        answered(ledger, journey, outcome, findings);
    }

    /** Where several end at once, one may get the turn of another just before it is taken back. */
    private static boolean crosses(RequestTrace journey, Trip trip, Outcome outcome) {
        return trip.at().isSameTime(outcome.at())
                && journey.heard.stream().anyMatch(heard -> heard.isSameTime(trip.at()));
    }

    private static boolean isAnsweredByTheCore(RequestTrace journey) {
        var method = journey.request.method();
        return method.equals(Method.INITIALIZE) || method.equals(Method.PING);
    }

    private static void answered(
            Ledger ledger, RequestTrace journey, Outcome outcome, Findings findings) {
        if (journey.answers.isEmpty()) {
            return;
        }
        var first = journey.answers.getFirst();
        if (outcome.at().isBefore(first.at())) {
            return;
        }
        findings.expect(
                outcome.at().isSameTime(first.at())
                        && (isEqual(outcome.response(), first.response())
                                || isSame(ledger, journey, outcome.response(), first.response())),
                journey,
                "was answered by the backend, and its client did not hear that answer");
    }

    private static boolean isEqual(
            @org.jspecify.annotations.Nullable Response got, Response given) {
        var id = given.id();
        return got != null && id != null && got.withId(id).json().equals(given.json());
    }

    /** Between the eras a result gets, or loses, what the other era does not know. */
    private static boolean isSame(
            Ledger ledger,
            RequestTrace journey,
            @org.jspecify.annotations.Nullable Response got,
            Response given) {
        var trip = journey.trip();
        return trip != null
                && ledger.cable(trip.line()).stateless
                && Normalised.response(got).equals(Normalised.response(given));
    }
}
