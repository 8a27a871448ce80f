package io.tieline.testkit.simulation;

import io.tieline.wire.ErrorCode;
import io.tieline.wire.Failure;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A client whose own backend session has ended by itself hears of it once before anything of it
 * goes on in another: by the requests that the end took along, or else by its next one.
 */
final class EachEndIsToldOnce implements Checker.Rule {

    private static final Set<Integer> OF_BACKENDS =
            Set.of(
                    ErrorCode.BACKEND_GONE,
                    ErrorCode.BACKEND_TIMED_OUT,
                    ErrorCode.BACKEND_BROKE_PROTOCOL,
                    ErrorCode.BACKEND_SESSION_LOST);

    @Override
    public void check(Ledger ledger, Findings findings) {
        if (!ledger.plan().keepsSessions()) {
            return;
        }
        Map<ClientId, ConnectionTrace> latest = new HashMap<>();
        for (var cable : ledger.cables()) {
            for (var party : cable.parties) {
                if (cable.opened != null && !party.stateless()) {
                    var before = latest.put(party, cable);
                    if (before != null) {
                        check(party, before, cable, ledger, findings);
                    }
                }
            }
        }
    }

    private static void check(
            ClientId party,
            ConnectionTrace over,
            ConnectionTrace next,
            Ledger ledger,
            Findings findings) {
        var ended = over.ended;
        if (ended == null) {
            findings.add(next.line + " serves " + party + ", and so does " + over.line);
            return;
        }
        var its = ledger.ofSessions().stream().filter(one -> one.party.equals(party)).toList();
        boolean takenAlong =
                its.stream().anyMatch(journey -> isTakenAlong(journey, over.line, ended));
        long told = its.stream().filter(journey -> tells(journey, ended, next.ended)).count();
        boolean goesOn =
                its.stream()
                        .flatMap(journey -> journey.trips.stream())
                        .anyMatch(trip -> trip.line().equals(next.line));
        findings.expect(
                told <= (takenAlong ? 0 : 1),
                party,
                "was told more than once that " + over.line + " has ended");
        findings.expect(
                takenAlong || told > 0 || !goesOn,
                party,
                "goes on with " + next.line + " and was not told that " + over.line + " has ended");
    }

    /** Whether it failed because this session ended, and not by itself at the same time. */
    private static boolean isTakenAlong(RequestTrace journey, Line over, Moment ended) {
        var outcome = journey.outcome();
        var trip = journey.trip();
        return outcome != null
                && outcome.at().isSameTime(ended)
                && outcome.response() instanceof Failure failure
                && (OF_BACKENDS.contains(failure.error().code()) || saysThatItHeldTheMost(failure))
                && !saysThatOneHasEnded(failure)
                && (trip == null || trip.line().equals(over))
                && (journey.streamFailed == null
                        || failure.error().code() == ErrorCode.BACKEND_SESSION_LOST);
    }

    /** Whether it was not run, in order to tell of an end between these two. */
    private static boolean tells(RequestTrace journey, Moment from, @Nullable Moment to) {
        var outcome = journey.outcome();
        return outcome != null
                && from.isBefore(outcome.at())
                && (to == null || outcome.at().isBefore(to))
                && outcome.response() instanceof Failure failure
                && saysThatOneHasEnded(failure);
    }

    /** There was hardly any room left, and the session was ended for that. */
    private static boolean saysThatItHeldTheMost(Failure failure) {
        return failure.error().code() == ErrorCode.OVERLOADED
                && failure.error().message().contains("was ended: this session with backend");
    }

    private static boolean saysThatOneHasEnded(Failure failure) {
        return failure.error().message().contains("the next one begins with a fresh session");
    }
}
