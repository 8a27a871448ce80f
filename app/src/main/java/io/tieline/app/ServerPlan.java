package io.tieline.app;

import io.tieline.gateway.Exposure;
import io.tieline.gateway.GatewaySettings;

/**
 * One server behind the gateway. Immutable.
 *
 * @param name what messages, logs and clients call it
 * @param prefix what comes before the names of its tools, without {@code __}; empty for none
 * @param exposure what clients see of it
 */
record ServerPlan(
        String name,
        String prefix,
        BackendPlan backend,
        GatewaySettings gateway,
        Exposure exposure) {}
