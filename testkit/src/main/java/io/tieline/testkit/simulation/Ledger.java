package io.tieline.testkit.simulation;

import io.tieline.session.RequestMetadata;
import io.tieline.session.backend.LinkFailure;
import io.tieline.wire.Failure;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.MalformedException;
import io.tieline.wire.Message;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import io.tieline.wire.Result;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A history, sorted by what belongs together: each request with all that came of it, each question
 * with its answers. What belongs together is told by canaries, never by what the core made of it.
 *
 * <p>Long because every kind of event that a history knows is taken down in this one place.
 */
final class Ledger {

    private record Address(ClientId party, Id id) {}

    private final History history;
    private final Map<Canary, RequestTrace> journeys = new LinkedHashMap<>();
    private final Map<ReplyChannel, RequestTrace> byWay = new HashMap<>();
    private final Map<Address, RequestTrace> live = new HashMap<>();
    private final List<QuestionTrace> inquiries = new ArrayList<>();
    private final Map<Canary, QuestionTrace> inquiryOf = new HashMap<>();
    private final Map<Address, QuestionTrace> asked = new HashMap<>();
    private final Map<Canary, Note> notes = new LinkedHashMap<>();
    private final Map<Line, ConnectionTrace> cables = new LinkedHashMap<>();
    private final Set<ReplyChannel> lost = new HashSet<>(0);
    private final Map<ClientId, Moment> quits = new HashMap<>();
    private final List<Forbidden> forbidden = new ArrayList<>(0);
    private final List<String> wrongs = new ArrayList<>(0);
    private final Map<ClientId, Moment> levelled = new HashMap<>(0);
    private final Watchers watchers;
    private final StatelessTrace visits = new StatelessTrace(this);
    private final Certainty certainty;
    private boolean drained;
    private Moment now = new Moment(0, 0);

    Ledger(History history) {
        this.history = history;
        this.certainty = new Certainty(history.plan());
        this.watchers = new Watchers(history.plan());
        var entries = history.entries();
        for (int index = 0; index < entries.size(); index++) {
            now = new Moment(index, entries.get(index).at());
            watchers.at(now);
            read(entries.get(index).event());
        }
        wrongs.addAll(watchers.wrongs());
    }

    Plan plan() {
        return history.plan();
    }

    /** All requests, those with sessions and those without. */
    Collection<RequestTrace> journeys() {
        return journeys.values();
    }

    /** The requests of clients that have sessions. */
    List<RequestTrace> ofSessions() {
        return journeys.values().stream().filter(journey -> !journey.isStateless()).toList();
    }

    /** The attempts of clients that have none. */
    Collection<Leg> legs() {
        return visits.legs();
    }

    @Nullable Leg leg(ReplyChannel way) {
        return visits.on(way);
    }

    List<QuestionTrace> inquiries() {
        return inquiries;
    }

    /** What backends asked that only clients may ask. */
    List<Forbidden> forbidden() {
        return forbidden;
    }

    Collection<Note> notes() {
        return notes.values();
    }

    Collection<ConnectionTrace> cables() {
        return cables.values();
    }

    ConnectionTrace cable(Line line) {
        return cables.computeIfAbsent(line, ConnectionTrace::new);
    }

    @Nullable RequestTrace on(ReplyChannel way) {
        return byWay.get(way);
    }

    @Nullable Moment quit(ClientId party) {
        return quits.get(party);
    }

    /** Whether the gateway was being shut down. */
    boolean wasDrained() {
        return drained;
    }

    /** What was seen to be wrong while it was read. */
    List<String> wrongs() {
        return wrongs;
    }

    // What the other part of this ledger needs.

    Moment now() {
        return now;
    }

    void wrong(String what) {
        wrongs.add(what);
    }

    @Nullable RequestTrace journeyIn(Request request) {
        var canary = Canary.in(request.json());
        return canary == null ? null : journeys.get(canary);
    }

    @Nullable QuestionTrace inquiryIn(Request question) {
        var canary = Canary.in(question.json());
        return canary == null ? null : inquiryOf.get(canary);
    }

    /** What this request belongs to; the first attempt makes it. */
    RequestTrace journeyOf(ReplyChannel way, Request request) {
        var canary = canary(way.party(), request);
        return journeys.computeIfAbsent(
                canary, _ -> new RequestTrace(canary, way.party(), way, request, now, false, 0));
    }

    void place(ReplyChannel way, RequestTrace journey) {
        byWay.put(way, journey);
    }

    void asked(QuestionTrace inquiry) {
        inquiries.add(inquiry);
        if (inquiry.canary != null) {
            inquiryOf.put(inquiry.canary, inquiry);
        }
        if (inquiry.journey != null) {
            inquiry.journey.inquiries.add(inquiry);
            sign(inquiry.journey, true);
        }
    }

    /** Whoever asks in a result is known to ask. */
    void learn(RequestTrace journey, Result result) {
        if (Leg.asks(result) && !result.result().part("inputRequests").members().isEmpty()) {
            certainty.askedInResult(journey);
        }
    }

    private void read(Event event) {
        switch (event) {
            case Event.Arrived(var party, var way, var message) -> arrived(party, way, message);
            case Event.Sent(var way, var message, _) -> sent(way, message);
            case Event.Aborted(var way) -> ended(way, null);
            case Event.Lost(var way) -> {
                lost.add(way);
                visits.cancelled(way);
                ended(way, null);
            }
            case Event.Attached(var way) -> watchers.attached(way);
            case Event.Drained _ -> drained = true;
            case Event.Pressed(var way, _) -> {
                var journey = byWay.get(way);
                if (journey != null) {
                    journey.pressed = true;
                }
                var leg = visits.on(way);
                if (leg != null) {
                    leg.pressed = true;
                }
            }
            case Event.Quit(var party) -> quits.put(party, now);
            case Event.Left(var line, var message) -> left(cable(line), message);
            case Event.Released(var line, var id) -> visits.heard(cable(line), id);
            case Event.Ran(_, var request) -> ran(request);
            case Event.Said(var line, var via, var message) -> said(cable(line), via, message);
            case Event.Garbled(var line, var id) -> garbled(cable(line), id);
            case Event.StreamFailed(var line, var id, var failure) ->
                    streamFailed(cable(line), id, failure);
            case Event.Crashed(var line) -> cable(line).crashed = now;
            case Event.Died(var line, _) -> over(cable(line));
            case Event.HungUp(var line) -> hungUp(cable(line));
            case Event.Counted(var what) -> certainty.counted(what);
            case Event.Wrong(var what) -> wrongs.add(what);
            case Event.Froze _, Event.Forgot _, Event.Connected _ -> {}
        }
    }

    // The client's side.

    private void arrived(ClientId party, @Nullable ReplyChannel way, Message message) {
        switch (message) {
            case Request request when way != null && party.stateless() ->
                    visits.arrived(way, request, lost.contains(way));
            case Notification _ when way != null && party.stateless() -> visits.cancelled(way);
            case Request request when way != null && Forbidden.isOfClient(request) ->
                    forbidden.add(new Forbidden(request, way, now));
            case Request request when way != null -> {
                var address = new Address(party, request.id());
                var before = live.get(address);
                boolean duplicate = before != null && before.outcomes.isEmpty();
                var canary = canary(party, request);
                var journey =
                        new RequestTrace(
                                canary, party, way, request, now, duplicate, inFlight(party));
                set(journey);
                if (lost.contains(way)) {
                    journey.outcomes.add(new RequestTrace.Outcome(now, null));
                }
                journeys.put(canary, journey);
                byWay.put(way, journey);
                if (!duplicate) {
                    live.put(address, journey);
                }
            }
            case Request _ -> throw new IllegalStateException("A request without a way back");
            case Notification note when note.method().equals(Method.CANCELLED) ->
                    cancelled(party, note);
            case Notification _ -> {}
            case Response response -> answered(party, response);
        }
    }

    /** The core counts its requests, and takes the text of a number for the number. */
    static @Nullable Id asNumber(@Nullable Id id) {
        var number = id == null ? null : id.unquoted();
        return number == null ? id : number;
    }

    /** A setting carries no canary, since the gateway repeats it. */
    private Canary canary(ClientId party, Request request) {
        var canary = Canary.in(request.json());
        return canary == null
                ? new Canary(party.client(), party.session(), 1000 + now.index(), 0)
                : canary;
    }

    private long inFlight(ClientId party) {
        return live.values().stream()
                .filter(journey -> journey.party.equals(party) && journey.outcomes.isEmpty())
                .count();
    }

    private void set(RequestTrace journey) {
        switch (journey.request.method()) {
            case Method.LOGGING_SET_LEVEL -> levelled.putIfAbsent(journey.party, now);
            case Method.RESOURCES_SUBSCRIBE, Method.RESOURCES_UNSUBSCRIBE ->
                    watchers.arrived(journey);
            default -> {}
        }
    }

    /** Whether this session had asked for some log messages only. */
    boolean hadLevel(ClientId party, Moment at) {
        var since = levelled.get(party);
        return since != null && since.isBefore(at);
    }

    private void cancelled(ClientId party, Notification note) {
        var journey = live.get(new Address(party, idIn(note, "requestId")));
        if (journey != null && journey.outcomes.isEmpty() && !journey.isOwn()) {
            var params = note.params();
            var reason = params == null ? null : params.get("reason");
            journey.cancelled = new RequestTrace.Cancelled(now, reason);
            journey.wasAtBackend =
                    cables.values().stream()
                            .anyMatch(cable ->
                                    cable.ended == null && cable.inFlight.containsValue(journey));
        }
    }

    private static Id idIn(Notification note, String name) {
        var params = note.params();
        var json = params == null ? null : params.get(name);
        try {
            return Id.of(json == null ? Json.string("nothing") : json);
        } catch (MalformedException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private void answered(ClientId party, Response response) {
        var id = asNumber(response.id());
        var inquiry = id == null ? null : asked.remove(new Address(party, id));
        if (inquiry != null) {
            inquiry.answer = new QuestionTrace.Reply(now, response);
        }
    }

    private void sent(ReplyChannel way, Message message) {
        if (way.party().stateless()) {
            visits.sent(way, message);
            if (!(message instanceof Notification)) {
                return;
            }
        }
        switch (message) {
            case Response response when wasForbidden(way, response) -> {}
            case Response response -> ended(way, response);
            case Request question when Forbidden.is(question) ->
                    wrongs.add("asked " + way + " what only clients ask: " + question.json());
            case Request question -> {
                var canary = Canary.in(question.json());
                var inquiry = canary == null ? null : inquiryOf.get(canary);
                if (inquiry == null) {
                    wrongs.add("asked " + way + " what no backend asked: " + question.json());
                } else {
                    inquiry.deliveries.add(new QuestionTrace.Delivery(now, way, question));
                    asked.put(new Address(way.party(), question.id()), inquiry);
                }
            }
            case Notification note when note.method().equals(Method.CANCELLED) -> {
                var inquiry = asked.remove(new Address(way.party(), idIn(note, "requestId")));
                if (inquiry != null) {
                    inquiry.takenBack = now;
                }
            }
            case Notification note when Forbidden.is(note) ->
                    wrongs.add("told " + way + " what only clients tell: " + note.json());
            case Notification note -> {
                var canary = Canary.in(note.json());
                var known = canary == null ? null : notes.get(canary);
                if (known != null) {
                    known.deliveries.add(new Note.Delivery(now, way, note));
                } else if (note.method().equals(Method.RESOURCES_UPDATED)
                        && !way.party().stateless()) {
                    watchers.sent(way, note);
                } else if (canary != null) {
                    wrongs.add("told " + way + " what no backend said: " + note.json());
                }
            }
        }
    }

    private void ended(ReplyChannel way, @Nullable Response response) {
        watchers.ended(way);
        if (way.party().stateless()) {
            visits.ended(way);
            return;
        }
        var journey = byWay.get(way);
        if (journey != null) {
            journey.outcomes.add(new RequestTrace.Outcome(now, response));
        }
    }

    // The backend's side.

    private void left(ConnectionTrace cable, Message message) {
        if (message instanceof Request request) {
            cable.left(request);
        } else if (message instanceof Notification) {
            cable.told();
        }
        switch (message) {
            case Request request when Forbidden.isOfClient(request) ->
                    wrongs.add("asked " + cable.line + " what only servers ask: " + request.json());
            case Request request
                    when request.method().equals(Method.SERVER_DISCOVER)
                            || RequestMetadata.isIn(request) ->
                    visits.left(cable, request);
            case Request request -> {
                var canary = Canary.in(request.json());
                var journey = canary == null ? null : journeys.get(canary);
                cable.ids.add(request.id());
                if (journey != null && journey.isOwn()) {
                    cable.parties.add(journey.party);
                } else if (journey != null) {
                    if (cable.ended != null) {
                        wrongs.add(journey + " left on " + cable.line + " after its end");
                    }
                    journey.trips.add(new RequestTrace.Trip(now, cable.line, request));
                    cable.sent.put(request.id(), journey);
                    cable.inFlight.put(request.id(), journey);
                    cable.parties.add(journey.party);
                    certainty.left(journey, cable);
                }
            }
            case Response response when wasForbidden(cable.line, response) -> {}
            case Response response -> {
                var id = response.id();
                var inquiry = id == null ? null : cable.asked(id);
                if (inquiry == null) {
                    wrongs.add(
                            "answered " + cable.line + " what it did not ask: " + response.json());
                } else {
                    inquiry.replies.add(new QuestionTrace.Reply(now, response));
                }
            }
            case Notification note when note.method().equals(Method.CANCELLED) -> {
                var id = idIn(note, "requestId");
                var journey = cable.sent.get(id);
                cable.takenBack.add(id.json());
                if (journey == null && !cable.ids.contains(id)) {
                    wrongs.add(
                            "cancelled on "
                                    + cable.line
                                    + " what it was never sent: "
                                    + note.json());
                } else if (journey != null) {
                    journey.cancelsHeard.add(note);
                    visits.heard(cable, id);
                }
            }
            case Notification note when Forbidden.isOfClient(note) ->
                    wrongs.add("told " + cable.line + " what only servers tell: " + note.json());
            case Notification _ -> {}
        }
    }

    private boolean wasForbidden(Object on, Response response) {
        for (var each : forbidden) {
            if (each.isOf(on, response)) {
                each.replies.add(new QuestionTrace.Reply(now, response));
                return true;
            }
        }
        return false;
    }

    private void ran(Request request) {
        var canary = Canary.in(request.json());
        var journey = canary == null ? null : journeys.get(canary);
        if (journey != null) {
            journey.ran++;
        }
    }

    private void said(ConnectionTrace cable, @Nullable Id via, Message message) {
        cable.spoke.add(now);
        if (message instanceof Failure failure && failure.id() == null) {
            nameless(cable, failure);
            return;
        }
        if (message instanceof Response response) {
            cable.answered(asNumber(response.id()));
        }
        if (cable.stateless && message instanceof Response response) {
            visits.answered(cable, response);
            return;
        }
        if (cable.opened == null && message instanceof Response) {
            cable.opened = message instanceof Result ? now : null;
            return;
        }
        switch (message) {
            case Response response -> {
                var id = asNumber(response.id());
                var journey = id == null ? null : cable.sent.get(id);
                // With the session, all that waited in it has ended.
                boolean late = cable.ended != null && cable.ended.isBefore(now);
                if (id != null && journey != null && !late) {
                    journey.answers.add(new RequestTrace.Answer(now, response));
                    certainty.answered(journey, cable);
                    cable.inFlight.remove(id);
                    outlive(cable, journey);
                }
            }
            case Request question when Forbidden.is(question) -> {
                if (cable.ended == null) {
                    forbidden.add(new Forbidden(question, cable.line, now));
                }
            }
            case Request question -> asked(cable, via, question);
            case Notification note when note.method().equals(Method.CANCELLED) -> {
                var inquiry = cable.open.get(idIn(note, "requestId"));
                if (inquiry != null) {
                    inquiry.withdrawn = now;
                }
            }
            case Notification note when note.method().equals(Method.RESOURCES_UPDATED) ->
                    watchers.said(cable, note);
            case Notification note -> noted(cable, via, note);
        }
    }

    /**
     * An error without an id is the answer to the only request in flight. Beside others, or behind
     * a notification, it may be given to the request that it answers, and to no other.
     */
    private void nameless(ConnectionTrace cable, Failure failure) {
        var sent = List.copyOf(cable.inFlight.entrySet());
        if (sent.size() == 1
                && cable.unanswered.size() == 1
                && cable.takenBack.isEmpty()
                && !cable.mayAnswerNotification()) {
            said(cable, null, failure.withId(sent.getFirst().getKey()));
            return;
        }
        var canary = Canary.in(failure.json());
        var its = canary == null ? null : journeys.get(canary.whole());
        if (its != null) {
            its.nameless = now;
        }
    }

    private void asked(ConnectionTrace cable, @Nullable Id via, Request question) {
        var canary = Canary.in(question.json());
        var journey = canary == null ? null : journeys.get(canary.whole());
        var before = cable.open.get(question.id());
        boolean duplicate = before != null && before.replies.isEmpty() && before.withdrawn == null;
        boolean certain = certainty.ofQuestion(question, journey, via, cable);
        var inquiry =
                new QuestionTrace(
                        canary,
                        question,
                        cable.line,
                        now,
                        journey,
                        via == null ? null : cable.sent.get(via),
                        certain,
                        duplicate);
        inquiries.add(inquiry);
        if (duplicate) {
            cable.duplicates.add(inquiry);
            return;
        }
        cable.open.put(question.id(), inquiry);
        if (canary != null) {
            inquiryOf.put(canary, inquiry);
        }
        if (journey != null && !journey.isOwn()) {
            journey.inquiries.add(inquiry);
            sign(journey, certain && !certainty.isRefusedAtOnce(question, journey, via, cable));
        }
    }

    /** What came on its stream may be another's, and stays with the client of both. */
    @SuppressWarnings("ReferenceEquality") // the very request, not one like it
    private void outlive(ConnectionTrace cable, RequestTrace answered) {
        if (cable.line.attributes()
                && cable.isExclusive(plan())
                && !answered.isOver()
                && !cable.couldAsk().isEmpty()) {
            cable.open.values().stream()
                    .filter(inquiry -> inquiry.carrier == answered)
                    .forEach(inquiry -> inquiry.outlived = now);
        }
    }

    private void noted(ConnectionTrace cable, @Nullable Id via, Notification note) {
        var canary = Canary.in(note.json());
        if (canary == null) {
            return;
        }
        var journey = journeys.get(canary.whole());
        boolean certain =
                note.method().equals(Method.PROGRESS) || certainty.ofLog(journey, via, cable);
        var known = new Note(canary, note, now, certain, journey);
        // Two attempts of one call may run side by side.
        known.leg = cable.legs.get(via == null ? idIn(note, "progressToken") : via);
        if (known.leg == null && certain) {
            known.leg = cable.onlyLeg();
        }
        notes.put(canary, known);
        if (journey != null) {
            journey.notes.add(known);
            sign(journey, certain);
        }
    }

    /** Only what is certainly its own keeps a call alive. */
    private void sign(RequestTrace journey, boolean certain) {
        if (certain && journey.outcomes.isEmpty()) {
            journey.lastSign = now;
        }
    }

    private void garbled(ConnectionTrace cable, @Nullable Id id) {
        cable.spoke.add(now);
        cable.unanswered.remove(id);
        var journey = id == null ? null : cable.inFlight.remove(id);
        if (id != null && journey != null) {
            journey.garbled = now;
            var leg = cable.legs.get(id);
            if (leg != null) {
                leg.streamFailed = now;
            }
        }
    }

    private void streamFailed(ConnectionTrace cable, Id id, LinkFailure failure) {
        // The backend may go on with it, and even ask.
        cable.unanswered.remove(id);
        var journey = cable.inFlight.get(id);
        if (journey != null) {
            journey.streamFailed = now;
            var leg = cable.legs.get(id);
            if (leg != null) {
                leg.streamFailed = now;
            }
        }
        if (failure.kind() == LinkFailure.Kind.SESSION_LOST) {
            over(cable);
        }
    }

    /** With its connection a backend hears that nobody waits for what is in flight on it. */
    private void hungUp(ConnectionTrace cable) {
        cable.inFlight.values().forEach(journey -> journey.hungUp = now);
        over(cable);
    }

    private void over(ConnectionTrace cable) {
        if (cable.ended == null) {
            cable.ended = now;
        }
    }
}
