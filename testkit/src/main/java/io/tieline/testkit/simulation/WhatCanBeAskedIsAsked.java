package io.tieline.testkit.simulation;

import io.tieline.session.backend.CallRule;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Failure;
import io.tieline.wire.Response;
import io.tieline.wire.Result;
import org.jspecify.annotations.Nullable;

/**
 * A question that could reach its client does, and the client's answer goes down: a gateway that
 * refused everything would keep all the other promises.
 */
final class WhatCanBeAskedIsAsked implements Checker.Rule {

    @Override
    public void check(Ledger ledger, Findings findings) {
        for (var inquiry : ledger.inquiries()) {
            var journey = inquiry.journey;
            if (journey == null
                    || inquiry.duplicate
                    || journey.isStateless()
                    || isCrowdedOut(ledger, inquiry, journey)) {
                continue;
            }
            if (canBeAsked(ledger, inquiry, journey)) {
                findings.expect(
                        !inquiry.deliveries.isEmpty(), inquiry, "was not asked of its client");
            }
            findings.expect(
                    !endedWithAnother(inquiry, journey),
                    inquiry,
                    "ended with another request, on whose stream it had come");
            if (wasAnsweredInTime(ledger, inquiry, journey)) {
                findings.expect(
                        !inquiry.replies.isEmpty()
                                && (!isOpenToItsAnswer(inquiry)
                                        || inquiry.isTheAnswer(
                                                inquiry.replies.getFirst().response())),
                        inquiry,
                        "was answered, but not to the backend");
            }
        }
    }

    /**
     * Where there is no room for a question, or for its answer, its asker is told so; or it was
     * what made its session the costliest, which is ended.
     */
    private static boolean isCrowdedOut(
            Ledger ledger, QuestionTrace inquiry, RequestTrace journey) {
        if (!ledger.plan().has(Fault.SCARCITY)) {
            return false;
        }
        var outcome = journey.outcome();
        var ended = ledger.cable(inquiry.line).ended;
        return inquiry.replies.stream().anyMatch(reply -> isCrowdedOut(reply.response()))
                || (ended != null && ended.isSameTime(inquiry.said))
                || (outcome != null
                        && isCrowdedOut(outcome.response())
                        && (inquiry.inResult || outcome.at().isSameTime(inquiry.said)));
    }

    private static boolean isCrowdedOut(@Nullable Response response) {
        return response instanceof Failure failure
                && failure.error().code() == ErrorCode.OVERLOADED;
    }

    private static boolean canBeAsked(Ledger ledger, QuestionTrace inquiry, RequestTrace journey) {
        var kind = Kind.of(inquiry.question);
        boolean never = ledger.plan().rule() == CallRule.OVERLAP && inquiry.carrier == null;
        var on = inquiry.carrier == null ? journey : inquiry.carrier;
        return (inquiry.certain || inquiry.isShifted())
                && !never
                && !on.isOwn()
                && !inquiry.wasWithdrawnBy(inquiry.said)
                && on.party.askable().contains(kind)
                && on.way.canAsk()
                && !on.wasOverAt(inquiry.said)
                && !failsWithAnother(inquiry, on)
                && !on.wasAnsweredBefore(inquiry.said);
    }

    /**
     * Whether its client was asked, and it was refused, while its own request went on, because
     * another one was answered.
     */
    private static boolean endedWithAnother(QuestionTrace inquiry, RequestTrace journey) {
        var outlived = inquiry.outlived;
        return outlived != null
                && inquiry.isShifted()
                && !inquiry.deliveries.isEmpty()
                && !journey.wasOverAt(outlived)
                && inquiry.replies.stream()
                        .filter(reply -> outlived.isBefore(reply.at()))
                        .filter(reply -> outlived.isSameTime(reply.at()))
                        .anyMatch(reply -> !inquiry.isTheAnswer(reply.response()));
    }

    /** Whether nothing but the client's answer could settle it before that came. */
    private static boolean isOpenToItsAnswer(QuestionTrace inquiry) {
        var carrier = inquiry.carrier;
        var answer = inquiry.answer;
        return inquiry.certain
                || (carrier != null
                        && answer != null
                        && (!carrier.wasOverAt(answer.at()) || inquiry.hadOutlived(answer.at())));
    }

    /** What is asked in one result is in vain if another part of it cannot be asked. */
    private static boolean failsWithAnother(QuestionTrace inquiry, RequestTrace journey) {
        var outcome = journey.outcome();
        return inquiry.inResult && outcome != null && outcome.at().isSameTime(inquiry.said);
    }

    /** What is asked in one result is answered together. */
    private static boolean isWhole(Ledger ledger, QuestionTrace inquiry, RequestTrace journey) {
        var ended = ledger.cable(inquiry.line).ended;
        return journey.inquiries.stream()
                .allMatch(each ->
                        each.answer != null
                                && each.answer.response() instanceof Result
                                && !journey.wasOverAt(each.answer.at())
                                && (ended == null || each.answer.at().isBefore(ended)));
    }

    private static boolean wasAnsweredInTime(
            Ledger ledger, QuestionTrace inquiry, RequestTrace journey) {
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
