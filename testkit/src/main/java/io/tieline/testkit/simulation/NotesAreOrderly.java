package io.tieline.testkit.simulation;

import io.tieline.wire.Method;
import java.util.ArrayList;
import java.util.Comparator;

/**
 * Progress arrives in order, before the result and before any later question, on the stream of its
 * own request, with the client's own token; nothing that a reading client should hear is left out.
 */
final class NotesAreOrderly implements Checker.Rule {

    @Override
    public void check(Ledger ledger, Findings findings) {
        for (var journey : ledger.ofSessions()) {
            inOrder(journey, findings);
            questionsInOrder(journey, findings);
            for (var note : journey.notes) {
                tokens(journey, note, findings);
                findings.expect(note.deliveries.size() <= 1, note, "was told several times");
                findings.expect(
                        !note.deliveries.isEmpty()
                                || !isWanted(journey, note)
                                || ledger.hadLevel(journey.party, note.at),
                        note,
                        "was not told to its client");
            }
        }
    }

    private static void inOrder(RequestTrace journey, Findings findings) {
        var told = new ArrayList<Note.Delivery>();
        for (var note : journey.notes) {
            if (note.certain) {
                told.addAll(note.deliveries);
            }
        }
        var sorted = new ArrayList<>(told);
        sorted.sort(Comparator.comparingInt(delivery -> delivery.at().index()));
        findings.expect(told.equals(sorted), journey, "was told things out of order");
        var outcome = journey.outcome();
        for (var delivery : told) {
            findings.expect(
                    outcome == null || delivery.at().isBefore(outcome.at()),
                    journey,
                    "was told something after its end");
        }
    }

    /** No question arrives before what was said earlier on the same stream. */
    @SuppressWarnings("ReferenceEquality") // the very request, not one like it
    private static void questionsInOrder(RequestTrace journey, Findings findings) {
        for (var inquiry : journey.inquiries) {
            if (!inquiry.certain || inquiry.carrier != journey) {
                continue;
            }
            for (var asked : inquiry.deliveries) {
                findings.expect(
                        journey.notes.stream()
                                .filter(note -> note.certain && note.at.isBefore(inquiry.said))
                                .flatMap(note -> note.deliveries.stream())
                                .filter(told -> told.way().equals(asked.way()))
                                .allMatch(told -> told.at().isBefore(asked.at())),
                        inquiry,
                        "was asked before what was said earlier");
            }
        }
    }

    private static void tokens(RequestTrace journey, Note note, Findings findings) {
        if (!note.said.method().equals(Method.PROGRESS)) {
            return;
        }
        for (var delivery : note.deliveries) {
            var params = delivery.notification().params();
            var token = params == null ? null : params.get("progressToken");
            var own = journey.request.progressToken();
            findings.expect(
                    own != null && own.equals(token), note, "was told with the token " + token);
        }
    }

    private static boolean isWanted(RequestTrace journey, Note note) {
        return note.certain
                && !journey.pressed
                && journey.way.canAsk()
                && !journey.wasOverAt(note.at)
                && (journey.cancelled == null || note.at.isBefore(journey.cancelled.at()))
                && !journey.wasAnsweredBefore(note.at);
    }
}
