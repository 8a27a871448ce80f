package io.tieline.gateway.route;

import io.tieline.gateway.Gateway;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How many client sessions have something of each gateway. Safe for use by several threads. */
final class GatewayUses {

    private final Map<Gateway, Integer> counts = new ConcurrentHashMap<>(0);

    void began(Gateway gateway) {
        counts.merge(gateway, 1, Integer::sum);
    }

    void ended(Gateway gateway) {
        counts.computeIfPresent(gateway, (_, count) -> count == 1 ? null : count - 1);
    }

    boolean isUsed(Gateway gateway) {
        return counts.containsKey(gateway);
    }
}
