package io.tieline.testkit.simulation;

import io.tieline.wire.ErrorCode;
import io.tieline.wire.Failure;
import java.util.List;

/**
 * A backend that answers too late is alive. Its session is ended only if it has said nothing at all
 * while three calls in a row ran out of time.
 */
final class OnlyTheSilentAreGivenUp implements Checker.Rule {

    private static final int STRIKES = 3;

    @Override
    public void check(Ledger ledger, Findings findings) {
        for (var cable : ledger.cables()) {
            var timeouts = timeouts(ledger, cable);
            for (int last = 0; last < timeouts.size(); last++) {
                if (isTheEnd(timeouts.get(last))) {
                    var first = timeouts.get(Math.max(0, last - STRIKES + 1));
                    var from = first.outcomes.getFirst().at();
                    var to = timeouts.get(last).outcomes.getFirst().at();
                    findings.expect(
                            cable.spoke.stream().noneMatch(at -> isBetween(from, at, to)),
                            cable.line,
                            "was given up for its silence, and had spoken");
                }
            }
        }
    }

    private static List<RequestTrace> timeouts(Ledger ledger, ConnectionTrace cable) {
        return ledger.ofSessions().stream()
                .filter(journey -> hasTimedOut(journey) && isOn(cable, journey))
                .sorted((a, b) ->
                        Long.compare(
                                a.outcomes.getFirst().at().nanos(),
                                b.outcomes.getFirst().at().nanos()))
                .toList();
    }

    private static boolean isOn(ConnectionTrace cable, RequestTrace journey) {
        var trip = journey.trip();
        return trip != null && trip.line().equals(cable.line);
    }

    private static boolean hasTimedOut(RequestTrace journey) {
        var outcome = journey.outcome();
        return outcome != null
                && outcome.response() instanceof Failure failure
                && failure.error().code() == ErrorCode.BACKEND_TIMED_OUT;
    }

    private static boolean isTheEnd(RequestTrace journey) {
        var outcome = journey.outcome();
        return outcome != null
                && outcome.response() instanceof Failure failure
                && failure.error().message().contains("stopped answering");
    }

    private static boolean isBetween(Moment from, Moment at, Moment to) {
        return from.isBefore(at) && at.isBefore(to);
    }
}
