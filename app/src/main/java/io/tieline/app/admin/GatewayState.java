package io.tieline.app.admin;

import io.tieline.wire.Json;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the admin address may see of the gateway, and ask of it. Safe for use by several threads.
 */
public interface GatewayState {

    /** The names of the servers, in the order of the configuration. */
    List<String> servers();

    /** The sessions of clients, each as a JSON object. */
    List<Json> sessions();

    /** The child processes, each as a JSON object. */
    List<Json> children();

    /** Says whether it takes no new session any longer. */
    boolean isDraining();

    /** Why the configuration that was read last was not taken; null if it was. */
    @Nullable String refusedConfiguration();

    /** Makes a round trip through the real path; says whether it came back within this time. */
    boolean isAlive(Duration most);

    /**
     * Reads the configuration again, whether or not it has changed.
     *
     * @return false if it was not read from files
     */
    boolean reload();

    /** Takes no new session, lets what is under way end, and ends the program. */
    void drain();
}
