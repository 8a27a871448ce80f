package io.tieline.gateway.route;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The servers of a federation in the order of the file. A reload puts others in their place at
 * once. Safe for use by several threads.
 */
final class Servers {

    private final FormerServers former;
    private volatile Table table;

    /** All of them, and whether some headers of clients go to one: asked for with each request. */
    private record Table(List<MountedServer> all, boolean forwardHeaders) {

        static Table of(List<MountedServer> all) {
            boolean forward =
                    all.stream().anyMatch(server -> server.mount().gateway().forwardsHeaders());
            return new Table(List.copyOf(all), forward);
        }
    }

    Servers(List<MountedServer> all, FormerServers former) {
        this.table = Table.of(all);
        this.former = former;
    }

    /** All of them. */
    List<MountedServer> all() {
        return table.all();
    }

    /** Those that were never opened, so that nobody knows what they offer. */
    List<MountedServer> unseen() {
        return all().stream().filter(server -> server.seen() == null).toList();
    }

    /** Whether some headers of clients go to one of them. */
    boolean forwardHeaders() {
        return table.forwardHeaders();
    }

    /** The server of this name; null if there is none. */
    @Nullable MountedServer named(String name) {
        return all().stream().filter(server -> server.name().equals(name)).findAny().orElse(null);
    }

    /** Those that were here before the last reloads. */
    FormerServers former() {
        return former;
    }

    /** Puts these in their place. */
    void replace(List<MountedServer> others) {
        former.replaced(all(), others);
        table = Table.of(others);
    }
}
