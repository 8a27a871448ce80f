package io.tieline.testkit.simulation;

import java.time.Duration;

/**
 * Nothing hangs: every request ends within its limits, and at once when its line ends; every
 * question of a living backend is answered, within the time for human input or when its call ends.
 */
final class NothingHangs implements Checker.Rule {

    /** So long a question waits for a stream to be asked on. */
    private static final long HOMELESS = Duration.ofSeconds(10).toNanos();

    /** So long a backend may keep silent when it is asked what it speaks. */
    private static final long PROBE = Duration.ofSeconds(10).toNanos();

    private static final long SLACK = Duration.ofSeconds(3).toNanos();

    @Override
    public void check(Ledger ledger, Findings findings) {
        var limits = ledger.plan().limits();
        long most = limits.initialize().plus(limits.cap()).toNanos() + PROBE + SLACK;
        for (var journey : ledger.ofSessions()) {
            var outcome = journey.outcome();
            if (outcome != null) {
                findings.expect(
                        outcome.at().nanos() - journey.arrived.nanos() <= most,
                        journey,
                        "ended long after its time limit");
            }
            endedWithItsLine(ledger, journey, findings);
            var garbled = journey.garbled;
            findings.expect(
                    garbled == null
                            || journey.wasOverAt(garbled)
                            || (outcome != null && outcome.at().isSameTime(garbled)),
                    journey,
                    "waited on, though its answer had come and could not be read");
        }
        for (var inquiry : ledger.inquiries()) {
            answered(ledger, inquiry, findings);
        }
    }

    private static void endedWithItsLine(Ledger ledger, RequestTrace journey, Findings findings) {
        var trip = journey.trip();
        var ended = trip == null ? null : ledger.cable(trip.line()).ended;
        if (trip != null && ended != null && !journey.wasAnsweredBefore(ended)) {
            var outcome = journey.outcome();
            boolean before = journey.wasOverAt(ended);
            findings.expect(
                    before || (outcome != null && outcome.at().isSameTime(ended)),
                    journey,
                    "went on after the end of " + trip.line());
        }
    }

    private static void answered(Ledger ledger, QuestionTrace inquiry, Findings findings) {
        int replies = inquiry.replies.size();
        if (inquiry.duplicate || inquiry.withdrawn != null || inquiry.inResult) {
            return;
        }
        findings.expect(replies <= 1, inquiry, "was answered " + replies + " times");
        var ended = ledger.cable(inquiry.line).ended;
        if (replies == 0 && ended != null) {
            findings.expect(ended.nanos() < due(ledger, inquiry), inquiry, "was never answered");
        } else if (replies > 0) {
            findings.expect(
                    inquiry.replies.getFirst().at().nanos() <= due(ledger, inquiry),
                    inquiry,
                    "was answered too late");
        }
    }

    /** By then the backend must have heard something. */
    private static long due(Ledger ledger, QuestionTrace inquiry) {
        // A question that is asked again on another stream has its time again.
        var asked = inquiry.deliveries.isEmpty() ? inquiry.said : inquiry.deliveries.getLast().at();
        long due =
                asked.nanos() + ledger.plan().settings().humanInput().toNanos() + HOMELESS + SLACK;
        if (!inquiry.line.attributes() && !ledger.cable(inquiry.line).isExclusive(ledger.plan())) {
            // An answer may wait for its turn as long as the call that has it takes.
            due = Long.MAX_VALUE;
        }
        var journey = inquiry.certain ? inquiry.journey : inquiry.carrier;
        var outcome = journey == null || inquiry.outlived != null ? null : journey.outcome();
        if (outcome != null && !ledger.wasDrained() && inquiry.said.isBefore(outcome.at())) {
            due = Math.min(due, outcome.at().nanos() + SLACK);
        }
        return due;
    }
}
