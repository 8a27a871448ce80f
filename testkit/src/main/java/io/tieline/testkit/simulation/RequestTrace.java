package io.tieline.testkit.simulation;

import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Everything that a history holds about one request of a client. */
final class RequestTrace {

    private static final Set<String> NEVER_ASK =
            Set.of(
                    Method.INITIALIZE,
                    Method.PING,
                    Method.TOOLS_LIST,
                    Method.LOGGING_SET_LEVEL,
                    Method.RESOURCES_SUBSCRIBE,
                    Method.RESOURCES_UNSUBSCRIBE);

    private static final Set<String> SETTINGS =
            Set.of(
                    Method.LOGGING_SET_LEVEL,
                    Method.RESOURCES_SUBSCRIBE,
                    Method.RESOURCES_UNSUBSCRIBE);

    /** It went out to the backend. */
    record Trip(Moment at, Line line, Request request) {}

    /** It was taken back. */
    record Cancelled(Moment at, @Nullable Json reason) {}

    /** It ended; without a response it was aborted, or its client was lost. */
    record Outcome(Moment at, @Nullable Response response) {}

    /** The backend answered. */
    record Answer(Moment at, Response response) {

        boolean isAfter(Moment moment) {
            return moment.isBefore(at);
        }
    }

    final Canary canary;
    final ClientId party;
    final ReplyChannel way;
    final Request request;
    final Moment arrived;

    /** Whether a request of the same id was in flight when this one came. */
    final boolean duplicate;

    /** How many requests of the session were in flight when this one came. */
    final long company;

    final List<Trip> trips = new ArrayList<>(1);
    final List<Answer> answers = new ArrayList<>(1);
    final List<Outcome> outcomes = new ArrayList<>(1);
    final List<Notification> cancelsHeard = new ArrayList<>(0);
    final List<Note> notes = new ArrayList<>(0);
    final List<QuestionTrace> inquiries = new ArrayList<>(0);

    /** Of a client without a session: its attempts that count. */
    final List<Leg> legs = new ArrayList<>(0);

    /** What is asked in results, by the key under which the backend is answered. */
    final Map<String, QuestionTrace> askedInResults = new HashMap<>(0);

    /** What its client was asked in results, by the key under which it answers. */
    final Map<String, QuestionTrace> askedByKey = new HashMap<>(0);

    /** When the connection was hung up on which the backend had it in flight. */
    @Nullable Moment hungUp;

    /** When the backend heard that nobody waits for it any longer. */
    final List<Moment> heard = new ArrayList<>(0);

    /** Its client is away, with this state. */
    @Nullable String parkedWith;

    @Nullable Moment parked;

    /** How often the backend has asked in a result. */
    int rounds;

    /** It was at the backend when its client took it back. */
    boolean wasAtBackend;

    @Nullable Cancelled cancelled;
    @Nullable Moment streamFailed;

    /** It was answered with an error that does not say whom it answers. */
    @Nullable Moment nameless;

    /** Its answer came, and nobody can read it. */
    @Nullable Moment garbled;

    /** It was answered with a question that no result may ask. */
    @Nullable Moment forbidden;

    @Nullable Moment lastSign;
    int ran;
    boolean pressed;

    RequestTrace(
            Canary canary,
            ClientId party,
            ReplyChannel way,
            Request request,
            Moment arrived,
            boolean duplicate,
            long company) {
        this.canary = canary;
        this.party = party;
        this.way = way;
        this.request = request;
        this.arrived = arrived;
        this.duplicate = duplicate;
        this.company = company;
    }

    /** Whether the core answers it by itself. */
    boolean isOwn() {
        return duplicate
                || request.method().equals(Method.PING)
                || request.method().equals(Method.INITIALIZE);
    }

    /** Whether it sets something that the gateway keeps, answers itself, and repeats. */
    boolean isSetting() {
        return SETTINGS.contains(request.method());
    }

    boolean mayAsk() {
        return !NEVER_ASK.contains(request.method());
    }

    /** What its habit to ask is remembered by; null if it has no name. */
    @Nullable String key() {
        var params = request.params();
        if (params == null) {
            return null;
        }
        var name = params.text("name");
        var known = name == null ? params.text("uri") : name;
        return known == null ? null : request.method() + " " + known;
    }

    @Nullable Trip trip() {
        return trips.isEmpty() ? null : trips.getLast();
    }

    @Nullable Outcome outcome() {
        return outcomes.isEmpty() ? null : outcomes.getFirst();
    }

    @Nullable Trip firstTrip() {
        return trips.isEmpty() ? null : trips.getFirst();
    }

    boolean isStateless() {
        return party.stateless();
    }

    /** The attempt that was running then. */
    @Nullable Leg legAt(Moment moment) {
        return legs.stream().filter(leg -> leg.wasRunningAt(moment)).findFirst().orElse(null);
    }

    /** Whether its client said in its latest attempt, or its handshake, that it can be asked. */
    boolean canBeAsked(Kind kind) {
        return legs.isEmpty() ? party.askable().contains(kind) : legs.getLast().canBeAsked(kind);
    }

    /** Whether it said so at first. */
    boolean couldBeAsked(Kind kind) {
        return legs.isEmpty() ? party.askable().contains(kind) : legs.getFirst().canBeAsked(kind);
    }

    /** Its client wants nothing of it any more, or has got it. */
    boolean isOver() {
        return cancelled != null || !outcomes.isEmpty() || (isStateless() && !heard.isEmpty());
    }

    boolean wasOverAt(Moment moment) {
        var outcome = outcome();
        return outcome != null && outcome.at().isBefore(moment);
    }

    boolean wasAnsweredBefore(Moment moment) {
        return !answers.isEmpty() && answers.getFirst().at().isBefore(moment);
    }

    @Override
    public String toString() {
        return request.method() + " " + request.id() + " of " + party + " " + canary;
    }
}
