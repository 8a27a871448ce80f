package io.tieline.app.record;

import io.tieline.session.backend.Link;
import io.tieline.wire.Failure;
import io.tieline.wire.Json;
import io.tieline.wire.Message;
import io.tieline.wire.MetaKey;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import io.tieline.wire.Result;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one message of a client sets off again, step by step: what the server said is said, and for
 * what the client said then it waits. On the strand of the server.
 */
final class ReplayedFlow {

    private final ReplayLink link;
    private final Flow flow;
    private final @Nullable Request request;
    private final Link.@Nullable Stream stream;
    private final Set<Entry> arrived = Collections.newSetFromMap(new IdentityHashMap<>());
    private int next;
    private boolean paced;
    private boolean released;

    /**
     * @param request as it was made now; null if a notification has set it off
     */
    ReplayedFlow(
            ReplayLink link, Flow flow, @Nullable Request request, Link.@Nullable Stream stream) {
        this.link = link;
        this.flow = flow;
        this.request = request;
        this.stream = stream;
    }

    Link.@Nullable Stream stream() {
        return stream;
    }

    boolean isReleased() {
        return released;
    }

    /** Goes on as far as the client lets it. */
    void go() {
        while (next < flow.steps().size()) {
            var step = flow.steps().get(next);
            boolean isServers =
                    step.kind() == Entry.Kind.RECEIVED || step.kind() == Entry.Kind.ENDED;
            if (isServers ? waitsForItsTime(step) : !arrived.contains(step)) {
                return;
            }
            next++;
            paced = false;
            if (isServers) {
                link.deliver(step, this);
            }
        }
    }

    private boolean waitsForItsTime(Entry step) {
        var before = next == 0 ? flow.trigger() : flow.steps().get(next - 1);
        if (paced || before == null) {
            return false;
        }
        var pause = link.server().pace().between(before, step);
        if (pause.isZero()) {
            return false;
        }
        var _ = link.server().timers().after(pause, () -> link.server().strand().run(this::goOn));
        return true;
    }

    private void goOn() {
        paced = true;
        go();
    }

    /** The client has answered a question of this flow. */
    void answered(Request question, Response now) {
        for (var step : flow.steps()) {
            if (step.kind() == Entry.Kind.SENT
                    && step.message() instanceof Response recorded
                    && question.id().equals(recorded.id())) {
                link.server()
                        .findings()
                        .differ(
                                "The answer to " + question.method() + " in " + flow.name(),
                                differences(recorded, now));
                arrive(step);
                return;
            }
        }
    }

    /** In what an answer differs from the one that was recorded. */
    static List<String> differences(Response recorded, Response now) {
        return JsonDifferences.between(outcome(recorded), outcome(now), ReplayBackend.VOLATILE);
    }

    private static Json outcome(Response response) {
        return switch (response) {
            case Result result -> Json.object("result", result.result());
            case Failure failure ->
                    Json.object(
                            "error",
                            Json.object(
                                    "code",
                                    failure.error().code(),
                                    "message",
                                    failure.error().message(),
                                    "data",
                                    failure.error().data()));
        };
    }

    /** The client has taken its request back. */
    void cancelled() {
        leave(Method.CANCELLED);
    }

    /** The client wants nothing more of its request. */
    void release() {
        boolean isOver = next == flow.steps().size();
        if (!isOver && !released) {
            leave("");
        }
        released = true;
    }

    private void leave(String word) {
        for (var step : flow.steps()) {
            boolean isIt =
                    step.kind() == Entry.Kind.RELEASED
                            || (step.kind() == Entry.Kind.SENT
                                    && step.message() instanceof Notification told
                                    && told.method().equals(Method.CANCELLED));
            if (isIt) {
                arrive(step);
                return;
            }
        }
        boolean isOver = next == flow.steps().size();
        if (!isOver && !released && (!word.isEmpty() || !link.attributes())) {
            link.server().findings().differ(flow.name() + " was taken back");
        }
        released = true;
    }

    private void arrive(Entry step) {
        arrived.add(step);
        go();
    }

    /** A recorded message with the ids and tokens of now; null if nobody wants it now. */
    @Nullable Message inWordsOfNow(Message recorded) {
        var asking = request;
        return switch (recorded) {
            case Response response -> asking == null ? null : response.withId(asking.id());
            case Request question -> question;
            case Notification told -> asking == null ? told : inWordsOfNow(told, asking);
        };
    }

    private @Nullable Message inWordsOfNow(Notification told, Request asking) {
        var params = Flow.params(told.params());
        if (told.method().equals(Method.PROGRESS)) {
            var token = asking.progressToken();
            return token == null ? null : told.withParam("progressToken", token);
        }
        if (told.method().equals(Method.CANCELLED)) {
            var id = link.idOfQuestion(params.get("requestId"), this);
            return id == null ? null : told.withParam("requestId", id.json());
        }
        return params.at("_meta", MetaKey.SUBSCRIPTION_ID) == null
                ? told
                : told.withParams(
                        params.with(List.of("_meta", MetaKey.SUBSCRIPTION_ID), asking.id().json()));
    }
}
