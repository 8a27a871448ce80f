package io.tieline.testkit.shapes;

import io.tieline.gateway.GatewaySettings;
import io.tieline.gateway.SessionPolicy;
import io.tieline.gateway.StateKey;
import io.tieline.session.backend.CallRule;
import java.util.ArrayList;
import java.util.List;

/**
 * One way through the gateway: the client's revision, whose the sessions are, and what the backend
 * is.
 */
record Setting(String client, String policy, boolean statelessBackend, boolean attributes) {

    static final String STATELESS = "2026-07-28";

    private static final List<String> CLIENTS =
            List.of("2025-11-25", STATELESS, "2025-03-26", "2024-11-05");
    private static final List<String> POLICIES =
            List.of("own", "request", "shared", "pinned", "handle", "lease");

    static List<Setting> all() {
        var all = new ArrayList<Setting>();
        for (var client : CLIENTS) {
            for (var policy : POLICIES) {
                for (boolean stateless : new boolean[] {true, false}) {
                    for (boolean attributes : new boolean[] {true, false}) {
                        all.add(new Setting(client, policy, stateless, attributes));
                    }
                }
            }
        }
        return all;
    }

    boolean isStateless() {
        return client.equals(STATELESS);
    }

    GatewaySettings settings() {
        var ordinary = GatewaySettings.DEFAULT;
        return switch (policy) {
            case "request" -> ordinary.withSessions(SessionPolicy.PER_REQUEST);
            case "shared" -> ordinary.withSessions(SessionPolicy.SHARED);
            case "pinned" -> ordinary.withSessions(SessionPolicy.pinned("all"));
            case "handle" -> ordinary.withStateKey(StateKey.HANDLE);
            case "lease" -> ordinary.withCalls(CallRule.LEASE);
            default -> ordinary;
        };
    }

    PlayedBackend backend() {
        return new PlayedBackend(statelessBackend, attributes);
    }
}
