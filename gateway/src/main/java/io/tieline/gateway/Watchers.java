package io.tieline.gateway;

import io.tieline.session.Account;
import io.tieline.session.Budget;
import io.tieline.session.Holding;
import io.tieline.session.Subscription;
import io.tieline.wire.Notification;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who watches which resource of one shared backend session; the names are charged to an account. On
 * the shared session's strand.
 */
final class Watchers {

    private final Map<String, Set<Member>> watching = new HashMap<>(0);

    /** The same by member, so that one that leaves costs no more than what it watched. */
    private final Map<Member, Set<String>> watched = new HashMap<>(0);

    private final Holding room;
    private long bytes;

    /** Nobody watches anything. */
    Watchers(Account account) {
        this.room = new Holding(account, Budget.Use.KEPT);
    }

    private static long cost(String uri) {
        return 2L * uri.length();
    }

    private void changed(long more) {
        bytes += more;
        // The room was taken by hasRoomFor; this only settles the difference.
        room.charge(bytes);
    }

    /** Whether this member watches as many resources as one client may, and not this one. */
    boolean isFull(String uri, Member member) {
        var own = watched.getOrDefault(member, Set.of());
        return own.size() >= Subscription.MAX_RESOURCES && !own.contains(uri);
    }

    /** Whether these resources can be watched besides those that are; takes the room for them. */
    boolean hasRoomFor(Set<String> uris) {
        long more = uris.stream().filter(uri -> !watching.containsKey(uri)).count();
        long longer = bytes + uris.stream().mapToLong(Watchers::cost).sum();
        return watching.size() + more <= Subscription.MAX_IN_ALL && room.hold(longer);
    }

    /**
     * Adds a watcher; true if it is the first for this resource, so that the backend must be told.
     */
    boolean add(String uri, Member member) {
        boolean fresh = watched.computeIfAbsent(member, _ -> new LinkedHashSet<>()).add(uri);
        changed(fresh ? cost(uri) : 0);
        var members = watching.computeIfAbsent(uri, _ -> new LinkedHashSet<>());
        members.add(member);
        return members.size() == 1;
    }

    /** Removes a watcher; true if it was the last, so that the backend must be told. */
    boolean remove(String uri, Member member) {
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
    List<String> left(Member member) {
        var unwatched = new ArrayList<String>(0);
        for (var uri : List.copyOf(watched.getOrDefault(member, Set.of()))) {
            if (remove(uri, member)) {
                unwatched.add(uri);
            }
        }
        return unwatched;
    }

    /** Those who watch the resource that has changed. */
    Set<Member> of(Notification updated) {
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
