package io.tieline.app;

import java.util.HashMap;
import java.util.Map;

/**
 * The environment as the user wrote it. Where no UTF-8 locale is in force, {@code bin/tieline} puts
 * one in force for the JVM by {@code LC_ALL}, and keeps what stood there in another variable.
 */
final class UserEnvironment {

    /** What stood in {@code LC_ALL}; unset where the launcher has left that alone. */
    static final String KEPT = "TIELINE_LC_ALL";

    private static final String CHANGED = "LC_ALL";

    private UserEnvironment() {}

    /** The same environment without the launcher's part in it. */
    static Map<String, String> of(Map<String, String> environment) {
        var kept = environment.get(KEPT);
        if (kept == null) {
            return environment;
        }
        var users = new HashMap<>(environment);
        users.remove(KEPT);
        users.remove(CHANGED);
        if (!kept.isEmpty()) {
            users.put(CHANGED, kept);
        }
        return Map.copyOf(users);
    }
}
