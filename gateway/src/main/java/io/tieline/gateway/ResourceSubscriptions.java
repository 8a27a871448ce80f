package io.tieline.gateway;

import io.tieline.session.Budget;
import io.tieline.session.Holding;
import io.tieline.session.backend.LinkFailure;
import io.tieline.session.client.Subscription;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Notification;
import io.tieline.wire.RpcError;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who watches which resource of one shared backend session; the names are charged to an account. On
 * the strand of their scope.
 */
final class ResourceSubscriptions {

    private final Map<String, Set<SharedClients.Member>> watching = new HashMap<>(0);

    /** The same by member, so that one that leaves costs no more than what it watched. */
    private final Map<SharedClients.Member, Set<String>> watched = new HashMap<>(0);

    private final String backend;
    private final Holding room;
    private long bytes;

    /** Nobody watches anything; names that are watched are charged to the backend's account. */
    ResourceSubscriptions(Upstream upstream) {
        this.backend = upstream.name();
        this.room = new Holding(upstream.account(), Budget.Use.KEPT);
    }

    private static long cost(String uri) {
        return 2L * uri.length();
    }

    private void changed(long more) {
        bytes += more;
        // The room was taken by hasRoomFor; this only settles the difference.
        room.charge(bytes);
    }

    /** Why this member cannot watch the resource besides those that it does; null if it can. */
    @Nullable RpcError refuses(String uri, SharedClients.Member member) {
        var own = watched.getOrDefault(member, Set.of());
        if (own.size() >= Subscription.MAX_RESOURCES && !own.contains(uri)) {
            var why =
                    "This session watches "
                            + Subscription.MAX_RESOURCES
                            + " resources already; unsubscribe some";
            return RpcError.of(ErrorCode.INVALID_PARAMS, why);
        }
        return refuses(Set.of(uri));
    }

    /**
     * Why these resources cannot be watched besides those that are; null if they can, and the room
     * for them is taken.
     */
    @Nullable RpcError refuses(Set<String> uris) {
        if (hasRoomFor(uris)) {
            return null;
        }
        var why =
                "At backend "
                        + backend
                        + " "
                        + Subscription.MAX_IN_ALL
                        + " resources are watched in this session already, or there is no room for"
                        + " their names; unsubscribe some";
        return new LinkFailure(LinkFailure.Kind.OVERLOADED, why, LinkFailure.Executed.NO)
                .error(backend, "call");
    }

    private boolean hasRoomFor(Set<String> uris) {
        long more = uris.stream().filter(uri -> !watching.containsKey(uri)).count();
        long longer = bytes + uris.stream().mapToLong(ResourceSubscriptions::cost).sum();
        return watching.size() + more <= Subscription.MAX_IN_ALL && room.hold(longer);
    }

    /**
     * Adds a watcher; true if it is the first for this resource, so that the backend must be told.
     */
    boolean add(String uri, SharedClients.Member member) {
        boolean fresh = watched.computeIfAbsent(member, _ -> new LinkedHashSet<>()).add(uri);
        changed(fresh ? cost(uri) : 0);
        var members = watching.computeIfAbsent(uri, _ -> new LinkedHashSet<>());
        members.add(member);
        return members.size() == 1;
    }

    /** Removes a watcher; true if it was the last, so that the backend must be told. */
    boolean remove(String uri, SharedClients.Member member) {
        var own = watched.get(member);
        if (own != null && own.remove(uri)) {
            changed(-cost(uri));
            if (own.isEmpty()) {
                watched.remove(member);
            }
        }
        var members = watching.get(uri);
        if (members == null || !members.remove(member) || !members.isEmpty()) {
            return false;
        }
        watching.remove(uri);
        return true;
    }

    /** A client has left; the resources that nobody watches any longer. */
    List<String> left(SharedClients.Member member) {
        var unwatched = new ArrayList<String>(0);
        for (var uri : List.copyOf(watched.getOrDefault(member, Set.of()))) {
            if (remove(uri, member)) {
                unwatched.add(uri);
            }
        }
        return unwatched;
    }

    /** Those who watch the resource that has changed. */
    Set<SharedClients.Member> of(Notification updated) {
        var uri = updated.params() == null ? null : updated.params().text("uri");
        return uri == null ? Set.of() : watching.getOrDefault(uri, Set.of());
    }

    Set<String> uris() {
        return watching.keySet();
    }

    void clear() {
        watching.clear();
        watched.clear();
        changed(-bytes);
    }
}
