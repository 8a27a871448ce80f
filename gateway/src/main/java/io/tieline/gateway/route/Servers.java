package io.tieline.gateway.route;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The servers of a federation in the order of the file. A reload puts others in their place at
 * once. Safe for use by several threads.
 */
final class Servers {

    private final FormerServers former;
    private volatile List<MountedServer> all;

    Servers(List<MountedServer> all, FormerServers former) {
        this.all = List.copyOf(all);
        this.former = former;
    }

    /** All of them. */
    List<MountedServer> all() {
        return all;
    }

    /** The server of this name; null if there is none. */
    @Nullable MountedServer named(String name) {
        return all.stream().filter(server -> server.name().equals(name)).findAny().orElse(null);
    }

    /** Those that were here before the last reloads. */
    FormerServers former() {
        return former;
    }

    /** Puts these in their place. */
    void replace(List<MountedServer> others) {
        former.replaced(all, others);
        all = List.copyOf(others);
    }
}
