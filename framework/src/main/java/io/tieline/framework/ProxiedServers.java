package io.tieline.framework;

import io.tieline.gateway.Gateway;
import io.tieline.gateway.GatewaySettings;
import io.tieline.gateway.Interceptor;
import io.tieline.gateway.route.Federation;
import io.tieline.gateway.route.FederationSettings;
import io.tieline.gateway.route.Mount;
import io.tieline.session.Environment;
import io.tieline.session.Lifetime;
import io.tieline.session.backend.Backend;
import io.tieline.session.client.Service;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What stands behind a proxy: one server, or several that are mounted under names and can come and
 * go. Safe for use by several threads.
 */
final class ProxiedServers implements AutoCloseable {

    /** A server that is to be mounted. */
    record Planned(String name, Function<Lifetime, Backend> target, MountOptions options) {}

    private final Environment environment;
    private final Lifetime lifetime;
    private final Map<String, Mount> mounts = new LinkedHashMap<>();
    private final List<Gateway> gateways = new ArrayList<>();
    private final @Nullable Federation federation;
    private final Service service;

    private ProxiedServers(
            Environment environment,
            Lifetime lifetime,
            @Nullable Gateway only,
            List<Planned> planned,
            FederationSettings settings) {
        this.environment = environment;
        this.lifetime = lifetime;
        if (only != null) {
            gateways.add(only);
            federation = null;
            service = only;
        } else {
            planned.forEach(this::add);
            federation = new Federation(List.copyOf(mounts.values()), settings, environment);
            service = federation;
        }
    }

    /** One server, as it is. */
    static ProxiedServers one(
            Backend backend, GatewaySettings settings, Environment environment, Lifetime lifetime) {
        var gateway = new Gateway(backend, settings, environment);
        return new ProxiedServers(
                environment, lifetime, gateway, List.of(), FederationSettings.DEFAULT);
    }

    /** Several servers as one. */
    static ProxiedServers several(
            List<Planned> planned,
            GatewaySettings settings,
            List<Interceptor> chain,
            Environment environment,
            Lifetime lifetime) {
        var together =
                FederationSettings.DEFAULT
                        .withImplementation(settings.implementation())
                        .withInstructions(settings.instructions())
                        .withInterceptors(chain);
        return new ProxiedServers(environment, lifetime, null, planned, together);
    }

    private void add(Planned planned) {
        if (mounts.containsKey(planned.name())) {
            throw new IllegalArgumentException(
                    "A server is mounted as " + planned.name() + " already");
        }
        var options = planned.options();
        var backend = planned.target().apply(lifetime);
        var gateway = new Gateway(backend, options.settings(), environment);
        gateways.add(gateway);
        mounts.put(
                planned.name(),
                new Mount(planned.name(), gateway, options.prefix(), options.exposure()));
    }

    /** What clients are served by. */
    Service service() {
        return service;
    }

    /** Mounts one more. */
    synchronized void mount(Planned planned) {
        var several = several();
        add(planned);
        try {
            several.reload(List.copyOf(mounts.values()));
            endUnused(several);
        } catch (IllegalArgumentException e) {
            mounts.remove(planned.name());
            gateways.removeLast().close();
            throw e;
        }
    }

    /** Takes one away; its gateway is closed when no client has anything of it any longer. */
    synchronized void unmount(String name) {
        var several = several();
        if (mounts.remove(name) == null) {
            throw new IllegalArgumentException("No server is mounted as " + name);
        }
        several.reload(List.copyOf(mounts.values()));
        endUnused(several);
    }

    /** Closes what was taken away and nobody has anything of any longer. */
    private void endUnused(Federation several) {
        for (var gateway : List.copyOf(gateways)) {
            if (!several.isUsed(gateway)) {
                gateways.remove(gateway);
                gateway.close();
            }
        }
    }

    private Federation several() {
        var all = federation;
        if (all == null) {
            throw new IllegalStateException(
                    "This proxy stands before one server; build it with McpProxy.builder() and"
                            + " mount to have several");
        }
        return all;
    }

    @Override
    public synchronized void close() {
        if (federation != null) {
            federation.close();
        }
        gateways.forEach(Gateway::close);
    }
}
