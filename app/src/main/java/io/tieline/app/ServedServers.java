package io.tieline.app;

import io.tieline.app.config.FederationChoices;
import io.tieline.app.config.UsageException;
import io.tieline.app.config.ViewSettings;
import io.tieline.gateway.Exposure;
import io.tieline.gateway.Gateway;
import io.tieline.gateway.route.Federation;
import io.tieline.gateway.route.FederationSettings;
import io.tieline.gateway.route.Mount;
import io.tieline.http.EventLoops;
import io.tieline.http.HttpBackend;
import io.tieline.session.Environment;
import io.tieline.session.backend.Backend;
import io.tieline.session.client.Service;
import io.tieline.stdio.Children;
import io.tieline.stdio.StdioBackend;
import io.tieline.wire.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The servers behind the front, a gateway before each, and what clients reach of them: everything
 * together, each server alone, and the views of the file.
 */
final class ServedServers implements AutoCloseable {

    private final Plan plan;
    private final Environment world;
    private final Map<String, Gateway> gateways = new LinkedHashMap<>();
    private final List<Federation> federations = new ArrayList<>();
    private final Map<String, Service> named = new LinkedHashMap<>();
    private final Service together;

    private ServedServers(Plan plan, Environment world, Map<String, Gateway> gateways) {
        this.plan = plan;
        this.world = world;
        this.gateways.putAll(gateways);
        this.together = everything();
        if (plan.servers().size() > 1) {
            plan.servers().forEach(server -> named.put(server.name(), alone(server)));
        }
        plan.federation().views().forEach(view -> named.put(view.name(), view(view)));
    }

    /** Makes what is needed; nothing is connected before a client wants it. */
    static ServedServers of(Plan plan, EventLoops loops, Children children, Environment world)
            throws UsageException {
        var gateways = new LinkedHashMap<String, Gateway>();
        for (var server : plan.servers()) {
            var backend = backend(server.backend(), loops, children, world);
            gateways.put(server.name(), new Gateway(backend, server.gateway(), world));
        }
        return new ServedServers(plan, world, gateways);
    }

    private static Backend backend(
            BackendPlan plan, EventLoops loops, Children children, Environment world)
            throws UsageException {
        return switch (plan) {
            case BackendPlan.Command command ->
                    StdioBackend.of(command.command(), command.settings(), children, world)
                            .named(command.name());
            case BackendPlan.Url url -> {
                try {
                    yield HttpBackend.to(url.uri(), loops, url.settings().withEnvironment(world));
                } catch (IllegalArgumentException e) {
                    throw new UsageException(e.getMessage() + "; name a PEM file of certificates");
                }
            }
        };
    }

    /** A server that stands alone and is shown as it is needs nobody between it and its clients. */
    private Service everything() {
        var only = plan.servers().getFirst();
        boolean isPlain =
                plan.servers().size() == 1
                        && only.prefix().isEmpty()
                        && only.exposure().equals(Exposure.ALL)
                        && !plan.federation().search();
        if (isPlain) {
            return gateway(only.name());
        }
        var mounts = plan.servers().stream().map(one -> mount(one, one.prefix())).toList();
        var settings = settings(plan.federation());
        return federation(
                mounts,
                plan.federation().search()
                        ? settings.withSearch(plan.federation().pinned())
                        : settings);
    }

    private Service alone(ServerPlan server) {
        return server.exposure().equals(Exposure.ALL)
                ? gateway(server.name())
                : federation(List.of(mount(server, "")), settings(plan.federation()));
    }

    private Service view(ViewSettings view) {
        var mounts =
                plan.servers().stream()
                        .filter(server -> view.servers().contains(server.name()))
                        .map(server -> mount(server, server.prefix()))
                        .toList();
        var settings =
                settings(plan.federation())
                        .withSelections(view.tools(), view.prompts(), view.resources());
        return federation(mounts, view.search() ? settings.withSearch(view.pinned()) : settings);
    }

    private Federation federation(List<Mount> mounts, FederationSettings settings) {
        var federation = new Federation(mounts, settings, world);
        federations.add(federation);
        return federation;
    }

    private Mount mount(ServerPlan server, String prefix) {
        return new Mount(server.name(), gateway(server.name()), prefix, server.exposure());
    }

    private Gateway gateway(String name) {
        return Objects.requireNonNull(gateways.get(name), name);
    }

    private static FederationSettings settings(FederationChoices choices) {
        var name = choices.name() == null ? "tieline" : choices.name();
        return FederationSettings.DEFAULT
                .withImplementation(Json.object("name", name, "version", Version.text()))
                .withInstructions(choices.instructions())
                .withNames(choices.maxName(), choices.reserve())
                .withPageSize(choices.pageSize())
                .withGrace(choices.grace());
    }

    /** All servers together. */
    Service together() {
        return together;
    }

    /** Each server alone and each view, by its name. */
    Map<String, Service> named() {
        return named;
    }

    @Override
    public void close() {
        federations.forEach(Federation::close);
        gateways.values().forEach(Gateway::close);
    }
}
