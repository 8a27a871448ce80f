package io.tieline.app;

import io.tieline.app.admin.AdminObservers;
import io.tieline.app.admin.AuditFile;
import io.tieline.app.config.UsageException;
import io.tieline.gateway.SessionPolicy;
import io.tieline.http.EventLoops;
import io.tieline.http.Services;
import io.tieline.session.Budget;
import io.tieline.session.Environment;
import io.tieline.session.Observer;
import io.tieline.stdio.Children;
import io.tieline.telemetry.ObserverGroup;
import java.io.IOException;
import java.io.InputStream;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A gateway at work, wired by hand: the one place that knows every module. Each part is given what
 * it needs and owns nothing else; they end in the opposite order.
 */
final class RunningGateway implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RunningGateway.class);

    private final EventLoops loops;
    private final Children children;
    private final ServedServers servers;
    private final FrontDoor front;
    private final @Nullable AdminObservers observers;
    private final @Nullable AuditFile audit;
    private final Telemetry telemetry;

    private RunningGateway(
            EventLoops loops,
            Children children,
            ServedServers servers,
            FrontDoor front,
            @Nullable AdminObservers observers,
            @Nullable AuditFile audit,
            Telemetry telemetry) {
        this.observers = observers;
        this.audit = audit;
        this.telemetry = telemetry;
        this.loops = loops;
        this.children = children;
        this.servers = servers;
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
        requireReachable(plan.servers(), children);
        var loops = EventLoops.open(plan.loops(), plan.io());
        try {
            var observers = plan.admin() == null ? null : AdminObservers.begin();
            var audit = audit(plan);
            var telemetry = Telemetry.begin(variables);
            telemetry.serve(plan.servers());
            var observer = observer(plan, observers, audit, telemetry);
            var budget = Budget.ofHeap(Runtime.getRuntime().maxMemory());
            var _ = budget.watch(new BudgetLog(budget));
            var world = new Environment(loops.timers(), new SecureRandom(), observer, budget);
            var servers = ServedServers.of(plan, loops, children, world);
            var front = front(plan, servers.services(), loops, world, in);
            return new RunningGateway(loops, children, servers, front, observers, audit, telemetry);
        } catch (UsageException | RuntimeException e) {
            children.close();
            loops.close();
            throw e;
        }
    }

    /** One server that cannot be had is an error; of several, those that can are served. */
    private static void requireReachable(List<ServerPlan> servers, Children children)
            throws UsageException {
        if (servers.size() == 1) {
            Reachability.check(servers.getFirst().backend(), children);
            return;
        }
        for (var server : servers) {
            try {
                Reachability.check(server.backend(), children);
            } catch (UsageException away) {
                LOG.warn("{}; the other servers are served without it", away.getMessage());
            }
        }
    }

    private static @Nullable AuditFile audit(Plan plan) throws UsageException {
        var path = plan.audit();
        try {
            return path == null ? null : AuditFile.open(path, Clock.systemUTC());
        } catch (IOException e) {
            throw UsageException.at("--audit", path + " cannot be written: " + e.getMessage());
        }
    }

    private static Observer observer(
            Plan plan,
            @Nullable AdminObservers observers,
            @Nullable AuditFile audit,
            Telemetry telemetry) {
        var all = new ArrayList<Observer>();
        all.add(log(plan));
        if (observers != null) {
            all.addAll(observers.all());
        }
        if (audit != null) {
            all.add(audit);
        }
        all.addAll(telemetry.observers());
        return ObserverGroup.of(all);
    }

    private static ExchangeLog log(Plan plan) {
        var name = plan.servers().size() == 1 ? plan.servers().getFirst().name() : "";
        boolean sessionsLast =
                plan.servers().stream()
                        .anyMatch(server ->
                                !(server.gateway().sessions() instanceof SessionPolicy.PerRequest));
        return new ExchangeLog(name, sessionsLast);
    }

    private static FrontDoor front(
            Plan plan, Services services, EventLoops loops, Environment world, InputStream in)
            throws UsageException {
        return switch (plan.front()) {
            case FrontPlan.Http http -> HttpFront.open(http, services, plan.drain(), loops, world);
            case FrontPlan.Stdio stdio ->
                    ProgramStreams.serve(
                            services.main(), plan.sessions(), stdio.settings(), world, in);
        };
    }

    /**
     * Puts other servers in the place of these.
     *
     * @return what has changed, for the log; empty if nothing has
     * @throws UsageException if that cannot be had; then nothing is changed
     */
    List<String> reload(Plan plan) throws UsageException {
        var before = servers.services();
        telemetry.serve(plan.servers());
        var changes = servers.reload(plan);
        if (!before.equals(servers.services())) {
            front.replace(servers.services());
        }
        return changes;
    }

    /** Ends what clients had of servers that were replaced and use no longer. */
    void endRetired() {
        servers.endRetired();
    }

    /** What operators are shown of it; null if they are shown nothing. */
    @Nullable AdminObservers observers() {
        return observers;
    }

    /** The names of the servers, in the order of the files. */
    List<String> serverNames() {
        return servers.names();
    }

    /** The processes of the servers that are programs. */
    List<Children.Running> children() {
        return children.running();
    }

    /** What clients talk to. */
    FrontDoor front() {
        return front;
    }

    /** Ends everything at once: calls in flight fail, children are seen to their end. */
    @Override
    public void close() {
        front.close();
        servers.close();
        children.close();
        loops.close();
        if (audit != null) {
            audit.close();
        }
        telemetry.close();
    }
}
