package io.tieline.app;

import io.tieline.app.command.ConnectableServers;
import io.tieline.app.command.UnreachableException;
import io.tieline.app.config.UsageException;
import io.tieline.framework.McpClient;
import io.tieline.http.EventLoops;
import io.tieline.session.Budget;
import io.tieline.session.Environment;
import io.tieline.session.Observer;
import io.tieline.session.backend.Backend;
import io.tieline.session.backend.TimeLimits;
import io.tieline.stdio.Children;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** The servers of a plan, used from within this process: no front is opened. */
final class PlannedServers implements ConnectableServers {

    /** The gateway keeps the time that the plan allows; its client must not give up first. */
    private static final Duration LONG = Duration.ofDays(30);

    private final EventLoops loops;
    private final Children children;
    private final Environment world;
    private final ServedServers served;
    private final Map<String, ServerPlan> plans = new LinkedHashMap<>();
    private final AtomicBoolean closed = new AtomicBoolean();

    private PlannedServers(
            Plan plan,
            EventLoops loops,
            Children children,
            Environment world,
            ServedServers served) {
        this.loops = loops;
        this.children = children;
        this.world = world;
        this.served = served;
        plan.servers().forEach(server -> plans.put(server.name(), server));
    }

    /** Makes ready what is needed; of one server alone it is looked whether it is there at all. */
    static ConnectableServers open(Plan plan, Map<String, String> variables)
            throws UsageException, UnreachableException {
        var children = new Children(variables);
        if (plan.servers().size() == 1) {
            requireReachable(plan.servers().getFirst().backend(), children);
        }
        var loops = EventLoops.open(1, plan.io());
        try {
            var world =
                    new Environment(
                            loops.timers(),
                            new SecureRandom(),
                            new ExchangeLog("", true),
                            Budget.ofHeap(Runtime.getRuntime().maxMemory()));
            var served = ServedServers.of(plan, loops, children, world);
            var servers = new PlannedServers(plan, loops, children, world, served);
            Runtime.getRuntime().addShutdownHook(new Thread(servers::close));
            return servers;
        } catch (UsageException | RuntimeException e) {
            children.close();
            loops.close();
            throw e;
        }
    }

    private static void requireReachable(BackendPlan backend, Children children)
            throws UnreachableException {
        try {
            Reachability.check(backend, children);
        } catch (UsageException away) {
            throw new UnreachableException(String.valueOf(away.getMessage()));
        }
    }

    @Override
    public List<String> names() {
        return List.copyOf(plans.keySet());
    }

    @Override
    public boolean isProgram(String name) {
        return planned(name).backend().isProgram();
    }

    private ServerPlan planned(String name) {
        return Objects.requireNonNull(plans.get(name), name);
    }

    @Override
    public McpClient.Builder client() {
        return ours(McpClient.to(served.services().main()))
                .limits(new TimeLimits(LONG, LONG, LONG));
    }

    @Override
    public McpClient.Builder direct(String name, Observer observer) {
        var observed = world.observedBy(observer);
        return ours(McpClient.to(backend(name, observed)))
                .environment(observed)
                .limits(planned(name).gateway().limits());
    }

    @Override
    public Backend backend(String name) {
        return backend(name, world);
    }

    private Backend backend(String name, Environment observed) {
        try {
            return Backends.of(planned(name).backend(), loops, children, observed);
        } catch (UsageException known) {
            throw new IllegalStateException("the plan was made with the same backend", known);
        }
    }

    @Override
    public void listen(Consumer<String> printed) {
        Logs.onPrinted(printed);
    }

    private McpClient.Builder ours(McpClient.Builder client) {
        return client.info("tieline", Version.text()).environment(world);
    }

    @Override
    public void close() {
        if (!closed.getAndSet(true)) {
            served.close();
            children.close();
            loops.close();
        }
    }
}
