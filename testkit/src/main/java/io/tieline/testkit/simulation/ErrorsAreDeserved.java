package io.tieline.testkit.simulation;

import io.tieline.testkit.simulation.RequestTrace.Outcome;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Failure;

/**
 * An error of the gateway's own has a cause: a line that ended, a time limit that passed, a
 * handshake that failed, an id that was in use. Without one the backend's answer was lost, or never
 * asked for.
 */
final class ErrorsAreDeserved implements Checker.Rule {

    /** So long a backend that could not be opened is not tried again, and a little. */
    private static final long BACKOFF = 1_050;

    @Override
    public void check(Ledger ledger, Findings findings) {
        for (var journey : ledger.ofSessions()) {
            var outcome = journey.outcome();
            if (outcome != null
                    && !journey.isSetting()
                    && outcome.response() instanceof Failure failure
                    && journey.answers.isEmpty()) {
                findings.expect(
                        isDeserved(ledger, journey, outcome, failure.error().code()),
                        journey,
                        "got an error without a cause: " + failure.json());
            }
        }
    }

    private static boolean isDeserved(
            Ledger ledger, RequestTrace journey, Outcome outcome, int code) {
        return switch (code) {
            case ErrorCode.INVALID_REQUEST -> journey.duplicate || !isWelcomed(ledger, journey);
            case ErrorCode.BACKEND_GONE ->
                    journey.streamFailed != null || lineEnded(ledger, journey, outcome);
            case ErrorCode.BACKEND_BROKE_PROTOCOL ->
                    journey.garbled != null
                            || journey.forbidden != null
                            || journey.streamFailed != null
                            || lineEnded(ledger, journey, outcome);
            case ErrorCode.BACKEND_SESSION_LOST ->
                    journey.streamFailed != null || anyEndedBefore(ledger, outcome);
            case ErrorCode.BACKEND_TIMED_OUT ->
                    lineEnded(ledger, journey, outcome) || timedOut(ledger, journey, outcome);
            case ErrorCode.OVERLOADED ->
                    journey.company >= ledger.plan().settings().maxCalls()
                            || ledger.plan().has(Fault.SCARCITY);
            case ErrorCode.DRAINING -> ledger.wasDrained();
            default -> isNameless(ledger, journey) || isClients(journey);
        };
    }

    /** Of the errors that name no request, those of one client are all that it can be given. */
    private static boolean isNameless(Ledger ledger, RequestTrace journey) {
        return ledger.journeys().stream()
                .anyMatch(other -> other.nameless != null && other.party.equals(journey.party));
    }

    /** A client that does not answer what it is asked in a result ends the call. */
    private static boolean isClients(RequestTrace journey) {
        return journey.inquiries.stream()
                .anyMatch(inquiry ->
                        inquiry.inResult
                                && (inquiry.answer == null
                                        || inquiry.answer.response() instanceof Failure));
    }

    private static boolean isWelcomed(Ledger ledger, RequestTrace journey) {
        return ledger.journeys().stream()
                .filter(other -> other.party.equals(journey.party))
                .filter(other -> other.canary.request() == 0)
                .anyMatch(greeting -> greeting.wasOverAt(journey.arrived));
    }

    /** The line on which it left; if it never left, one that ended now or a moment ago. */
    private static boolean lineEnded(Ledger ledger, RequestTrace journey, Outcome outcome) {
        var trip = journey.trip();
        if (trip != null) {
            var ended = ledger.cable(trip.line()).ended;
            return ended != null && ended.isSameTime(outcome.at());
        }
        return ledger.cables().stream()
                .anyMatch(cable ->
                        cable.ended != null
                                && cable.ended.nanos() <= outcome.at().nanos()
                                && outcome.at().millisSince(cable.ended) <= BACKOFF);
    }

    private static boolean anyEndedBefore(Ledger ledger, Outcome outcome) {
        return ledger.cables().stream()
                .anyMatch(cable -> cable.ended != null && cable.ended.isBefore(outcome.at()));
    }

    private static boolean timedOut(Ledger ledger, RequestTrace journey, Outcome outcome) {
        var limits = ledger.plan().limits();
        var trip = journey.trip();
        if (trip == null) {
            return othersHold(ledger, journey.arrived, outcome);
        }
        long since = outcome.at().nanos() - trip.at().nanos();
        if (since >= limits.cap().toNanos()
                || outcome.at().nanos() - journey.arrived.nanos() >= limits.cap().toNanos()) {
            return true;
        }
        var sign = journey.lastSign == null ? trip.at() : journey.lastSign;
        boolean silent = outcome.at().nanos() - sign.nanos() >= limits.idle().toNanos();
        return silent && journey.inquiries.stream().noneMatch(inquiry -> isOpen(inquiry, outcome));
    }

    /** It waited for its turn, and behind calls that were doing something. */
    private static boolean othersHold(Ledger ledger, Moment arrived, Outcome outcome) {
        long waited = outcome.at().nanos() - arrived.nanos();
        long busy =
                ledger.journeys().stream()
                        .filter(other -> !other.wasOverAt(arrived))
                        .mapToLong(other -> busy(other, arrived.nanos(), outcome.at().nanos()))
                        .sum();
        return busy > waited / 10;
    }

    /** How long this call was at the backend in that time and did not wait for its client. */
    static long busy(RequestTrace call, long from, long to) {
        var trip = call.trip();
        if (trip == null) {
            return 0;
        }
        long began = Math.max(from, trip.at().nanos());
        long ended = call.answers.isEmpty() ? to : call.answers.getFirst().at().nanos();
        return Math.max(0, Math.min(to, ended) - began - asking(call, began, Math.min(to, ended)));
    }

    /** How long at least one of its questions was open in that time. */
    private static long asking(RequestTrace call, long from, long to) {
        long covered = from;
        long asking = 0;
        for (var inquiry : call.inquiries) {
            boolean answered = !inquiry.replies.isEmpty();
            long settled = answered ? inquiry.replies.getFirst().at().nanos() : to;
            if (inquiry.withdrawn != null) {
                settled = Math.min(settled, inquiry.withdrawn.nanos());
            }
            long begin = Math.max(covered, inquiry.said.nanos());
            long end = Math.min(to, settled);
            if (end > begin) {
                asking += end - begin;
                covered = end;
            }
        }
        return asking;
    }

    /**
     * Of a question that is not certain nobody knows which call waits for its answer; one that
     * comes when all is over holds nothing up.
     */
    private static boolean isOpen(QuestionTrace inquiry, Outcome outcome) {
        if (!inquiry.certain || outcome.at().isBefore(inquiry.said)) {
            return false;
        }
        boolean replied =
                !inquiry.replies.isEmpty()
                        && inquiry.replies.getFirst().at().isBefore(outcome.at());
        boolean withdrawn = inquiry.withdrawn != null && inquiry.withdrawn.isBefore(outcome.at());
        return !replied && !withdrawn;
    }
}
