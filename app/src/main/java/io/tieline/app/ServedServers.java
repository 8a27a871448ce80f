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
import io.tieline.http.Services;
import io.tieline.session.Environment;
import io.tieline.session.client.Service;
import io.tieline.stdio.Children;
import io.tieline.wire.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The servers behind the front, a gateway before each, and what clients reach of them: everything
 * together, each server alone, and the views of the file. A {@link #reload} keeps what is the same.
 * Used by one thread at a time.
 */
final class ServedServers implements AutoCloseable {

    /** Some servers together, which a reload can change in their place. */
    private record Together(Federation federation, FederationSettings settings) {}

    /** A gateway that was replaced, and when. */
    private record Retired(Gateway gateway, long at) {}

    /** Some servers together under settings that were replaced: their sessions go on. */
    private record Former(String path, Federation federation) {}

    private final EventLoops loops;
    private final Children children;
    private final Environment world;
    private final Map<String, Gateway> gateways = new LinkedHashMap<>();
    private final Map<String, Together> federations = new LinkedHashMap<>();
    private final Map<String, ReplaceableService> places = new LinkedHashMap<>();
    private final List<Retired> retired = new ArrayList<>();
    private final List<Former> former = new ArrayList<>();
    private volatile Plan plan;
    private Services services;

    private ServedServers(Plan plan, EventLoops loops, Children children, Environment world)
            throws UsageException {
        this.plan = plan;
        this.loops = loops;
        this.children = children;
        this.world = world;
        for (var server : plan.servers()) {
            gateways.put(server.name(), opened(server));
        }
        this.services = services(plan, Map.of());
    }

    /** Makes what is needed; nothing is connected before a client wants it. */
    static ServedServers of(Plan plan, EventLoops loops, Children children, Environment world)
            throws UsageException {
        return new ServedServers(plan, loops, children, world);
    }

    private Gateway opened(ServerPlan server) throws UsageException {
        return new Gateway(
                Backends.of(server.backend(), loops, children, world), server.gateway(), world);
    }

    /** The names of the servers, in the order of the configuration. From any thread. */
    List<String> names() {
        return plan.servers().stream().map(ServerPlan::name).toList();
    }

    /** What clients reach now. */
    Services services() {
        return services;
    }

    /**
     * Puts another plan in the place of this one. What cannot be had is told before anything is
     * changed.
     *
     * @return what has changed, for the log; empty if nothing has
     */
    List<String> reload(Plan next) throws UsageException {
        var changes = new ArrayList<String>();
        var fresh = new LinkedHashMap<String, Gateway>();
        for (var server : next.servers()) {
            var before = planned(plan, server.name());
            if (before == null || !before.hasSettingsOf(server)) {
                fresh.put(server.name(), opened(server));
                changes.add(
                        server.name() + (before == null ? " was added" : " has other settings"));
            } else if (!before.isShownAs(server)) {
                changes.add(server.name() + " is shown otherwise");
            }
        }
        for (var server : plan.servers()) {
            if (planned(next, server.name()) == null) {
                changes.add(server.name() + " was removed");
            }
        }
        if (!plan.federation().equals(next.federation())) {
            changes.add("what is said for all servers");
        }
        if (!changes.isEmpty()) {
            take(next, fresh);
        }
        return changes;
    }

    private static @Nullable ServerPlan planned(Plan plan, String name) {
        return plan.servers().stream()
                .filter(server -> server.name().equals(name))
                .findAny()
                .orElse(null);
    }

    private void take(Plan next, Map<String, Gateway> fresh) {
        fresh.forEach((name, gateway) -> {
            var before = gateways.put(name, gateway);
            if (before != null) {
                gateway.follow(before);
                retire(before);
            }
        });
        for (var server : plan.servers()) {
            if (planned(next, server.name()) == null) {
                retire(gateway(server.name()));
                gateways.remove(server.name());
            }
        }
        var before = Map.copyOf(federations);
        federations.clear();
        services = services(next, before);
        plan = next;
    }

    private void retire(Gateway gateway) {
        retired.add(new Retired(gateway, world.timers().nanoTime()));
    }

    /** Ends what no client uses any longer; what has no session may go on for a while. */
    void endRetired() {
        former.removeIf(one -> {
            boolean isOver = !one.federation().hasSessions();
            if (isOver) {
                one.federation().close();
            }
            return isOver;
        });
        for (var one : List.copyOf(retired)) {
            long age = world.timers().nanoTime() - one.at();
            if (age > plan.drain().toNanos() && !one.gateway().isJoined()) {
                retired.remove(one);
                one.gateway().close();
            }
        }
    }

    private Services services(Plan from, Map<String, Together> before) {
        var main = at("", everything(from, before));
        var named = new LinkedHashMap<String, Service>();
        if (from.servers().size() > 1) {
            for (var server : from.servers()) {
                named.put(server.name(), at(server.name(), alone(from, server, before)));
            }
        }
        for (var view : from.federation().views()) {
            named.put(view.name(), at(view.name(), view(from, view, before)));
        }
        places.keySet().removeIf(path -> !path.isEmpty() && !named.containsKey(path));
        return new Services(main, named);
    }

    /** What stands at a path stays there: a reload puts another service in its place. */
    private Service at(String path, Service service) {
        var place = places.computeIfAbsent(path, _ -> new ReplaceableService(service));
        place.replace(service);
        return place;
    }

    /** A server that stands alone and is shown as it is needs nobody between it and its clients. */
    private Service everything(Plan from, Map<String, Together> before) {
        var only = from.servers().getFirst();
        // The one client over stdio keeps its service, so that a reload must change it in its
        // place.
        boolean isPlain =
                !(from.reloads() && from.front() instanceof FrontPlan.Stdio)
                        && from.servers().size() == 1
                        && only.prefix().isEmpty()
                        && only.exposure().equals(Exposure.ALL)
                        && !from.federation().search();
        if (isPlain) {
            return gateway(only.name());
        }
        var mounts = from.servers().stream().map(one -> mount(one, one.prefix())).toList();
        var settings = settings(from);
        var pinned = from.federation().pinned();
        return federation(
                "",
                mounts,
                from.federation().search() ? settings.withSearch(pinned) : settings,
                before);
    }

    private Service alone(Plan from, ServerPlan server, Map<String, Together> before) {
        return server.exposure().equals(Exposure.ALL)
                ? gateway(server.name())
                : federation(server.name(), List.of(mount(server, "")), settings(from), before);
    }

    private Service view(Plan from, ViewSettings view, Map<String, Together> before) {
        var mounts =
                from.servers().stream()
                        .filter(server -> view.servers().contains(server.name()))
                        .map(server -> mount(server, server.prefix()))
                        .toList();
        var settings =
                settings(from).withSelections(view.tools(), view.prompts(), view.resources());
        return federation(
                view.name(),
                mounts,
                view.search() ? settings.withSearch(view.pinned()) : settings,
                before);
    }

    /** One that has the same settings takes the other servers; else there is a new one. */
    private Federation federation(
            String name,
            List<Mount> mounts,
            FederationSettings settings,
            Map<String, Together> before) {
        var there = before.get(name);
        former.stream()
                .filter(one -> one.path().equals(name))
                .forEach(one -> one.federation().reload(mounts));
        if (there != null && there.settings().equals(settings)) {
            there.federation().reload(mounts);
            federations.put(name, there);
            return there.federation();
        }
        if (there != null) {
            there.federation().reload(mounts);
            former.add(new Former(name, there.federation()));
        }
        var made = new Federation(mounts, settings, world);
        federations.put(name, new Together(made, settings));
        return made;
    }

    private Mount mount(ServerPlan server, String prefix) {
        return new Mount(server.name(), gateway(server.name()), prefix, server.exposure());
    }

    private Gateway gateway(String name) {
        return Objects.requireNonNull(gateways.get(name), name);
    }

    private static FederationSettings settings(Plan plan) {
        FederationChoices choices = plan.federation();
        var name = choices.name() == null ? "tieline" : choices.name();
        return FederationSettings.DEFAULT
                .withImplementation(Json.object("name", name, "version", Version.text()))
                .withInstructions(choices.instructions())
                .withNames(choices.maxName(), choices.reserve())
                .withPageSize(choices.pageSize())
                .withGrace(choices.grace())
                .withDrain(plan.drain());
    }

    @Override
    public void close() {
        federations.values().forEach(one -> one.federation().close());
        gateways.values().forEach(Gateway::close);
        former.forEach(one -> one.federation().close());
        retired.forEach(one -> one.gateway().close());
    }
}
