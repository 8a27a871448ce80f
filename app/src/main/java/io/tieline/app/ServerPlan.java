package io.tieline.app;

import io.tieline.app.config.Configuration;
import io.tieline.gateway.Exposure;
import io.tieline.gateway.GatewaySettings;

/**
 * One server behind the gateway. Immutable.
 *
 * @param name what messages, logs and clients call it
 * @param prefix what comes before the names of its tools, without {@code __}; empty for none
 * @param exposure what clients see of it
 * @param written what the plan was made of
 */
record ServerPlan(
        String name,
        String prefix,
        BackendPlan backend,
        GatewaySettings gateway,
        Exposure exposure,
        Configuration written) {

    /** The same with another server in its place. */
    ServerPlan withBackend(BackendPlan other) {
        return new ServerPlan(name, prefix, other, gateway, exposure, written);
    }

    /** Whether the other is the same server in every way that its sessions can notice. */
    boolean hasSettingsOf(ServerPlan other) {
        return written.saysTheSame(other.written);
    }

    /** Whether clients see the other under the same names and in the same words. */
    boolean isShownAs(ServerPlan other) {
        return prefix.equals(other.prefix) && exposure.equals(other.exposure);
    }
}
