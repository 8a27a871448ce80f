package io.tieline.testkit.simulation;

import java.util.HashMap;
import java.util.Map;

/**
 * The policy holds: a backend session of one client serves nobody else, a pinned one only its own
 * key, and every connection is ended when nobody needs it any more.
 */
final class SessionsAreBound implements Checker.Rule {

    @Override
    public void check(Ledger ledger, Findings findings) {
        for (var cable : ledger.cables()) {
            var clients = cable.parties.stream().map(ClientId::client).distinct().count();
            switch (ledger.plan().policy()) {
                case PER_CLIENT_SESSION, PER_REQUEST ->
                        findings.expect(
                                cable.isExclusive(ledger.plan())
                                        ? cable.parties.size() <= 1
                                        : clients <= 1,
                                cable.line,
                                "served " + cable.parties);
                case PINNED -> findings.expect(clients <= 1, cable.line, "served " + cable.parties);
                case SHARED -> {}
            }
        }
        if (ledger.plan().policy() == Plan.Policy.PER_REQUEST) {
            onePerRequest(ledger, findings);
        }
    }

    private static void onePerRequest(Ledger ledger, Findings findings) {
        Map<Line, RequestTrace> served = new HashMap<>();
        for (var journey : ledger.journeys()) {
            var trip = journey.trip();
            if (trip != null) {
                var other = served.put(trip.line(), journey);
                findings.expect(other == null, journey, "shared " + trip.line() + " with " + other);
            }
        }
    }
}
