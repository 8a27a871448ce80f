package io.tieline.testkit.simulation;

import io.tieline.testkit.simulation.RequestTrace.Answer;
import io.tieline.testkit.simulation.RequestTrace.Outcome;
import io.tieline.testkit.simulation.RequestTrace.Trip;
import io.tieline.wire.Json;
import io.tieline.wire.MetaKey;
import io.tieline.wire.Request;
import io.tieline.wire.Result;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Everything that a history holds about one attempt of a client without a session. */
final class Leg {

    /** What an attempt is worth, by the state that it brings. */
    enum Standing {
        /** Brings none. */
        FIRST,
        /** Brings the one that is waited for. */
        RETRY,
        /** Brings one that was used before, or whose time is up. */
        STALE,
        /** Brings one that was never given, or not to this principal, or not for this call. */
        FOREIGN
    }

    final ReplyChannel way;
    final Request request;
    final Moment arrived;
    final Standing standing;

    /** What it belongs to; null if it brings a state that is not its own. */
    final @Nullable RequestTrace journey;

    final List<Outcome> outcomes = new ArrayList<>(1);

    /** Where the backend needs no session either, each attempt goes there by itself. */
    final List<Trip> trips = new ArrayList<>(1);

    final List<Answer> answers = new ArrayList<>(1);
    final List<Note> notes = new ArrayList<>(0);

    /** It was at the backend when its client left. */
    boolean wasAtBackend;

    @Nullable Moment left;
    @Nullable Moment heard;
    @Nullable Moment streamFailed;
    boolean pressed;

    Leg(
            ReplyChannel way,
            Request request,
            Moment arrived,
            Standing standing,
            @Nullable RequestTrace journey) {
        this.way = way;
        this.request = request;
        this.arrived = arrived;
        this.standing = standing;
        this.journey = journey;
    }

    boolean isGood() {
        return standing == Standing.FIRST || standing == Standing.RETRY;
    }

    boolean canBeAsked(Kind kind) {
        return kind.isIn(envelope(MetaKey.CLIENT_CAPABILITIES));
    }

    /** Whether it wants log messages of the level that the world has. */
    boolean wantsLog() {
        var level = envelope(MetaKey.LOG_LEVEL);
        return level != null && List.of("debug", "info").contains(level.asString());
    }

    private @Nullable Json envelope(String key) {
        var meta = request.meta();
        return meta == null ? null : meta.get(key);
    }

    @Nullable Outcome outcome() {
        return outcomes.isEmpty() ? null : outcomes.getFirst();
    }

    boolean isRunning() {
        return outcomes.isEmpty();
    }

    boolean wasRunningAt(Moment moment) {
        var outcome = outcome();
        return arrived.isBefore(moment) && (outcome == null || moment.isBefore(outcome.at()));
    }

    /** Whether it ended with questions. */
    boolean asks() {
        var outcome = outcome();
        return outcome != null && outcome.response() instanceof Result result && asks(result);
    }

    static boolean asks(Result result) {
        return "input_required".equals(result.result().text("resultType"));
    }

    @Override
    public String toString() {
        return request.method() + " " + request.id() + " on " + way + " (" + standing + ")";
    }
}
