package io.tieline.testkit.simulation;

import io.tieline.wire.MetaKey;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who watches what: an update reaches those who have subscribed to the resource and nobody else,
 * and all of them that have a stream on which they can hear it.
 */
final class Watchers {

    private record Watched(ClientId party, String uri) {}

    private final Plan plan;

    /** Everybody who ever subscribed: what was under way when they left may still arrive. */
    private final Set<Watched> ever = new HashSet<>();

    /** The last thing that a session said of a resource. */
    private final Map<Watched, RequestTrace> last = new LinkedHashMap<>();

    private final Map<ClientId, ReplyChannel> general = new HashMap<>();
    private final Set<Watched> owed = new HashSet<>(0);
    private final List<String> wrongs = new ArrayList<>(0);
    private @Nullable Moment since;

    Watchers(Plan plan) {
        this.plan = plan;
    }

    List<String> wrongs() {
        return wrongs;
    }

    void arrived(RequestTrace journey) {
        var watched = new Watched(journey.party, uri(journey.request.params()));
        last.put(watched, journey);
        if (journey.request.method().equals(Method.RESOURCES_SUBSCRIBE)) {
            ever.add(watched);
        }
    }

    private static String uri(io.tieline.wire.@Nullable Json params) {
        var uri = params == null ? null : params.text("uri");
        return uri == null ? "" : uri;
    }

    void attached(ReplyChannel way) {
        general.put(way.party(), way);
    }

    void ended(ReplyChannel way) {
        general.remove(way.party(), way);
    }

    void said(ConnectionTrace cable, Notification updated) {
        if (isTakenBack(cable, updated)) {
            return;
        }
        var uri = uri(updated.params());
        last.forEach((watched, journey) -> {
            boolean here = cable.parties.contains(watched.party());
            if (here && watched.uri().equals(uri) && isSubscribed(journey)) {
                owed.add(watched);
            }
        });
    }

    /**
     * It crossed the end of its subscription. The one that follows it was open by then, and is told
     * of every change for itself.
     */
    private static boolean isTakenBack(ConnectionTrace cable, Notification updated) {
        var params = updated.params();
        var subscription = params == null ? null : params.at("_meta", MetaKey.SUBSCRIPTION_ID);
        return cable.takenBack.contains(subscription);
    }

    private boolean isSubscribed(RequestTrace journey) {
        var outcome = journey.outcome();
        return journey.request.method().equals(Method.RESOURCES_SUBSCRIBE)
                && outcome != null
                && outcome.response() instanceof io.tieline.wire.Result
                && general.containsKey(journey.party)
                && plan.policy() != Plan.Policy.PER_REQUEST;
    }

    void sent(ReplyChannel way, Notification updated) {
        var watched = new Watched(way.party(), uri(updated.params()));
        owed.remove(watched);
        if (!ever.contains(watched)) {
            wrongs.add(way + " was told of " + watched.uri() + ", which it does not watch");
        }
    }

    /** When time goes on, everything that is owed must have been paid. */
    void at(Moment now) {
        if (since != null && since.nanos() != now.nanos() && !owed.isEmpty()) {
            wrongs.add("an update was not told to " + owed);
            owed.clear();
        }
        since = now;
    }
}
