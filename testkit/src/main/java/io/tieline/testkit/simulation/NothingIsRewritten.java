package io.tieline.testkit.simulation;

import io.tieline.wire.Json;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import io.tieline.wire.Result;

/**
 * Nothing rewritten: what goes in comes out byte for byte, but for ids and progress tokens; and
 * what goes down as the answer to a question is its client's first answer or the gateway's own
 * word.
 */
final class NothingIsRewritten implements Checker.Rule {

    private static final Json CANCEL = Json.object("action", "cancel");

    @Override
    public void check(Ledger ledger, Findings findings) {
        for (var journey : ledger.journeys()) {
            for (var trip : journey.trips) {
                findings.expect(
                        isEqual(trip.request(), journey.request) || isSame(ledger, trip, journey),
                        journey,
                        "left as " + trip.request().json());
            }
        }
        for (var inquiry : ledger.inquiries()) {
            for (var delivery : inquiry.deliveries) {
                findings.expect(
                        isEqual(delivery.request(), inquiry.question)
                                || isSame(ledger, delivery, inquiry),
                        inquiry,
                        "was asked as " + delivery.request().json());
            }
            for (var reply : inquiry.replies) {
                findings.expect(
                        isAnswer(inquiry, reply.response()),
                        inquiry,
                        "was answered with " + reply.response().json());
            }
        }
        for (var note : ledger.notes()) {
            for (var delivery : note.deliveries) {
                findings.expect(
                        isEqual(delivery.notification(), note.said),
                        note,
                        "was told as " + delivery.notification().json());
            }
        }
    }

    /** Between the eras the envelope comes and goes. */
    private static boolean isSame(Ledger ledger, RequestTrace.Trip trip, RequestTrace journey) {
        boolean crosses = journey.isStateless() || ledger.cable(trip.line()).stateless;
        return crosses
                && Normalised.request(trip.request()).equals(Normalised.request(journey.request));
    }

    private static boolean isSame(
            Ledger ledger, QuestionTrace.Delivery delivery, QuestionTrace inquiry) {
        boolean crosses =
                delivery.way().party().stateless() || ledger.cable(inquiry.line).stateless;
        return crosses && bare(delivery.request()).equals(bare(inquiry.question));
    }

    private static String bare(Request question) {
        return Normalised.question(question.method(), question.params());
    }

    private static boolean isEqual(Request now, Request then) {
        return now.with(then.id(), then.progressToken()).json().equals(then.json());
    }

    private static boolean isEqual(Notification now, Notification then) {
        return untokened(now).equals(untokened(then));
    }

    private static Json untokened(Notification note) {
        return note.json().without(java.util.List.of("params", "progressToken"));
    }

    private static boolean isAnswer(QuestionTrace inquiry, Response reply) {
        return inquiry.isTheAnswer(reply) || isOwnWord(reply);
    }

    private static boolean isOwnWord(Response reply) {
        return reply instanceof Result result
                ? result.result().equals(CANCEL) || result.result().equals(Json.EMPTY_OBJECT)
                : Canary.in(reply.json()) == null;
    }
}
