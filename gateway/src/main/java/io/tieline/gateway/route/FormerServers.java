package io.tieline.gateway.route;

import io.tieline.session.Timers;
import io.tieline.wire.Revision;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The servers as they were before the last reloads, for a while: clients that never list again go
 * on with the names that they know. Safe for use by several threads.
 */
final class FormerServers {

    /** So many reloads are remembered. */
    private static final int MOST = 8;

    private record Former(List<MountedServer> servers, long until) {}

    private final Deque<Former> latestFirst = new ArrayDeque<>(0);
    private final Timers timers;
    private final FederationSettings settings;

    FormerServers(Timers timers, FederationSettings settings) {
        this.timers = timers;
        this.settings = settings;
    }

    /** These have just been replaced by others. What nobody remembers any longer keeps nothing. */
    synchronized void replaced(List<MountedServer> servers, List<MountedServer> others) {
        var before = remembered();
        var until = timers.nanoTime() + settings.grace().toNanos();
        latestFirst.addFirst(new Former(servers, until));
        if (latestFirst.size() > MOST) {
            latestFirst.removeLast();
        }
        forgetOld();
        before.removeAll(remembered());
        others.forEach(before::remove);
        before.forEach(MountedServer::close);
    }

    private Set<MountedServer> remembered() {
        var all = new LinkedHashSet<MountedServer>();
        latestFirst.forEach(former -> all.addAll(former.servers()));
        return all;
    }

    private void forgetOld() {
        latestFirst.removeIf(former -> former.until() - timers.nanoTime() < 0);
    }

    /** Nothing is remembered any longer. */
    synchronized void close() {
        remembered().forEach(MountedServer::close);
        latestFirst.clear();
    }

    /** What a client called by this name before a reload; null if that is too long ago. */
    View.@Nullable Owned owner(ListKind kind, Revision revision, String name) {
        return owners(kind, revision, name).findFirst().orElse(null);
    }

    /** The owners of this name before each of the reloads, the last one first. */
    Stream<View.Owned> owners(ListKind kind, Revision revision, String name) {
        return valid().stream()
                .map(former -> view(former, kind, revision).owner(name))
                .filter(Objects::nonNull);
    }

    private static View view(Former former, ListKind kind, Revision revision) {
        var parts =
                former.servers().stream()
                        .map(server -> new View.Part(server, server.lastListed(kind, revision)))
                        .toList();
        return new View(kind, parts, 0);
    }

    /** The server of this name before the last reload that has removed it; null if none has. */
    @Nullable MountedServer named(String name) {
        return valid().stream()
                .flatMap(former -> former.servers().stream())
                .filter(server -> server.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    /**
     * The name of a server that was removed before anybody knew what it has, and whose names begin
     * like this one; null if there was none. Says what became of a call, and never where it goes.
     */
    @Nullable String unheard(
            ListKind kind, Revision revision, String name, Predicate<String> isThere) {
        return valid().stream()
                .flatMap(former -> former.servers().stream())
                .filter(server -> server.namesBeginLike(name) && !isThere.test(server.name()))
                .filter(server -> server.lastListed(kind, revision) == null)
                .map(MountedServer::name)
                .findFirst()
                .orElse(null);
    }

    private synchronized List<Former> valid() {
        return latestFirst.stream()
                .filter(former -> former.until() - timers.nanoTime() >= 0)
                .toList();
    }
}
