package io.tieline.app;

import io.tieline.app.config.UsageException;
import io.tieline.gateway.Gateway;
import io.tieline.gateway.SessionPolicy;
import io.tieline.http.EventLoops;
import io.tieline.http.HttpBackend;
import io.tieline.session.Budget;
import io.tieline.session.Environment;
import io.tieline.session.backend.Backend;
import io.tieline.session.client.Service;
import io.tieline.stdio.Children;
import io.tieline.stdio.StdioBackend;
import java.io.InputStream;
import java.security.SecureRandom;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A gateway at work, wired by hand: the one place that knows every module. Each part is given what
 * it needs and owns nothing else; they end in the opposite order.
 */
final class RunningGateway implements AutoCloseable {

    private final EventLoops loops;
    private final Children children;
    private final Gateway gateway;
    private final FrontDoor front;

    private RunningGateway(EventLoops loops, Children children, Gateway gateway, FrontDoor front) {
        this.loops = loops;
        this.children = children;
        this.gateway = gateway;
        this.front = front;
    }

    /**
     * Opens everything; when it returns, clients can connect.
     *
     * @param variables our environment, of which children see the harmless part
     * @param in our stdin, for a front that serves it
     */
    static RunningGateway start(Plan plan, Map<String, String> variables, InputStream in)
            throws UsageException {
        var children = new Children(variables);
        var server = only(plan);
        Reachability.check(server.backend(), children);
        var loops = EventLoops.open(plan.loops(), plan.io());
        try {
            var log =
                    new ExchangeLog(
                            server.name(),
                            !(server.gateway().sessions() instanceof SessionPolicy.PerRequest));
            var budget = Budget.ofHeap(Runtime.getRuntime().maxMemory());
            var _ = budget.watch(new BudgetLog(budget));
            var world = new Environment(loops.timers(), new SecureRandom(), log, budget);
            var backend = backend(server.backend(), loops, children, world);
            var gateway = new Gateway(backend, server.gateway(), world);
            var front = front(plan, gateway, loops, world, in);
            return new RunningGateway(loops, children, gateway, front);
        } catch (UsageException | RuntimeException e) {
            children.close();
            loops.close();
            throw e;
        }
    }

    private static ServerPlan only(Plan plan) throws UsageException {
        if (plan.servers().size() > 1) {
            var names = plan.servers().stream().map(ServerPlan::name);
            throw new UsageException(
                    "there are "
                            + plan.servers().size()
                            + " servers ("
                            + names.collect(Collectors.joining(", "))
                            + "), and this version serves one of them; choose it with --server"
                            + " NAME");
        }
        return plan.servers().getFirst();
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

    private static FrontDoor front(
            Plan plan, Service service, EventLoops loops, Environment world, InputStream in)
            throws UsageException {
        return switch (plan.front()) {
            case FrontPlan.Http http -> HttpFront.open(http, service, plan.drain(), loops, world);
            case FrontPlan.Stdio stdio ->
                    ProgramStreams.serve(service, plan.sessions(), stdio.settings(), world, in);
        };
    }

    /** What clients talk to. */
    FrontDoor front() {
        return front;
    }

    /** Ends everything at once: calls in flight fail, children are seen to their end. */
    @Override
    public void close() {
        front.close();
        gateway.close();
        children.close();
        loops.close();
    }
}
