package io.tieline.testkit.simulation;

import java.util.Objects;

/**
 * Nothing leaks: whatever the backend says reaches nobody but the client session that caused it,
 * and exactly the request that caused it wherever that is certain; nobody is asked what it said it
 * cannot be asked.
 */
final class NothingLeaks implements Checker.Rule {

    @Override
    public void check(Ledger ledger, Findings findings) {
        for (var journey : ledger.ofSessions()) {
            for (var outcome : journey.outcomes) {
                var response = outcome.response();
                var canary = response == null ? null : Canary.in(response.json());
                findings.expect(
                        canary == null
                                || canary.equals(journey.canary)
                                // Its client would not answer: that is how the call ended.
                                || (journey.rounds > 0 && canary.whole().equals(journey.canary))
                                || isNameless(ledger, canary, journey)
                                || isGreeting(journey),
                        journey,
                        "got the answer of " + canary);
            }
        }
        for (var inquiry : ledger.inquiries()) {
            for (var delivery : inquiry.deliveries) {
                var canary = Objects.requireNonNull(inquiry.canary);
                boolean certain = inquiry.certain && !inquiry.hadOutlived(delivery.at());
                arrived(ledger, inquiry, canary, certain, delivery.way(), findings);
                var kind = Kind.of(inquiry.question);
                findings.expect(
                        delivery.way().party().stateless()
                                || delivery.way().party().askable().contains(kind),
                        inquiry,
                        "was asked of " + delivery.way() + ", which cannot be asked that");
            }
        }
        for (var note : ledger.notes()) {
            for (var delivery : note.deliveries) {
                arrived(ledger, note, note.canary, note.certain, delivery.way(), findings);
            }
        }
    }

    /** A client may get what its own cancelled request was answered without a word of whom. */
    private static boolean isNameless(Ledger ledger, Canary canary, RequestTrace journey) {
        return ledger.journeys().stream()
                .filter(other -> other.canary.equals(canary.whole()))
                .anyMatch(other -> other.nameless != null && other.party.equals(journey.party));
    }

    private static boolean isGreeting(RequestTrace journey) {
        return journey.canary.request() == 0;
    }

    private static void arrived(
            Ledger ledger,
            Object what,
            Canary canary,
            boolean certain,
            ReplyChannel way,
            Findings findings) {
        findings.expect(canary.isOf(way.party()), what, "reached a stranger, on " + way);
        var journey = ledger.on(way);
        if (certain && canary.isOf(way.party())) {
            findings.expect(
                    journey != null && journey.canary.equals(canary.whole()),
                    what,
                    "reached " + way + ", which is not the request that caused it");
        }
    }
}
