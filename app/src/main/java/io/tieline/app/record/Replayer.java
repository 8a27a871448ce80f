package io.tieline.app.record;

import io.tieline.session.backend.Backend;
import io.tieline.session.backend.Link;
import io.tieline.wire.ErrorCode;
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
import io.tieline.wire.Revision;
import io.tieline.wire.RpcError;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The client of one connection of a recording, against a server: sends what the client has sent,
 * each thing once what had come before it has come again, answers questions as they were answered,
 * and leaves what was said for a comparison. Used by one thread.
 */
final class Replayer {

    private final Dialogue recorded;
    private final ReplayPace pace;
    private final Duration patience;
    private final Differences findings;
    private final Arrivals arrivals;
    private final Dialogue now = new Dialogue();
    private final IdentityHashMap<Flow, Flow> counterparts = new IdentityHashMap<>();
    private final IdentityHashMap<Flow, Queue<Request>> unanswered = new IdentityHashMap<>();
    private final Map<Id, Id> ids = new HashMap<>();
    private final Map<Id, Link.Stream> streams = new HashMap<>();
    private final OpaqueValues opaque = new OpaqueValues();
    private final Link link;
    private long numbers;
    private boolean ended;

    /**
     * @param patience how long each answer may take
     */
    Replayer(
            Backend server,
            Dialogue recorded,
            ReplayPace pace,
            Duration patience,
            Differences findings) {
        this.recorded = recorded;
        this.pace = pace;
        this.patience = patience;
        this.findings = findings;
        counterparts.put(recorded.flows().getFirst(), now.flows().getFirst());
        this.arrivals = new Arrivals(findings);
        this.link = server.connect(arrivals);
    }

    /** Plays it to its end, and gives what each part of the recording has become. */
    IdentityHashMap<Flow, Flow> play() throws InterruptedException {
        Entry before = null;
        for (var entry : recorded.entries()) {
            if (ended) {
                break;
            }
            if (before != null) {
                pause(pace.between(before, entry));
            }
            before = entry;
            switch (entry.kind()) {
                case SENT -> send(entry);
                case RELEASED -> release(entry);
                case RECEIVED -> expect(entry);
                case ENDED -> {}
            }
        }
        link.close();
        return counterparts;
    }

    OpaqueValues opaque() {
        return opaque;
    }

    private void send(Entry entry) {
        switch (entry.message()) {
            case Request request -> request(entry, request);
            case Response response -> answer(entry, response);
            case Notification told -> tell(entry, told);
            case null -> {}
        }
    }

    private void request(Entry entry, Request request) {
        var id = Id.of(++numbers);
        ids.put(request.id(), id);
        var token = request.progressToken();
        var sent =
                request.withParams(opaque.inWordsOfNow(Flow.params(request.params())))
                        .with(id, token == null ? null : id.json());
        begin(entry, sent);
        var stream = arrivals.of(id, entry.headers());
        streams.put(id, stream);
        link.request(sent, stream);
    }

    private void begin(Entry entry, Message sent) {
        var flow = now.add(Entry.sent(entry.millis(), 1, sent, Map.of()));
        counterparts.putIfAbsent(recorded.flowOf(entry), flow);
    }

    private void tell(Entry entry, Notification told) {
        var id = Flow.params(told.params()).get("requestId");
        var sent = told;
        if (told.method().equals(Method.CANCELLED) && id != null) {
            var current = current(id);
            if (current == null) {
                return;
            }
            sent = told.withParam("requestId", current.json());
        }
        begin(entry, sent);
        link.send(sent);
    }

    private @Nullable Id current(Json recordedId) {
        try {
            return ids.get(Id.of(recordedId));
        } catch (MalformedException none) {
            return null;
        }
    }

    private void answer(Entry entry, Response response) {
        var flow = counterparts.get(recorded.flowOf(entry));
        var waiting = flow == null ? null : unanswered.get(flow);
        var question = waiting == null ? null : waiting.poll();
        if (question != null) {
            var answer = response.withId(question.id());
            begin(entry, answer);
            link.send(answer);
        }
    }

    private void release(Entry entry) {
        var id = entry.on() == null ? null : ids.get(entry.on());
        var stream = id == null ? null : streams.remove(id);
        if (stream != null) {
            link.release(stream);
        }
    }

    /** Waits until the like of what came then has come now; what never comes is told of later. */
    private void expect(Entry entry) throws InterruptedException {
        var then = recorded.flowOf(entry);
        var flow = counterparts.get(then);
        if (flow == null || isPing(entry.message())) {
            return;
        }
        int soMany = 0;
        for (var step : then.steps()) {
            soMany += step.kind() == Entry.Kind.RECEIVED && !isPing(step.message()) ? 1 : 0;
            if (step.equals(entry)) {
                break;
            }
        }
        int count = soMany;
        boolean isAnswer = entry.message() instanceof Response;
        // When the answer is there, whatever else was recorded before it will not come.
        await(() -> flow.response() != null || (!isAnswer && flow.received().size() >= count));
    }

    private static boolean isPing(@Nullable Message message) {
        return message instanceof Request request && request.method().equals(Method.PING);
    }

    private void await(BooleanSupplier condition) throws InterruptedException {
        long until = System.nanoTime() + patience.toNanos();
        while (!ended && !condition.getAsBoolean()) {
            var arrival = arrivals.next(until);
            if (arrival == null) {
                return;
            }
            take(arrival);
        }
    }

    private void pause(Duration time) throws InterruptedException {
        if (!time.isZero()) {
            long until = System.nanoTime() + time.toNanos();
            Arrivals.Arrival arrival;
            while ((arrival = arrivals.next(until)) != null) {
                take(arrival);
            }
        }
    }

    private void take(Arrivals.Arrival arrival) {
        var message = arrival.message();
        if (message == null) {
            ended = true;
            boolean wasSo =
                    recorded.entries().stream().anyMatch(one -> one.kind() == Entry.Kind.ENDED);
            if (!wasSo) {
                findings.differ("The connection ended: " + arrival.ended());
            }
            return;
        }
        if (isPing(message) && message instanceof Request ping) {
            link.send(Result.of(ping.id(), Json.EMPTY_OBJECT));
            return;
        }
        var flow = now.add(Entry.received(0, 1, message, arrival.on()));
        switch (message) {
            case Request question -> asked(flow, question);
            case Response response -> answered(flow, response);
            case Notification _ -> {}
        }
    }

    private void asked(Flow flow, Request question) {
        var then = then(flow);
        long open = then == null ? 0 : then.questions().size();
        long asked = flow.questions().size();
        if (asked > open) {
            var error =
                    RpcError.of(ErrorCode.METHOD_NOT_FOUND, "The recording has no such question");
            link.send(Failure.of(question.id(), error));
            return;
        }
        unanswered.computeIfAbsent(flow, _ -> new ArrayDeque<>()).add(question);
    }

    private @Nullable Flow then(Flow flow) {
        for (var pair : counterparts.entrySet()) {
            if (pair.getValue().equals(flow) && isSame(pair.getValue(), flow)) {
                return pair.getKey();
            }
        }
        return null;
    }

    @SuppressWarnings("ReferenceEquality") // two flows may look alike
    private static boolean isSame(Flow one, Flow other) {
        return one == other;
    }

    private void answered(Flow flow, Response response) {
        var then = then(flow);
        var before = then == null ? null : then.response();
        if (before != null
                && before.message() instanceof Result first
                && response instanceof Result result) {
            opaque.learn(first.result(), result.result());
            var request = flow.request();
            if (request != null && request.method().equals(Method.INITIALIZE)) {
                link.opened(Revision.ofHandshakeOrLatest(result.result().text("protocolVersion")));
            }
        }
    }
}
