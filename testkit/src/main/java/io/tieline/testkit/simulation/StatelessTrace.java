package io.tieline.testkit.simulation;

import io.tieline.testkit.simulation.Leg.Standing;
import io.tieline.testkit.simulation.RequestTrace.Cancelled;
import io.tieline.testkit.simulation.RequestTrace.Outcome;
import io.tieline.testkit.simulation.RequestTrace.Trip;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.Message;
import io.tieline.wire.Method;
import io.tieline.wire.MethodTraits;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import io.tieline.wire.Result;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The part of a {@link Ledger} that is about requests without sessions, on either side. */
final class StatelessTrace {

    /** A state that a client was given; one that the core merely passed is the backend's affair. */
    private record Given(RequestTrace journey, String errand, boolean passed) {}

    private final Ledger ledger;
    private final Map<ReplyChannel, Leg> legs = new LinkedHashMap<>();
    private final Map<String, Leg> byName = new HashMap<>();
    private final Map<String, Given> states = new HashMap<>();
    private final SubscriptionTrace hearing = new SubscriptionTrace();

    StatelessTrace(Ledger ledger) {
        this.ledger = ledger;
    }

    Collection<Leg> legs() {
        return legs.values();
    }

    @Nullable Leg on(ReplyChannel way) {
        return legs.get(way);
    }

    // The client's side.

    void arrived(ReplyChannel way, Request request, boolean lost) {
        var params = request.params();
        var state = params == null ? null : params.text("requestState");
        var given = state == null ? null : states.get(state);
        var standing = state == null ? Standing.FIRST : standing(way, request, state, given);
        var journey =
                switch (standing) {
                    case FIRST -> ledger.journeyOf(way, request);
                    case RETRY -> given == null ? null : given.journey();
                    case STALE, FOREIGN -> null;
                };
        var leg = new Leg(way, request, ledger.now(), standing, journey);
        legs.put(way, leg);
        byName.put(way.toString(), leg);
        if (journey != null) {
            journey.legs.add(leg);
            ledger.place(way, journey);
            if (given != null && !given.passed()) {
                journey.parkedWith = null;
                journey.parked = null;
                answered(journey, params == null ? null : params.get("inputResponses"));
            }
        }
        if (lost) {
            left(leg);
            ended(way);
        }
    }

    private Standing standing(
            ReplyChannel way, Request request, String state, @Nullable Given given) {
        if (given == null
                || given.journey().party.client() != way.party().client()
                || !given.errand().equals(Normalised.errand(request))) {
            return Standing.FOREIGN;
        }
        if (given.passed()) {
            return Standing.RETRY;
        }
        var journey = given.journey();
        var parked = journey.parked;
        var patience = ledger.plan().settings().humanInput().toNanos();
        boolean waited =
                state.equals(journey.parkedWith)
                        && parked != null
                        && ledger.now().nanos() - parked.nanos() < patience;
        return waited ? Standing.RETRY : Standing.STALE;
    }

    private void answered(RequestTrace journey, @Nullable Json responses) {
        if (responses != null) {
            for (var each : responses.members()) {
                var inquiry = journey.askedByKey.remove(each.name());
                if (inquiry != null && inquiry.answer == null) {
                    inquiry.legged = true;
                    inquiry.answer = reply(each);
                }
            }
        }
    }

    private QuestionTrace.Reply reply(Json.Member answer) {
        return new QuestionTrace.Reply(
                ledger.now(), Result.of(Id.of(answer.name()), answer.value()));
    }

    void cancelled(ReplyChannel way) {
        var leg = legs.get(way);
        if (leg != null) {
            left(leg);
        }
    }

    /** Its client has gone, or has taken it back. */
    void left(Leg leg) {
        if (leg.isRunning()) {
            leg.left = ledger.now();
            leg.wasAtBackend =
                    !hasFailed(leg) && ledger.cables().stream().anyMatch(cable -> isAt(cable, leg));
            if (leg.journey != null) {
                leg.journey.cancelled = new Cancelled(ledger.now(), null);
            }
        }
    }

    private static boolean hasFailed(Leg leg) {
        return leg.streamFailed != null
                || (leg.journey != null && leg.journey.streamFailed != null);
    }

    private static boolean isAt(ConnectionTrace cable, Leg leg) {
        return cable.ended == null
                && cable.inFlight.entrySet().stream()
                        .anyMatch(sent ->
                                cable.stateless
                                        ? leg.equals(cable.legs.get(sent.getKey()))
                                        : sent.getValue().equals(leg.journey));
    }

    void lost(ReplyChannel way) {
        cancelled(way);
        ended(way);
    }

    void ended(ReplyChannel way) {
        var leg = legs.get(way);
        if (leg != null) {
            end(leg, null);
        }
    }

    private void end(Leg leg, @Nullable Response response) {
        var outcome = new Outcome(ledger.now(), response);
        leg.outcomes.add(outcome);
        if (leg.journey != null && !leg.asks()) {
            leg.journey.outcomes.add(outcome);
        }
    }

    void sent(ReplyChannel way, Message message) {
        var leg = legs.get(way);
        if (leg == null) {
            ledger.wrong(way + " heard something before it asked");
            return;
        }
        switch (message) {
            case Response response -> {
                end(leg, response);
                if (response instanceof Result result) {
                    hearing.ended(leg, result, ledger);
                    if (Leg.asks(result)) {
                        asked(leg, result.result());
                    }
                }
            }
            case Request question ->
                    ledger.wrong(way + " was asked by a request: " + question.json());
            case Notification note -> hearing.told(leg, note, ledger);
        }
    }

    private void asked(Leg leg, Json input) {
        var journey = leg.journey;
        if (journey == null) {
            ledger.wrong(leg + " was asked, though its state is worth nothing");
            return;
        }
        boolean passed = !leg.trips.isEmpty();
        var state = input.text("requestState");
        if (state != null) {
            states.put(state, new Given(journey, Normalised.errand(leg.request), passed));
        }
        if (!passed) {
            journey.parkedWith = state;
            journey.parked = ledger.now();
        }
        var requests = input.get("inputRequests");
        if (requests != null) {
            requests.members().forEach(each -> asked(leg, journey, each, passed));
        }
    }

    private void asked(Leg leg, RequestTrace journey, Json.Member each, boolean passed) {
        var method = String.valueOf(each.value().text("method"));
        var question = Request.of(Id.of(each.name()), method, each.value().get("params"));
        if (!MethodTraits.isInput(method)) {
            ledger.wrong(leg + " was asked in a result for " + method);
            return;
        }
        var kind = Kind.of(question);
        if (!leg.canBeAsked(kind)) {
            ledger.wrong(leg + " was asked for " + kind + ", which cannot be asked that");
        }
        if (passed) {
            return;
        }
        var inquiry = ledger.inquiryIn(question);
        if (inquiry == null) {
            ledger.wrong(leg + " was asked what no backend asked: " + question.json());
        } else {
            inquiry.deliveries.add(new QuestionTrace.Delivery(ledger.now(), leg.way, question));
            journey.askedByKey.put(each.name(), inquiry);
        }
    }

    // The backend's side.

    void left(ConnectionTrace cable, Request request) {
        cable.stateless = true;
        if (request.method().equals(Method.SUBSCRIPTIONS_LISTEN)) {
            cable.listens.add(new Trip(ledger.now(), cable.line, request));
        }
        cable.ids.add(request.id());
        if (cable.opened == null && !request.method().equals(Method.SERVER_DISCOVER)) {
            cable.opened = ledger.now();
        }
        var journey = ledger.journeyIn(request);
        if (journey == null) {
            return;
        }
        cable.parties.add(journey.party);
        if (journey.isOwn() || request.method().equals(Method.SUBSCRIPTIONS_LISTEN)) {
            return;
        }
        cable.sent.put(request.id(), journey);
        cable.inFlight.put(request.id(), journey);
        var trip = new Trip(ledger.now(), cable.line, request);
        if (!journey.isStateless()) {
            journey.trips.add(trip);
            replied(journey, request);
            return;
        }
        var name = request.meta() == null ? null : request.meta().text("leg");
        var leg = byName.get(String.valueOf(name));
        if (leg == null || leg.standing == Standing.FOREIGN) {
            ledger.wrong(name + " went to the backend with a state that is not its own");
            return;
        }
        leg.trips.add(trip);
        cable.legs.put(request.id(), leg);
        if (!isSame(request, leg.request)) {
            ledger.wrong(leg + " left as " + request.json());
        }
    }

    private static boolean isSame(Request now, Request then) {
        return Normalised.request(now).equals(Normalised.request(then))
                && answers(now).equals(answers(then));
    }

    private static String answers(Request request) {
        var params = request.params();
        return String.valueOf(params == null ? null : params.get("inputResponses"));
    }

    private void replied(RequestTrace journey, Request request) {
        var responses = request.params() == null ? null : request.params().get("inputResponses");
        if (responses != null) {
            for (var each : responses.members()) {
                var inquiry = journey.askedInResults.remove(each.name());
                if (inquiry == null) {
                    ledger.wrong(journey + " answered what was not asked: " + each.name());
                } else {
                    inquiry.replies.add(reply(each));
                }
            }
        }
    }

    void answered(ConnectionTrace cable, Response response) {
        var id = Ledger.asNumber(response.id());
        var journey = id == null ? null : cable.sent.get(id);
        if (id == null || journey == null) {
            return;
        }
        boolean first = cable.inFlight.remove(id) != null;
        var leg = cable.legs.get(id);
        if (first && isAwaited(cable, leg, journey) && response instanceof Result result) {
            ledger.learn(journey, result);
        }
        if (leg != null) {
            leg.answers.add(new RequestTrace.Answer(ledger.now(), response));
        } else if (response instanceof Result result && Leg.asks(result)) {
            if (first) {
                asks(cable, journey, result.result());
            }
        } else {
            journey.answers.add(new RequestTrace.Answer(ledger.now(), response));
        }
    }

    private static boolean isAwaited(
            ConnectionTrace cable, @Nullable Leg leg, RequestTrace journey) {
        return cable.ended == null
                && (leg == null
                        ? !journey.isOver() && journey.streamFailed == null
                        : leg.isRunning() && !hasFailed(leg));
    }

    /** The backend asks a client that has a session, in a result. */
    private void asks(ConnectionTrace cable, RequestTrace journey, Json input) {
        journey.rounds++;
        journey.askedInResults.clear();
        if (Forbidden.isIn(input)) {
            journey.forbidden = ledger.now();
            return;
        }
        var requests = input.get("inputRequests");
        if (requests == null) {
            return;
        }
        for (var each : requests.members()) {
            var method = String.valueOf(each.value().text("method"));
            var question = Request.of(Id.of(each.name()), method, each.value().get("params"));
            var inquiry =
                    new QuestionTrace(
                            Canary.in(question.json()),
                            question,
                            cable.line,
                            ledger.now(),
                            journey,
                            journey,
                            true,
                            false);
            inquiry.inResult = true;
            journey.askedInResults.put(each.name(), inquiry);
            ledger.asked(inquiry);
        }
    }

    /** The backend hears that nobody waits for this any longer. */
    void heard(ConnectionTrace cable, Id id) {
        var leg = cable.legs.get(id);
        var journey = cable.sent.get(id);
        if (leg != null) {
            leg.heard = ledger.now();
        } else if (journey != null) {
            journey.heard.add(ledger.now());
        }
    }
}
