package io.tieline.app.record;

import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.MalformedException;
import io.tieline.wire.MetaKey;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was said on one connection, in its order, and what of it belongs together. Where all
 * messages share one channel that is found out: progress by its token, answers and withdrawals by
 * their id, the rest by the request that is in flight, of several by the latest. Grows line by
 * line, confined to one thread.
 */
final class Dialogue {

    private final List<Entry> entries = new ArrayList<>();
    private final List<Flow> flows = new ArrayList<>();
    private final IdentityHashMap<Entry, Flow> places = new IdentityHashMap<>();
    private final Map<Id, Flow> open = new LinkedHashMap<>();
    private final Map<Id, Flow> known = new HashMap<>();
    private final Map<Json, Flow> tokens = new HashMap<>();
    private final Map<Id, Flow> questions = new HashMap<>();
    private Flow last = Flow.begin(null);

    Dialogue() {
        flows.add(last);
    }

    /** All of it. */
    List<Entry> entries() {
        return entries;
    }

    /** What belongs together; the first one is what belongs to no message of the client. */
    List<Flow> flows() {
        return flows;
    }

    /** Where this line of it belongs. */
    Flow flowOf(Entry entry) {
        return places.getOrDefault(entry, flows.getFirst());
    }

    /** Says whether each request has a stream of its own. */
    boolean hasStreams() {
        return entries.stream()
                .anyMatch(entry -> entry.kind() == Entry.Kind.RECEIVED && entry.on() != null);
    }

    /** One line more. */
    Flow add(Entry entry) {
        entries.add(entry);
        var flow =
                switch (entry.kind()) {
                    case SENT -> sent(entry);
                    case RECEIVED -> received(entry);
                    case RELEASED -> known.getOrDefault(entry.on(), last);
                    case ENDED -> last;
                };
        boolean isTrigger = entry.equals(flow.trigger());
        if (!isTrigger) {
            flow.steps().add(entry);
        }
        places.put(entry, flow);
        if (entry.kind() == Entry.Kind.RECEIVED && entry.message() instanceof Response) {
            last = flow;
        }
        return flow;
    }

    private Flow sent(Entry entry) {
        return switch (entry.message()) {
            case Request request -> {
                var flow = begin(entry);
                open.put(request.id(), flow);
                known.put(request.id(), flow);
                var token = request.progressToken();
                if (token != null) {
                    tokens.put(token, flow);
                }
                yield flow;
            }
            case Response response -> {
                var asked = questions.get(response.id());
                yield asked == null ? last : asked;
            }
            case Notification told -> {
                var taken = told.method().equals(Method.CANCELLED) ? request(told) : null;
                yield taken == null ? begin(entry) : taken;
            }
            case null -> last;
        };
    }

    private Flow begin(Entry entry) {
        last = Flow.begin(entry);
        flows.add(last);
        return last;
    }

    private @Nullable Flow request(Notification cancelled) {
        var id = id(Flow.params(cancelled.params()).get("requestId"));
        return id == null ? null : known.get(id);
    }

    private static @Nullable Id id(@Nullable Json json) {
        try {
            return json == null ? null : Id.ofAnswer(json);
        } catch (MalformedException none) {
            return null;
        }
    }

    private Flow received(Entry entry) {
        return switch (entry.message()) {
            case Response response -> {
                var answered = open.remove(response.id());
                yield answered == null ? on(entry) : answered;
            }
            case Request question -> {
                var flow = on(entry);
                questions.put(question.id(), flow);
                yield flow;
            }
            case Notification told -> told(entry, Flow.params(told.params()), told.method());
            case null -> last;
        };
    }

    private Flow told(Entry entry, Json params, String method) {
        Flow named = null;
        if (method.equals(Method.PROGRESS)) {
            named = tokens.get(params.get("progressToken"));
        } else if (method.equals(Method.CANCELLED)) {
            named = questions.get(id(params.get("requestId")));
        } else if (params.at("_meta", MetaKey.SUBSCRIPTION_ID) != null) {
            named = known.get(id(params.at("_meta", MetaKey.SUBSCRIPTION_ID)));
        }
        return named == null ? on(entry) : named;
    }

    /** By the stream on which it came, or else by what is in flight. */
    private Flow on(Entry entry) {
        var stream = entry.on() == null ? null : known.get(entry.on());
        if (stream != null) {
            return stream;
        }
        Flow latest = null;
        for (var flow : open.values()) {
            var request = flow.request();
            if (request != null && !request.method().equals(Method.SUBSCRIPTIONS_LISTEN)) {
                latest = flow;
            }
        }
        return latest == null ? last : latest;
    }
}
