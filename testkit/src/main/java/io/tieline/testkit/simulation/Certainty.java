package io.tieline.testkit.simulation;

import io.tieline.session.backend.CallRule;
import io.tieline.wire.Id;
import io.tieline.wire.Request;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whether the wire, or the rules about turns, tell which call a message of the backend belongs to:
 * then it must reach exactly that call. Says no where it is in doubt; what is uncertain must still
 * reach nobody but the client that caused it.
 */
final class Certainty {

    private final Plan plan;

    /**
     * Tools that have asked when nothing else could have, or in a result, and those that ran alone
     * and did not.
     */
    private final Set<String> askers = new HashSet<>();

    private final Set<String> plain = new HashSet<>();
    private final Set<RequestTrace> accompanied = new HashSet<>();
    private final Set<RequestTrace> knownWhenLeft = new HashSet<>();
    private final Set<RequestTrace> askersWhenLeft = new HashSet<>();
    private boolean overrun;
    private boolean confused;

    Certainty(Plan plan) {
        this.plan = plan;
    }

    void counted(String what) {
        overrun |= what.startsWith("TURN_OVERRUN");
        confused |= what.startsWith("QUESTION_OUT_OF_BAND");
    }

    void left(RequestTrace journey, ConnectionTrace cable) {
        var key = journey.key();
        if (key != null && askers.contains(key)) {
            askersWhenLeft.add(journey);
        }
        if (key != null && (askers.contains(key) || plain.contains(key))) {
            knownWhenLeft.add(journey);
        }
        var others = cable.couldAsk();
        if (others.size() > 1) {
            accompanied.addAll(others);
        }
    }

    void answered(RequestTrace journey, ConnectionTrace cable) {
        var key = journey.key();
        // Where nobody can be asked, silence shows nothing.
        boolean quiet =
                journey.inquiries.isEmpty()
                        && !journey.isOver()
                        && Stream.of(Kind.values()).anyMatch(journey::couldBeAsked);
        if (key != null && quiet && !accompanied.contains(journey) && !askers.contains(key)) {
            plain.add(key);
        }
    }

    boolean ofQuestion(
            Request question,
            @Nullable RequestTrace journey,
            @Nullable Id via,
            ConnectionTrace cable) {
        boolean certain = journey != null && isCertain(journey, via, cable);
        if (certain
                && journey != null
                && journey.key() != null
                && cable.couldAsk().size() == 1
                && !isRefusedAtOnce(question, journey, via, cable)) {
            askers.add(journey.key());
        }
        return certain;
    }

    /** A result says whose question it is, and what asks there asks in a session as well. */
    void askedInResult(RequestTrace journey) {
        if (journey.key() != null) {
            askers.add(journey.key());
        }
    }

    /** What the backend was told not to ask is refused before anybody wonders whose it is. */
    boolean isRefusedAtOnce(
            Request question, RequestTrace journey, @Nullable Id via, ConnectionTrace cable) {
        return via == null
                && (plan.rule() == CallRule.OVERLAP
                        || (cable.isExclusive(plan) && !journey.couldBeAsked(Kind.of(question))));
    }

    boolean ofLog(@Nullable RequestTrace journey, @Nullable Id via, ConnectionTrace cable) {
        boolean alone =
                cable.stateless
                        ? cable.inFlight.size() == 1
                                && cable.inFlight.containsValue(journey)
                                && journey != null
                                && !journey.isOver()
                        : journey != null && isOnly(journey, cable);
        return journey != null && (via != null || alone);
    }

    @SuppressWarnings("ReferenceEquality") // the very request, not one like it
    private boolean isCertain(RequestTrace journey, @Nullable Id via, ConnectionTrace cable) {
        if (via != null) {
            return cable.sent.get(via) == journey;
        }
        if (isOnly(journey, cable)) {
            return true;
        }
        boolean exclusive = cable.isExclusive(plan);
        var could = cable.couldAsk();
        boolean orderly =
                !cable.line.attributes()
                        // Who cannot be asked takes no turns.
                        && (journey.isStateless() || !journey.party.askable().isEmpty())
                        && !plan.has(Fault.STRAY_QUESTIONS)
                        && !overrun
                        && could.contains(journey)
                        && could.stream().noneMatch(other -> isUnruly(other))
                        && cable.waiting().allMatch(inquiry -> could.contains(inquiry.journey));
        if (!orderly) {
            return false;
        }
        return switch (plan.rule()) {
            case SERIAL -> true;
            case LEARN -> !exclusive || isLearned(journey, could);
            case OVERLAP, LEASE -> false;
        };
    }

    private static boolean isOnly(RequestTrace journey, ConnectionTrace cable) {
        return cable.couldAsk().equals(List.of(journey)) && !journey.isOver();
    }

    private boolean isUnruly(RequestTrace journey) {
        return journey.isOver()
                || journey.inquiries.stream().anyMatch(inquiry -> inquiry.withdrawn != null)
                || !plan.toolFor(journey.request).isOrderly();
    }

    private boolean isLearned(RequestTrace journey, List<RequestTrace> could) {
        return !confused
                && askersWhenLeft.contains(journey)
                && could.stream().allMatch(knownWhenLeft::contains);
    }
}
