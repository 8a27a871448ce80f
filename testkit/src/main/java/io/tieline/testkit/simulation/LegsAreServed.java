package io.tieline.testkit.simulation;

import io.tieline.testkit.simulation.Leg.Standing;
import io.tieline.testkit.simulation.RequestTrace.Answer;
import io.tieline.testkit.simulation.RequestTrace.Outcome;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Failure;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Result;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Every attempt of a client without a session ends once: with what the backend answers, with
 * questions of its own call, or with an error that has a cause. A state that is not its own gets it
 * nothing, and a client that leaves is heard of at the backend at once.
 */
final class LegsAreServed implements Checker.Rule {

    private static final Set<String> ANSWERED_HERE =
            Set.of(Method.SERVER_DISCOVER, Method.SUBSCRIPTIONS_LISTEN);

    /** A principal without sessions may have as many requests in flight as so many sessions. */
    private static final long SHARE = 16;

    @Override
    public void check(Ledger ledger, Findings findings) {
        for (var leg : ledger.legs()) {
            int outcomes = leg.outcomes.size();
            findings.expect(outcomes == 1, leg, "has " + outcomes + " outcomes");
            findings.expect(leg.trips.size() <= 1, leg, "left " + leg.trips.size() + " times");
            var outcome = leg.outcome();
            if (outcome != null) {
                ended(ledger, leg, outcome, findings);
            }
            left(leg, findings);
            notes(leg, findings);
        }
        for (var journey : ledger.journeys()) {
            if (journey.isStateless()) {
                findings.expect(
                        journey.ran <= Math.max(1, journey.legs.size()),
                        journey,
                        "ran " + journey.ran + " times");
                findings.expect(
                        journey.trips.size() <= 1,
                        journey,
                        "left " + journey.trips.size() + " times");
            }
        }
    }

    private static void ended(Ledger ledger, Leg leg, Outcome outcome, Findings findings) {
        var response = outcome.response();
        if (response == null) {
            findings.expect(leg.left != null, leg, "was aborted, and its client is there");
        } else if (!leg.isGood()) {
            findings.expect(
                    response instanceof Failure failure && isRefusal(failure),
                    leg,
                    leg.standing == Standing.STALE
                            ? "was taken with a state that is out of date: " + response.json()
                            : "was taken with a state that is not its own: " + response.json());
            return;
        }
        long limit =
                ledger.plan().limits().initialize().plus(ledger.plan().limits().cap()).toNanos()
                        + 15_000_000_000L;
        boolean listens = leg.request.method().equals(Method.SUBSCRIPTIONS_LISTEN);
        findings.expect(
                listens || outcome.at().nanos() - leg.arrived.nanos() <= limit,
                leg,
                "ended long after its time limit");
        if (response == null) {
            return;
        }
        var answer = answer(leg);
        if (answer != null) {
            answered(ledger, leg, outcome, answer, findings);
        } else if (response instanceof Failure failure) {
            findings.expect(
                    isDeserved(ledger, leg, outcome, failure.error().code()),
                    leg,
                    "got an error without a cause: " + failure.json());
        } else if (!leg.asks()) {
            findings.expect(
                    ANSWERED_HERE.contains(leg.request.method()),
                    leg,
                    "got a result that the backend never gave: " + response.json());
        }
    }

    private static boolean isRefusal(Failure failure) {
        return List.of(ErrorCode.INVALID_PARAMS, ErrorCode.DRAINING, ErrorCode.OVERLOADED)
                .contains(failure.error().code());
    }

    /** What the backend answered while this attempt could bring it home. */
    private static @Nullable Answer answer(Leg leg) {
        var journey = leg.trips.isEmpty() ? leg.journey : null;
        boolean stays = journey != null;
        var answers = journey == null ? leg.answers : journey.answers;
        if (answers.isEmpty()) {
            return null;
        }
        if (journey != null && journey.heard.stream().anyMatch(answers.getFirst()::isAfter)) {
            return null;
        }
        var outcome = leg.outcome();
        var first = answers.getFirst();
        // What comes in the moment in which its client is asked waits for the next attempt.
        boolean parking =
                stays && leg.asks() && outcome != null && first.at().isSameTime(outcome.at());
        return outcome != null && first.at().isBefore(outcome.at()) && !parking ? first : null;
    }

    private static void answered(
            Ledger ledger, Leg leg, Outcome outcome, Answer answer, Findings findings) {
        // One that came while the client was away waits for it.
        var due = answer.at().isBefore(leg.arrived) ? leg.arrived : answer.at();
        findings.expect(
                outcome.at().isSameTime(due)
                        && (isSame(outcome, answer)
                                || isForbidden(outcome, answer)
                                || isCrowdedOut(ledger, leg, outcome)
                                || isRestated(ledger, leg, outcome, answer)),
                leg,
                "was answered by the backend, and its client did not hear that answer");
    }

    /** What came for a client that was away had to wait, and there was no room for it. */
    private static boolean isCrowdedOut(Ledger ledger, Leg leg, Outcome got) {
        return ledger.plan().has(Fault.SCARCITY)
                && leg.arrived.isSameTime(got.at())
                && got.response() instanceof Failure failure
                && failure.error().code() == ErrorCode.OVERLOADED;
    }

    /** What no result may ask for ends the call. */
    private static boolean isForbidden(Outcome got, Answer given) {
        return given.response() instanceof Result result
                && Forbidden.isIn(result.result())
                && got.response() != null
                && Forbidden.isRefusal(got.response(), ErrorCode.BACKEND_BROKE_PROTOCOL);
    }

    private static boolean isSame(Outcome got, Answer given) {
        return Normalised.response(got.response()).equals(Normalised.response(given.response()))
                && (!(given.response() instanceof Result result)
                        || Leg.asks(result)
                                == (got.response() instanceof Result own && Leg.asks(own)));
    }

    /** A request that failed because its client could not be asked is told what it lacks. */
    private static boolean isRestated(Ledger ledger, Leg leg, Outcome got, Answer given) {
        boolean failed =
                !(given.response() instanceof Result result)
                        || Json.TRUE.equals(result.result().get("isError"));
        return failed
                && got.response() instanceof Failure failure
                && failure.error().code() == ErrorCode.MISSING_CLIENT_CAPABILITY
                && isDeserved(ledger, leg, got, ErrorCode.MISSING_CLIENT_CAPABILITY);
    }

    private static boolean isDeserved(Ledger ledger, Leg leg, Outcome outcome, int code) {
        var journey = leg.journey;
        return switch (code) {
            case ErrorCode.METHOD_NOT_FOUND -> leg.request.method().equals(Method.PING);
            case ErrorCode.MISSING_CLIENT_CAPABILITY ->
                    journey != null
                            && ledger.inquiries().stream()
                                    .filter(one -> journey.equals(one.journey))
                                    .anyMatch(one -> lacks(journey, Kind.of(one.question)));
            case ErrorCode.BACKEND_GONE,
                    ErrorCode.BACKEND_BROKE_PROTOCOL,
                    ErrorCode.BACKEND_SESSION_LOST ->
                    streamFailed(leg)
                            || ledger.cables().stream()
                                    .anyMatch(cable ->
                                            cable.ended != null
                                                    && cable.ended.nanos() <= outcome.at().nanos());
            case ErrorCode.BACKEND_TIMED_OUT ->
                    outcome.at().nanos() - first(leg).nanos()
                                    >= ledger.plan().limits().idle().toNanos()
                            || ledger.cables().stream().anyMatch(cable -> cable.ended != null);
            case ErrorCode.OVERLOADED ->
                    company(ledger, leg) >= SHARE * ledger.plan().settings().maxCalls()
                            || ledger.plan().has(Fault.SCARCITY);
            case ErrorCode.DRAINING -> ledger.wasDrained();
            default -> journey != null && journey.nameless != null;
        };
    }

    /** How many requests of the same principal ran, or waited for it, when this attempt came. */
    private static long company(Ledger ledger, Leg leg) {
        long running =
                ledger.legs().stream()
                        .filter(other -> isSamePrincipal(other.way.party(), leg))
                        .filter(other -> other.wasRunningAt(leg.arrived))
                        .count();
        long waiting =
                ledger.journeys().stream()
                        .filter(other -> other.isStateless() && isSamePrincipal(other.party, leg))
                        .filter(other -> !other.wasOverAt(leg.arrived))
                        .filter(other -> other.legAt(leg.arrived) == null)
                        .count();
        return running + waiting;
    }

    private static boolean isSamePrincipal(ClientId other, Leg leg) {
        return other.client() == leg.way.party().client();
    }

    /** What is asked while the client is away is judged by what it said before it went. */
    private static boolean lacks(RequestTrace journey, Kind kind) {
        return journey.legs.stream().anyMatch(leg -> !leg.canBeAsked(kind));
    }

    private static Moment first(Leg leg) {
        return leg.journey == null ? leg.arrived : leg.journey.arrived;
    }

    private static boolean streamFailed(Leg leg) {
        return leg.streamFailed != null
                || (leg.journey != null
                        && (leg.journey.streamFailed != null || leg.journey.garbled != null));
    }

    private static void left(Leg leg, Findings findings) {
        if (leg.left == null || !leg.wasAtBackend) {
            return;
        }
        var heard = leg.heard;
        if (heard == null && leg.journey != null && !leg.journey.heard.isEmpty()) {
            heard = leg.journey.heard.getFirst();
        }
        var hungUp = leg.journey == null ? null : leg.journey.hungUp;
        findings.expect(
                (heard != null && heard.isSameTime(leg.left))
                        || (hungUp != null && hungUp.isSameTime(leg.left)),
                leg,
                "was left by its client, and the backend did not hear of it at once");
    }

    private static void notes(Leg leg, Findings findings) {
        var journey = leg.journey;
        if (journey == null) {
            return;
        }
        for (var note : journey.notes) {
            for (var delivery : note.deliveries) {
                if (delivery.way().equals(leg.way)) {
                    told(leg, note, delivery, findings);
                }
            }
            boolean isIts =
                    note.leg == null
                            ? note.certain && leg.trips.isEmpty() && leg.wasRunningAt(note.at)
                            : note.leg.equals(leg) && leg.wasRunningAt(note.at);
            if (isIts && !leg.pressed && isWanted(leg, note)) {
                findings.expect(!note.deliveries.isEmpty(), note, "was not told to its client");
            }
        }
    }

    private static boolean isWanted(Leg leg, Note note) {
        return note.said.method().equals(Method.PROGRESS)
                ? leg.request.progressToken() != null
                : leg.wantsLog();
    }

    private static void told(Leg leg, Note note, Note.Delivery delivery, Findings findings) {
        findings.expect(
                note.leg == null || note.leg.equals(leg), note, "was told to another attempt");
        findings.expect(
                !note.said.method().equals(Method.LOG_MESSAGE) || leg.wantsLog(),
                note,
                "was told to " + leg + ", which wants no log messages");
        if (note.said.method().equals(Method.PROGRESS)) {
            var params = delivery.notification().params();
            var token = params == null ? null : params.get("progressToken");
            var own = leg.request.progressToken();
            findings.expect(
                    own != null && own.equals(token), note, "was told with the token " + token);
        }
    }
}
