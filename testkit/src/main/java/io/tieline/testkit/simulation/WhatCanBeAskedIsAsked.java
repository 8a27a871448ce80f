package io.tieline.testkit.simulation;

import io.tieline.session.CallRule;
import io.tieline.wire.Result;

/**
 * A question that could reach its client does, and the client's answer goes down: a gateway that
 * refused everything would keep all the other promises.
 */
final class WhatCanBeAskedIsAsked implements Checker.Rule {

    @Override
    public void check(Ledger ledger, Findings findings) {
        for (var inquiry : ledger.inquiries()) {
            var journey = inquiry.journey;
            if (journey == null || inquiry.duplicate || journey.isStateless()) {
                continue;
            }
            if (canBeAsked(ledger, inquiry, journey)) {
                findings.expect(
                        !inquiry.deliveries.isEmpty(), inquiry, "was not asked of its client");
            }
            if (wasAnsweredInTime(ledger, inquiry, journey)) {
                findings.expect(
                        !inquiry.replies.isEmpty()
                                && (!inquiry.certain
                                        || inquiry.isTheAnswer(
                                                inquiry.replies.getFirst().response())),
                        inquiry,
                        "was answered, but not to the backend");
            }
        }
    }

    private static boolean canBeAsked(Ledger ledger, Inquiry inquiry, Journey journey) {
        var kind = Kind.of(inquiry.question);
        boolean never = ledger.plan().rule() == CallRule.OVERLAP && !inquiry.onItsStream;
        return inquiry.certain
                && !never
                && !journey.isOwn()
                && !inquiry.wasWithdrawnBy(inquiry.said)
                && journey.party.askable().contains(kind)
                && journey.way.canAsk()
                && !journey.wasOverAt(inquiry.said)
                && !failsWithAnother(inquiry, journey)
                && !journey.wasAnsweredBefore(inquiry.said);
    }

    /** What is asked in one result is in vain if another part of it cannot be asked. */
    private static boolean failsWithAnother(Inquiry inquiry, Journey journey) {
        var outcome = journey.outcome();
        return inquiry.inResult && outcome != null && outcome.at().isSameTime(inquiry.said);
    }

    /** What is asked in one result is answered together. */
    private static boolean isWhole(Ledger ledger, Inquiry inquiry, Journey journey) {
        var ended = ledger.cable(inquiry.line).ended;
        return journey.inquiries.stream()
                .allMatch(each ->
                        each.answer != null
                                && each.answer.response() instanceof Result
                                && !journey.wasOverAt(each.answer.at())
                                && (ended == null || each.answer.at().isBefore(ended)));
    }

    private static boolean wasAnsweredInTime(Ledger ledger, Inquiry inquiry, Journey journey) {
        var answer = inquiry.answer;
        var ended = ledger.cable(inquiry.line).ended;
        // Where several clients share turns, an answer waits as long as another call has the turn.
        return answer != null
                && (ledger.plan().exclusive() || inquiry.line.attributes())
                && (!inquiry.inResult || isWhole(ledger, inquiry, journey))
                && inquiry.withdrawn == null
                && !journey.wasOverAt(answer.at())
                && (ended == null || ended.millisSince(answer.at()) > 2_500);
    }
}
